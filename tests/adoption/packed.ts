import { spawnSync } from 'node:child_process'
import path from 'node:path'
import type { Availability } from '../support/docker/engine.ts'
import { inRepository } from '../support/repository.ts'

/** What `npm pack` made of a package: what npm would publish. */
export interface Packed {
  readonly tarball: string
  /** Paths inside the package, with `/` between their parts. */
  readonly files: readonly string[]
}

/** Packs the built shim into a directory. */
export function packShim(directory: string): Packed {
  return pack('app-shim', directory)
}

/** Builds the package for tests of collectors and packs it into a directory. */
export function packCollectorTesting(directory: string): Packed {
  const build = inRepository('tests/support/package/build.ts')
  const { status, stderr } = spawnSync(process.execPath, [build], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The build ended with ${status}:\n${stderr}`)
  return pack('tests/support/package/dist', directory)
}

function pack(folder: string, directory: string): Packed {
  const { status, stdout, stderr } = npm(
    ['pack', '--json', '--pack-destination', directory],
    inRepository(folder),
  )
  if (status !== 0) throw new Error(`npm pack ended with ${status}:\n${stderr}`)
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  return { tarball: path.join(directory, filename), files: files.map((file) => file.path) }
}

/** npm's words for a registry that does not answer, as opposed to a package that cannot be installed. */
const UNREACHABLE = /code (ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)/

/** Installs packages into a directory, from npm's cache or the registry. Not ok when neither has them. */
export function install(packages: readonly string[], directory: string): Availability {
  const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  const { status, stderr } = npm(['install', ...quiet, ...packages], directory)
  if (status === 0) return { ok: true }
  const [unreachable] = UNREACHABLE.exec(stderr) ?? []
  if (unreachable)
    return { ok: false, reason: `npm reaches no registry and has not cached enough: ${unreachable}` }
  throw new Error(`npm install ended with ${status}:\n${stderr}`)
}

/** Runs npm with the Node.js of this process. */
function npm(args: readonly string[], cwd: string) {
  const here = path.dirname(process.execPath)
  return spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32', // npm is npm.cmd there
    env: { ...process.env, PATH: [here, process.env.PATH].join(path.delimiter) },
  })
}
