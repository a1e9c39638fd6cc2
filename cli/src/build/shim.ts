import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'
import type { Report } from '../terminal/progress.ts'
import { fingerprint, isFresh, remember } from './fingerprint.ts'
import { buildWorkspace } from './npm-script.ts'

/** Compiles @ticketcap/telemetry to app-shim/dist. Returns false when it was up to date. */
export async function buildShim(report: Report): Promise<boolean> {
  const inputs = [
    'app-shim/src',
    'app-shim/package.json',
    'app-shim/tsconfig.build.json',
    'tsconfig.base.json',
  ]
  const sources = fingerprint(inputs)
  if (existsSync(join(ROOT, 'app-shim', 'dist', 'index.js')) && isFresh('shim', sources)) return false
  await buildWorkspace('app-shim', report)
  remember('shim', sources)
  return true
}
