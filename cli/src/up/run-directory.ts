import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SidecarError } from '../errors.ts'
import { ROOT } from '../root.ts'

/** Programs of a run, as written to `processes.json` in the run directory. */
interface RunRecord {
  /** The process of `sidecar up` itself. */
  owner: RecordedProcess
  children: (RecordedProcess & { name: string })[]
}

interface RecordedProcess {
  pid: number
  /** When it started, as `ps` writes it. Unlike its command line, a program cannot change that. */
  started: string
}

const RECORD = 'processes.json'

/** Where a run keeps its data unless it is told otherwise. */
export const DEFAULT_RUN_DIRECTORY = join(ROOT, '.sidecar', 'run')

/**
 * Empties the run directory for a new run.
 *
 * Every start begins from nothing: the console is empty, so are the metrics and the queue, and the counts on the screen
 * are those of this run. What an earlier run left running, because it was killed together with its guard, is stopped.
 *
 * @returns names of the programs that were stopped
 * @throws SidecarError E_ALREADY_RUNNING when another `sidecar up` uses the directory, E_USAGE when it holds anything
 *   that no run has left there
 */
export function prepareRunDirectory(directory: string): string[] {
  const record = readRecord(directory)
  if (record && isStill(record.owner)) {
    throw new SidecarError(
      'E_ALREADY_RUNNING',
      `sidecar up is already running here (process ${record.owner.pid}). Stop it with Ctrl-C in its terminal, ` +
        'or start a second one with --run-dir DIRECTORY --free-ports.',
    )
  }
  if (!record && directory !== DEFAULT_RUN_DIRECTORY && !isEmpty(directory)) {
    throw new SidecarError(
      'E_USAGE',
      `${directory} holds files that are not from a run, and a run directory is emptied at every start. ` +
        'Choose an empty or a new one with --run-dir or SIDECAR_RUN_DIR.',
    )
  }
  const stopped: string[] = []
  for (const child of record?.children ?? []) {
    if (!isStill(child)) continue
    process.kill(child.pid, 'SIGKILL')
    stopped.push(child.name)
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  mkdirSync(join(directory, 'logs'), { recursive: true, mode: 0o700 })
  recordRun(directory, [])
  return stopped
}

/** Writes down what runs now, for the next start. */
export function recordRun(directory: string, children: readonly { name: string; pid: number }[]): void {
  const record: RunRecord = {
    owner: { pid: process.pid, started: startOf(process.pid) ?? '' },
    children: children.map(({ name, pid }) => ({ name, pid, started: startOf(pid) ?? '' })),
  }
  writeFileSync(join(directory, RECORD), JSON.stringify(record))
}

function isEmpty(directory: string): boolean {
  return !existsSync(directory) || readdirSync(directory).length === 0
}

function readRecord(directory: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, RECORD), 'utf8')) as RunRecord
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // The machine went down while it was written: ours, but nothing is known to run.
    if (error instanceof SyntaxError) return { owner: { pid: 0, started: '' }, children: [] }
    throw error
  }
}

/** A process id may belong to somebody else by now: only one with the same start is ours. */
function isStill({ pid, started }: RecordedProcess): boolean {
  return Boolean(started) && startOf(pid) === started
}

/** When a process started; undefined when it is gone, or where `ps` does not exist (Windows). */
function startOf(pid: number): string | undefined {
  const env = { ...process.env, LC_ALL: 'C' }
  const { stdout, status } = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8', env })
  return status === 0 && stdout.trim() ? stdout.trim() : undefined
}
