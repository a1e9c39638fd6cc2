import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository root. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))

/** Absolute path of a file named from the repository root, with `/` between its parts. */
export function inRepository(relative: string): string {
  return path.join(REPOSITORY, ...relative.split('/'))
}
