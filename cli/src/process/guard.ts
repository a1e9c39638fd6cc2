/**
 * Runs beside `sidecar up` as a process of its own and outlives it: when the standard input closes, whoever closed it
 * is gone, and the programs still on the list are stopped. Lines in: `+pid` started, `-pid` ended.
 */
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

const GRACE_MS = 8000
const POLL_MS = 100

// The terminal's Ctrl-C and a plain kill are for the program that is guarded, not for the guard.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const pids = new Set<number>()
for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1))
  if (line.startsWith('+')) pids.add(pid)
  else pids.delete(pid)
}

for (const pid of pids) signal(pid, 'SIGTERM')
const deadline = Date.now() + GRACE_MS
while (Date.now() < deadline && [...pids].some((pid) => signal(pid, 0))) await delay(POLL_MS)
for (const pid of pids) signal(pid, 'SIGKILL')

/** Signals a process group; false when it is gone. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
