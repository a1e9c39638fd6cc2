import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

const FOLDER = new URL('page/', import.meta.url)
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
/** The list is closed: a path from a request never becomes a path on disk. */
const FILES = new Map(readdirSync(FOLDER).map((name) => [name === 'index.html' ? '/' : `/${name}`, name]))

/** A file of the console's page with its content type; undefined for any other path. */
export function pageFile(path: string): { content: Buffer; type: string } | undefined {
  const name = FILES.get(path)
  if (!name) return undefined
  return {
    content: readFileSync(new URL(name, FOLDER)),
    type: TYPES[extname(name)] ?? 'application/octet-stream',
  }
}
