import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type ZipEntry, zip } from './zip.ts'

/** What Sentry's tools write before the zip: `SYSB`, version 2. */
const SOURCE_BUNDLE = Buffer.from([0x53, 0x59, 0x53, 0x42, 2, 0, 0, 0])

export interface BundleOptions {
  readonly org: string
  readonly project: string
  readonly release: string | undefined
  /** The build output, `.next`. */
  readonly distDir: string
  /** Code below it, relative, with slashes: `static/chunks/a.js`. */
  readonly code: readonly string[]
  /** Path before `_next` in the addresses of the app, such as `/shop`. */
  readonly basePath: string
}

interface ManifestFile {
  readonly url: string
  readonly type: 'minified_source' | 'source_map'
  readonly headers: Readonly<Record<string, string>>
}

/** Bytes to upload, and how many maps are in them. */
export interface Bundle {
  readonly bundle: Buffer
  readonly maps: number
}

/**
 * The browser code of a build with its source maps, as Sentry takes them: each file by its address below any origin,
 * and by the debug id that Turbopack writes, which an error carries. Code without a map is left out.
 */
export async function artifactBundle(options: BundleOptions): Promise<Bundle> {
  const { org, project, release, distDir, code, basePath } = options
  const files: Record<string, ManifestFile> = {}
  const entries: ZipEntry[] = []
  let maps = 0
  for (const file of code) {
    const content = await readFile(path.join(distDir, file))
    const map = mapOf(file, content)
    if (map === undefined) continue
    const mapContent = await readFile(path.join(distDir, map))
    const debugId = debugIdOf(mapContent)
    const headers: Record<string, string> = debugId === undefined ? {} : { 'debug-id': debugId }
    const add = (
      name: string,
      bytes: Buffer,
      type: ManifestFile['type'],
      more: Record<string, string> = {},
    ) => {
      const address = `${basePath}/_next/${name}`
      files[`_/_${address}`] = { url: `~${address}`, type, headers: { ...headers, ...more } }
      entries.push([`_/_${address}`, bytes])
    }
    add(file, content, 'minified_source', { Sourcemap: path.posix.basename(map) })
    add(map, mapContent, 'source_map')
    maps += 1
  }
  const manifest = JSON.stringify({ org, project, ...(release !== undefined && { release }), files })
  return { bundle: zip([['manifest.json', Buffer.from(manifest)], ...entries], SOURCE_BUNDLE), maps }
}

/** The map that the last line of a file names; bundlers name it after its own content, not after the code. */
function mapOf(file: string, content: Buffer): string | undefined {
  const [, url] =
    /\/\/# sourceMappingURL=([^\s]+\.map)(?:\s|$)/.exec(content.toString('utf8', content.length - 300)) ?? []
  return url && path.posix.join(path.posix.dirname(file), decodeURIComponent(url))
}

function debugIdOf(map: Buffer): string | undefined {
  const { debugId, debug_id } = JSON.parse(map.toString('utf8')) as Record<string, unknown>
  const id = debugId ?? debug_id
  return typeof id === 'string' ? id : undefined
}
