import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'
import type { Report } from '../terminal/progress.ts'
import { fingerprint, isFresh, remember } from './fingerprint.ts'
import { buildWorkspace } from './npm-script.ts'

/** Runs `next build` for the demo. Returns false when it was up to date. Needs the shim's dist. */
export async function buildDemo(report: Report): Promise<boolean> {
  const sources = fingerprint(['demo', 'app-shim/dist', 'package-lock.json'])
  if (existsSync(join(ROOT, 'demo', '.next', 'BUILD_ID')) && isFresh('demo', sources)) return false
  await buildWorkspace('demo', report)
  remember('demo', sources)
  return true
}
