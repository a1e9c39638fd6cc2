import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** What goes into the binary; tests and their data do not. */
const SOURCE = /(?<!_test)\.go$|(^|[\\/])go\.(mod|sum)$/

/**
 * Hashes the Go sources below the folders by path and content: a fresh checkout of the same commit gives the
 * same value. A folder that does not exist has no sources.
 *
 * @param facts what else the result depends on, e.g. the compiler's version
 */
export async function sourceHash(
  root: string,
  folders: readonly string[],
  facts: readonly string[],
): Promise<string> {
  const hash = createHash('sha256')
  for (const fact of facts) hash.update(`${fact}\0`)
  for (const folder of folders) {
    for (const file of await goSources(join(root, folder))) {
      hash.update(`${relative(root, file).split(sep).join('/')}\0`)
      hash.update(await readFile(file))
    }
  }
  return hash.digest('hex')
}

async function goSources(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true })
    return names
      .filter((name) => SOURCE.test(name) && !/(^|[\\/])testdata[\\/]/.test(name))
      .sort()
      .map((name) => join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
