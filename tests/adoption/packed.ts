import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { inRepository } from '../support/repository.ts'

/** What `npm pack` made of the shim: what npm would publish. */
export interface PackedShim {
  readonly tarball: string
  /** Paths inside the package, with `/` between their parts. */
  readonly files: readonly string[]
}

/** Packs the built shim into a directory. */
export function packShim(directory: string): PackedShim {
  const { status, stdout, stderr } = npm(
    ['pack', '--json', '--pack-destination', directory],
    inRepository('app-shim'),
  )
  if (status !== 0) throw new Error(`npm pack ended with ${status}:\n${stderr}`)
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  return { tarball: path.join(directory, filename), files: files.map((file) => file.path) }
}

/** Runs npm with the Node.js of this process. */
export function npm(args: readonly string[], cwd: string) {
  const here = path.dirname(process.execPath)
  return spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32', // npm is npm.cmd there
    env: { ...process.env, PATH: [here, process.env.PATH].join(path.delimiter) },
  })
}
