import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { CollectorBuildError, installedGo } from './go-toolchain.ts'
import { collectorBinary } from './launch.ts'
import { sourceHash } from './source-hash.ts'

/** Static, reproducible, without debug tables: the same binary also runs in an image made from scratch. */
const FLAGS = ['-trimpath', '-ldflags', '-s -w']
const SOURCES = ['collector/distribution', 'collector/components']
/** Shown when the compiler fails; the cause stands in its last lines. */
const LAST_LINES = 20

export interface CollectorBuild {
  /** The repository. */
  root: string
  /** Called with what is going on, e.g. "412 packages compiled". */
  onProgress?: (detail: string) => void
}

/**
 * Builds the collector from its committed distribution into `.sidecar/bin`; does nothing when the sources, the
 * flags and the compiler are those of the last build.
 *
 * @throws CollectorBuildError E_GO_MISSING, E_GO_TOO_OLD or E_BUILD_FAILED
 * @example const { binary, built } = await buildCollector({ root, onProgress: console.error })
 */
export async function buildCollector({
  root,
  onProgress,
}: CollectorBuild): Promise<{ binary: string; built: boolean }> {
  const binary = collectorBinary(root)
  const module = join(root, 'collector', 'distribution')
  const go = await installedGo(module)
  const stamp = join(root, '.sidecar', 'cache', 'collector')
  const hash = await sourceHash(root, SOURCES, [...FLAGS, go, process.platform, process.arch])
  if (existsSync(binary) && (await read(stamp)) === hash) return { binary, built: false }

  onProgress?.(`with ${go}`)
  await mkdir(dirname(binary), { recursive: true })
  await mkdir(dirname(stamp), { recursive: true })
  await compile(module, binary, onProgress ?? (() => {}))
  await writeFile(stamp, hash)
  return { binary, built: true }
}

async function compile(module: string, binary: string, report: (detail: string) => void): Promise<void> {
  const counts = { downloaded: 0, compiled: 0 }
  const last: string[] = []
  const child = spawn('go', ['build', '-v', ...FLAGS, '-o', binary, '.'], {
    cwd: module,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    last.push(line)
    if (last.length > LAST_LINES) last.shift()
    if (line.startsWith('go: downloading')) counts.downloaded++
    else counts.compiled++
    report(
      counts.compiled ? `${counts.compiled} packages compiled` : `${counts.downloaded} modules downloaded`,
    )
  })
  const status = await ended
  if (status === 0) return
  throw new CollectorBuildError(
    'E_BUILD_FAILED',
    `go build in ${module} ended with ${status}:\n${last.join('\n')}`,
  )
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
