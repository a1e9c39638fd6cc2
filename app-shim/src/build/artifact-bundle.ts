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
  /** Maps below it, relative, with slashes: `static/chunks/a.js.map`. */
  readonly maps: readonly string[]
  /** Path before `_next` in the addresses of the app, such as `/shop`. */
  readonly basePath: string
}

interface ManifestFile {
  readonly url: string
  readonly type: 'minified_source' | 'source_map'
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The browser code of a build with its source maps, as Sentry takes them: each file by its address below any origin,
 * and by the debug id that Turbopack writes, which an error carries.
 */
export async function artifactBundle(options: BundleOptions): Promise<Buffer> {
  const { org, project, release, distDir, maps, basePath } = options
  const files: Record<string, ManifestFile> = {}
  const entries: ZipEntry[] = []
  for (const map of maps) {
    const code = map.slice(0, -'.map'.length)
    const [mapBytes, codeBytes] = await Promise.all(
      [map, code].map((file) => readFile(path.join(distDir, file))),
    )
    if (mapBytes === undefined || codeBytes === undefined) continue
    const debugId = debugIdOf(mapBytes)
    const headers: Record<string, string> = debugId === undefined ? {} : { 'debug-id': debugId }
    const add = (file: string, content: Buffer, type: ManifestFile['type'], more: Record<string, string>) => {
      const address = `${basePath}/_next/${file}`
      files[`_/_${address}`] = { url: `~${address}`, type, headers: { ...headers, ...more } }
      entries.push([`_/_${address}`, content])
    }
    add(code, codeBytes, 'minified_source', { Sourcemap: path.posix.basename(map) })
    add(map, mapBytes, 'source_map', {})
  }
  const manifest = JSON.stringify({ org, project, ...(release !== undefined && { release }), files })
  return zip([['manifest.json', Buffer.from(manifest)], ...entries], SOURCE_BUNDLE)
}

function debugIdOf(map: Buffer): string | undefined {
  const { debugId, debug_id } = JSON.parse(map.toString('utf8')) as Record<string, unknown>
  const id = debugId ?? debug_id
  return typeof id === 'string' ? id : undefined
}
