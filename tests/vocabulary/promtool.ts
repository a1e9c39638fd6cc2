import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { inRepository } from '../support/repository.ts'
import { ALERTS } from './rule-files.ts'

const BINARY = inRepository(`.sidecar/bin/promtool${process.platform === 'win32' ? '.exe' : ''}`)
const TIMEOUT_MS = 60_000

/** Why promtool cannot run here; undefined when it can. */
export const promtoolMissing = existsSync(BINARY)
  ? undefined
  : 'promtool is not built. Run: npm run build (needs Go)'

/** Runs promtool in `cwd` (default: alerts/). Its output says what is wrong when `ok` is false. */
export function promtool(args: readonly string[], cwd = ALERTS): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    execFile(BINARY, args, { cwd, timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') return reject(error)
      resolve({ ok: !error, output: `${stdout}${stderr}` })
    })
  })
}
