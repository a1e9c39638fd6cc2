import { spawnSync } from 'node:child_process'

/** Whether something can run here; when not, why not, for the reason of a skipped test. */
export type Availability = { ok: true } | { ok: false; reason: string }

const TIMEOUT_MS = 20_000

/** Whether a container engine answers the `docker` client of this machine. */
export function engineAvailability(): Availability {
  return ask('no container engine answers', ['version', '--format', '{{.Server.Version}}'])
}

/** Whether `docker compose` (v2) is installed; it needs no engine to read a file. */
export function composeAvailability(): Availability {
  return ask('docker compose is not installed', ['compose', 'version'])
}

function ask(problem: string, args: string[]): Availability {
  const { error, status, stderr } = spawnSync('docker', args, { encoding: 'utf8', timeout: TIMEOUT_MS })
  if (status === 0) return { ok: true }
  const answer = error?.message ?? stderr.trim().split('\n').at(-1) ?? ''
  return { ok: false, reason: `${problem}: docker ${args[0]} said "${answer}"` }
}
