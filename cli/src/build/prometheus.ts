import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BIN, binary, ROOT } from '../root.ts'
import type { Report } from '../terminal/progress.ts'
import { fingerprint, isFresh, remember } from './fingerprint.ts'
import { goBuild, goVersion } from './go.ts'

const MODULE = join('tools', 'prometheus')
const COMMANDS = 'github.com/prometheus/prometheus/cmd'
/** Leaves out the discovery of cloud machines: a much smaller program, and nothing here is discovered. */
const TAGS = 'remove_all_sd'

/**
 * Builds prometheus and promtool from the Go module pinned in tools/prometheus.
 *
 * @returns false when the binaries were already built from these versions
 */
export async function buildPrometheus(report: Report): Promise<boolean> {
  const programs = [binary('prometheus'), binary('promtool')]
  const inputs = [join(MODULE, 'go.mod'), join(MODULE, 'go.sum')]
  const sources = fingerprint(inputs, [TAGS, process.platform, process.arch])
  if (programs.every((path) => existsSync(path)) && isFresh('prometheus', sources)) return false
  const module = join(ROOT, MODULE)
  report(goVersion(module))
  mkdirSync(BIN, { recursive: true })
  const packages = [`${COMMANDS}/prometheus`, `${COMMANDS}/promtool`]
  await goBuild({ module, packages, output: BIN, tags: TAGS }, report)
  remember('prometheus', sources)
  return true
}
