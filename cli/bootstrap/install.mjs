import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstDifference } from './installed.mjs'

const TICK_MS = process.stderr.isTTY ? 1000 : 15_000

/**
 * Runs `npm ci` when node_modules does not hold what package-lock.json says. Install scripts stay off: nothing here
 * needs them.
 *
 * @param {string} root the repository
 * @throws {Error} with npm's last lines when the installation fails
 */
export async function install(root) {
  const lock = readJson(join(root, 'package-lock.json'))
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!firstDifference(lock, existsSync(record) ? readJson(record) : undefined)) return

  const started = Date.now()
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`
  const count = Object.keys(lock.packages).length
  const say = (/** @type {string} */ text) =>
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
  say(`npm packages: installing up to ${count} (only when the lock file changes)`)
  const tick = setInterval(() => say(`npm packages: installing up to ${count}, ${elapsed()}`), TICK_MS)
  try {
    await run(root)
  } finally {
    clearInterval(tick)
  }
  say(`npm packages: installed in ${elapsed()}`)
  if (process.stderr.isTTY) process.stderr.write('\n')
}

/** @param {string} root */
function run(root) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const child = npm?.endsWith('.js')
    ? spawn(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', args, {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: process.platform === 'win32',
      })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-4000)
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(new Error(`npm could not start: ${error.message}. Is npm on the PATH?`)),
    )
    child.on('close', (code) => {
      if (code === 0) resolve(undefined)
      else reject(new Error(`npm ci ended with exit code ${code}. Its last lines:\n${output.trim()}`))
    })
  })
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
