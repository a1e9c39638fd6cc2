#!/usr/bin/env node
/**
 * First step of every npm script: plain JavaScript without dependencies, so that it runs on the Node and the empty
 * checkout a newcomer has. It installs the packages when the lock file changed, then hands over to cli/src/main.ts on a
 * Node that runs TypeScript.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chooseNode, hostNodeProblem, NODE_PACKAGES } from './bootstrap/choose-node.mjs'
import { install } from './bootstrap/install.mjs'
import { npmProcess } from './bootstrap/npm-process.mjs'
import { reexecute } from './bootstrap/reexecute.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const main = join(root, 'cli', 'src', 'main.ts')

// The start that a person sees: measured from here, whatever had to be installed or built first.
process.env.SIDECAR_STARTED_AT = String(Date.now())
process.env.SIDECAR_NPM_PID = String(npmProcess() ?? '')

try {
  const problem = hostNodeProblem(process.versions.node)
  if (problem) throw new Error(problem)
  await install(root)
  const node = chooseNode({ version: process.versions.node, path: process.execPath }, bundledNode())
  process.env.PATH = [dirname(node.path), join(root, 'node_modules', '.bin'), process.env.PATH].join(
    delimiter,
  )
  if (node.path === process.execPath) {
    process.argv[1] = main
    await import(pathToFileURL(main).href)
  } else {
    reexecute(node.path, main, process.argv.slice(2))
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

/** The Node of the lock file, when this machine can run it (a musl system cannot run the glibc build). */
function bundledNode() {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`]
  if (!name) return undefined
  const path = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(path)) return undefined
  const { stdout, status } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return status === 0 ? { version: stdout.trim().slice(1), path } : undefined
}
