import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { CACHE, ROOT } from '../root.ts'

/** Folders that are made, not written. */
const MADE = new Set(['node_modules', '.next', 'dist', '.sidecar'])

/**
 * Hashes files and folders by path and content, so that a fresh checkout of the same sources gives the same value.
 * Missing inputs count as absent; tests and made folders do not count.
 *
 * @param inputs relative to the repository; a made folder counts when it is named itself
 * @param extra facts that are not files, e.g. a compiler version
 */
export function fingerprint(inputs: readonly string[], extra: readonly string[] = []): string {
  const hash = createHash('sha256')
  for (const fact of extra) hash.update(`${fact}\0`)
  for (const input of inputs) {
    for (const file of files(join(ROOT, input))) {
      hash.update(`${relative(ROOT, file).split(sep).join('/')}\0`)
      hash.update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

/** True when `target` was last built from these sources. */
export function isFresh(target: string, value: string): boolean {
  try {
    return readFileSync(join(CACHE, target), 'utf8') === value
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Remembers what `target` was built from. */
export function remember(target: string, value: string): void {
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(join(CACHE, target), value)
}

function files(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(
      (entry) => !MADE.has(entry.name) && !/\.(test\.tsx?|tsbuildinfo)$|^next-env\.d\.ts$/.test(entry.name),
    )
    .flatMap((entry) => files(join(path, entry.name)))
}
