import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SidecarError } from '../errors.ts'

/** Programs of a run, as written to `processes.json` in the run directory. */
interface RunRecord {
  /** The process of `sidecar up` itself. */
  owner: RecordedProcess
  children: (RecordedProcess & { name: string })[]
}

interface RecordedProcess {
  pid: number
  command: string
}

const RECORD = 'processes.json'

/**
 * Empties the run directory for a new run.
 *
 * Every start begins from nothing: the console is empty, so are the metrics and the queue, and the counts on the screen
 * are those of this run. What an earlier run left running, because it was killed together with its guard, is stopped.
 *
 * @returns names of the programs that were stopped
 * @throws SidecarError E_ALREADY_RUNNING when another `sidecar up` uses the directory
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
  const stopped: string[] = []
  for (const child of record?.children ?? []) {
    if (!isStill(child)) continue
    process.kill(child.pid, 'SIGKILL')
    stopped.push(child.name)
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  mkdirSync(join(directory, 'logs'), { recursive: true, mode: 0o700 })
  return stopped
}

/** Writes down what runs now, for the next start. */
export function recordRun(directory: string, children: readonly { name: string; pid: number }[]): void {
  const record: RunRecord = {
    owner: { pid: process.pid, command: commandOf(process.pid) ?? '' },
    children: children.map(({ name, pid }) => ({ name, pid, command: commandOf(pid) ?? '' })),
  }
  writeFileSync(join(directory, RECORD), JSON.stringify(record))
}

function readRecord(directory: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, RECORD), 'utf8')) as RunRecord
  } catch (error) {
    // Nothing ran here before, or the machine went down while writing: either way nothing is known to run.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A process id may belong to somebody else by now: only the same command line is ours. */
function isStill({ pid, command }: RecordedProcess): boolean {
  return Boolean(command) && commandOf(pid) === command
}

/** The command line of a process; undefined when it is gone, or where `ps` does not exist (Windows). */
function commandOf(pid: number): string | undefined {
  const { stdout, status } = spawnSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' })
  return status === 0 && stdout.trim() ? stdout.trim() : undefined
}
