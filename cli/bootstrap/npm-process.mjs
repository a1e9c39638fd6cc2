import { spawnSync } from 'node:child_process'

/**
 * The npm that runs this script: a killed npm leaves its script running, so the script has to watch for that. npm goes
 * through a shell, which stays in between on some systems.
 *
 * @returns {number | undefined} its process id; undefined when started by hand, or where `ps` does not exist (Windows)
 */
export function npmProcess() {
  if (!process.env.npm_lifecycle_event) return undefined
  const { stdout, status } = spawnSync('ps', ['-p', String(process.ppid), '-o', 'ppid=,args='], {
    encoding: 'utf8',
  })
  if (status !== 0) return undefined
  return npmAmong(process.ppid, stdout)
}

/** @param {number} parent @param {string} line of `ps -o ppid=,args=` for that parent */
export function npmAmong(parent, line) {
  const [, grandparent, command] = /^\s*(\d+)\s+(.*)$/m.exec(line) ?? []
  if (command === undefined) return undefined
  return /(^|[\s/\\])npm(-cli)?(\.js)?(\s|$)/.test(command) ? parent : Number(grandparent)
}
