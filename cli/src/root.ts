import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Programs that `sidecar build` makes. */
export const BIN = join(ROOT, '.sidecar', 'bin')

/** Content hashes of what was built from what. */
export const CACHE = join(ROOT, '.sidecar', 'cache')

/** Path of a built program, with the platform's suffix. */
export function binary(name: string): string {
  return join(BIN, process.platform === 'win32' ? `${name}.exe` : name)
}
