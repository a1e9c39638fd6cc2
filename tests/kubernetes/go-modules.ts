import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Availability } from '../support/docker/engine.ts'

const TIMEOUT_MS = 120_000
const directories = new Map<string, string>()

/** Whether a module of Go can be had, from its cache on this machine or from the module proxy. */
export function moduleAvailability(module: string): Availability {
  try {
    moduleDirectory(module)
    return { ok: true }
  } catch (error) {
    return { ok: false, reason: (error as Error).message }
  }
}

/** A file of a module, as its authors published it; Go checks the sum. `module` is `path@version`. */
export function moduleFile(module: string, file: string): string {
  return readFileSync(path.join(moduleDirectory(module), ...file.split('/')), 'utf8')
}

function moduleDirectory(module: string): string {
  const known = directories.get(module)
  if (known !== undefined) return known
  const { status, stdout, error } = spawnSync('go', ['mod', 'download', '-json', module], {
    cwd: tmpdir(),
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  })
  if (error) throw new Error(`go cannot be run: ${error.message}`)
  const { Dir: directory, Error: problem } = JSON.parse(stdout || '{}') as { Dir?: string; Error?: string }
  if (status !== 0 || directory === undefined) throw new Error(`no module ${module}: ${problem ?? stdout}`)
  directories.set(module, directory)
  return directory
}
