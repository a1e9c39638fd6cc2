import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { type Check, read } from '../check.ts'

/** Two queues of 200 MB, one of Sentry's, and the copy that compaction makes. */
const NEEDED_BYTES = 1_000_000_000

/** The directory of the queues can be written and has room. A directory that is not there yet is made by the collector. */
export const storage: Check = async ({ environment }) => {
  const id = 'storage'
  const directory = path.resolve(read(environment, 'SIDECAR_STORAGE_DIR') ?? '.sidecar/run/queue')
  const existing = await nearestExisting(directory)
  try {
    await access(existing, constants.W_OK)
  } catch {
    return [
      {
        id,
        status: 'fail',
        message: `SIDECAR_STORAGE_DIR: ${existing} cannot be written by this user`,
        hint: 'Mount the volume writable for uid 10001; on Railway set RAILWAY_RUN_UID=0.',
      },
    ]
  }
  const { bavail, bsize } = await statfs(existing)
  const free = bavail * bsize
  const megabytes = Math.floor(free / 1_000_000)
  if (free < NEEDED_BYTES)
    return [
      {
        id,
        status: 'warn',
        message: `${existing} has ${megabytes} MB free; full queues need up to ${NEEDED_BYTES / 1_000_000} MB`,
        hint: 'Enlarge the volume, or lower queue_size in collector-config.yaml.',
      },
    ]
  return [{ id, status: 'ok', message: `queues go to ${directory}, ${megabytes} MB free` }]
}

async function nearestExisting(directory: string): Promise<string> {
  for (let candidate = directory; ; candidate = path.dirname(candidate))
    if ((await stat(candidate).catch(() => undefined)) || candidate === path.dirname(candidate))
      return candidate
}
