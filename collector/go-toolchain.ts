import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The collector cannot be built on this machine; `code` has a heading in docs/errors.md. */
export class CollectorBuildError extends Error {
  override readonly name = 'CollectorBuildError'
  readonly code: 'E_GO_MISSING' | 'E_GO_TOO_OLD' | 'E_BUILD_FAILED'

  constructor(code: CollectorBuildError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/**
 * The installed Go, e.g. `go1.26.8`, which must be at least the version the module's go.mod asks for.
 * A newer toolchain is never fetched behind the user's back.
 *
 * @param env the environment to look for `go` in; default: this process's
 * @throws CollectorBuildError E_GO_MISSING or E_GO_TOO_OLD
 */
export async function installedGo(module: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const needed = requiredGo(await readFile(join(module, 'go.mod'), 'utf8'))
  const remedy = `Install Go ${needed} or newer (https://go.dev/dl/) and run the command again.`
  const installed = await goVersion(env, remedy)
  if (isOlder(installed, needed)) {
    throw new CollectorBuildError(
      'E_GO_TOO_OLD',
      `The collector needs Go ${needed}, this machine has ${installed}. ${remedy}`,
    )
  }
  return installed
}

/** The version on the `go` line of a go.mod. */
export function requiredGo(goMod: string): string {
  const version = /^go (\d\S*)$/m.exec(goMod)?.[1]
  if (!version) throw new Error('go.mod has no "go" line. Run: npm run generate:collector')
  return version
}

/** Compares by number: `go1.9` is older than `1.26.0`. A release candidate counts as its release. */
export function isOlder(installed: string, needed: string): boolean {
  const [have, want] = [installed, needed].map((text) =>
    text.replace(/^go/, '').split('.').map(Number.parseFloat),
  )
  for (let part = 0; part < 3; part++) {
    const difference = (have?.[part] || 0) - (want?.[part] || 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

async function goVersion(env: NodeJS.ProcessEnv, remedy: string): Promise<string> {
  try {
    const { stdout } = await execute('go', ['env', 'GOVERSION'], { env: { ...env, GOTOOLCHAIN: 'local' } })
    return stdout.trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new CollectorBuildError(
      'E_GO_MISSING',
      `The collector is built from source, and "go" is not on the PATH. ${remedy}`,
    )
  }
}
