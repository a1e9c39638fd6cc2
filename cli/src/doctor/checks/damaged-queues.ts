import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { type Check, read } from '../check.ts'

/** What the collector sets aside when it cannot read it: collector/components/queuestorageextension. */
const SET_ASIDE = '.damaged'

/** No queue was found damaged at a start. Says nothing where there is no directory of queues to look into. */
export const damagedQueues: Check = async ({ environment }) => {
  const directory = path.resolve(read(environment, 'SIDECAR_STORAGE_DIR') ?? '.sidecar/run/queue')
  const names = await readdir(directory).catch(() => [])
  return names
    .filter((name) => name.endsWith(SET_ASIDE))
    .map((name) => ({
      id: 'damaged-queues',
      status: 'warn',
      message: `${path.join(directory, name)} was set aside: what could not be read of it is lost, and counted`,
      hint: 'Look after the disk. Delete the file when nobody wants to look into it: alerts/runbooks.md, QueueFileDamaged.',
    }))
}
