import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SidecarError } from '../errors.ts'
import { waitFor } from '../process/wait-for.ts'

/** Longer than any build from nothing takes. */
const DEADLINE_MS = 30 * 60_000

/**
 * Runs work that no other process does at the same time in this checkout: two builds would write the same files.
 * The lock is a file with the number of the process that holds it; that of a process which is gone does not count.
 *
 * @param onWait told once, with the process that is waited for
 * @throws {SidecarError} E_BUILD_FAILED when the other process holds it for half an hour
 */
export async function withLock<Result>(
  file: string,
  onWait: (pid: number) => void,
  work: () => Promise<Result>,
  deadlineMs = DEADLINE_MS,
): Promise<Result> {
  let told = false
  const taken = await waitFor(async () => {
    const holder = take(file)
    if (holder === undefined) return true
    if (!told) onWait(holder)
    told = true
    return undefined
  }, deadlineMs)
  if (!taken) {
    throw new SidecarError(
      'E_BUILD_FAILED',
      `Another build holds ${file} since ${deadlineMs / 60_000} minutes. End it, or delete the file.`,
    )
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** Takes the lock, or says which process holds it. */
function take(file: string): number | undefined {
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = holderOf(file)
  if (holder !== undefined && isRunning(holder)) return holder
  rmSync(file, { force: true })
  return take(file)
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch (error) {
    // Given back in between.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user runs, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
