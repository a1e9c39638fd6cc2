import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SidecarError } from '../errors.ts'
import { run } from '../process/run.ts'
import type { Report } from '../terminal/progress.ts'

/** Static, reproducible, without debug tables: the programs also run in an image made from scratch. */
const FLAGS = ['-trimpath', '-ldflags', '-s -w']

export interface GoBuild {
  /** Folder of go.mod. */
  module: string
  packages: readonly string[]
  /** A file for one package, a folder for several. */
  output: string
  tags?: string
}

/**
 * Builds Go programs, reporting modules downloaded and packages compiled.
 *
 * @throws SidecarError E_GO_MISSING, E_GO_TOO_OLD or E_BUILD_FAILED
 */
export async function goBuild({ module, packages, output, tags }: GoBuild, report: Report): Promise<void> {
  goVersion(module)
  const counts = { downloaded: 0, compiled: 0 }
  const flags = [...FLAGS, ...(tags ? ['-tags', tags] : [])]
  await run('go', ['build', '-v', ...flags, '-o', output, ...packages], {
    cwd: module,
    env: { ...process.env, CGO_ENABLED: '0' },
    onLine(line) {
      if (line.startsWith('go: downloading')) counts.downloaded++
      else counts.compiled++
      const done =
        counts.compiled > 0
          ? `${counts.compiled} packages compiled`
          : `${counts.downloaded} modules downloaded`
      report(done)
    },
  })
}

/**
 * The Go that builds `module`: the installed one, or the newer toolchain it fetches by itself.
 *
 * @throws SidecarError E_GO_MISSING or E_GO_TOO_OLD, naming the version that is needed
 */
export function goVersion(module: string): string {
  const needed = requiredGo(readFileSync(join(module, 'go.mod'), 'utf8'))
  const { stdout, stderr, status, error } = spawnSync('go', ['env', 'GOVERSION'], {
    cwd: module,
    encoding: 'utf8',
  })
  const remedy = `Install Go ${needed} or newer (https://go.dev/dl/) and run the command again.`
  if (error)
    throw new SidecarError(
      'E_GO_MISSING',
      `The collector and Prometheus are built from source, and "go" is not on the PATH. ${remedy}`,
    )
  if (status !== 0) throw new SidecarError('E_GO_TOO_OLD', `${stderr.trim()}\n${remedy}`)
  return stdout.trim()
}

/** The version of the `go` line. */
function requiredGo(goMod: string): string {
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? '1.26'
}
