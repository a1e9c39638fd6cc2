import { readdir, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import type { Check } from '../check.ts'

const API = path.join('@opentelemetry', 'api')

/**
 * One `@opentelemetry/api` is installed. With two, spans of a library that holds the other one start their own traces
 * or vanish, without an error.
 */
export const oneApiCopy: Check = async ({ appDirectory }) => {
  const id = 'one-api-copy'
  const found = new Map<string, string>()
  for (let directory = appDirectory; ; directory = path.dirname(directory)) {
    await collect(path.join(directory, 'node_modules'), found, 0)
    if (directory === path.dirname(directory)) break
  }
  const copies = [...found].map(([where, version]) => `${version} in ${path.relative(appDirectory, where)}`)
  if (found.size === 1) return [{ id, status: 'ok', message: `one @opentelemetry/api: ${copies[0]}` }]
  if (found.size === 0)
    return [{ id, status: 'skip', message: `no @opentelemetry/api below ${appDirectory}: give --app` }]
  return [
    {
      id,
      status: 'fail',
      message: `${found.size} copies of @opentelemetry/api: ${copies.join(', ')}`,
      hint: 'Add "overrides": {"@opentelemetry/api": "1.9.1"} to package.json and install again.',
    },
  ]
}

/** Nesting of node_modules that is looked through: packages of packages of packages. */
const DEEPEST = 3

async function collect(modules: string, found: Map<string, string>, depth: number): Promise<void> {
  const version = await versionIn(path.join(modules, API))
  if (version) found.set(await realpath(path.join(modules, API)), version)
  if (depth === DEEPEST) return
  for (const entry of await list(modules)) {
    const nested = entry.startsWith('@')
      ? (await list(path.join(modules, entry))).map((name) => path.join(entry, name))
      : [entry]
    for (const name of nested) await collectNested(path.join(modules, name, 'node_modules'), found, depth + 1)
  }
}

async function collectNested(modules: string, found: Map<string, string>, depth: number): Promise<void> {
  if ((await list(modules)).length > 0) await collect(modules, found, depth)
}

async function list(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => [])
  return names.filter((name) => !name.startsWith('.'))
}

async function versionIn(directory: string): Promise<string | undefined> {
  const text = await readFile(path.join(directory, 'package.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as { version?: string }).version
}
