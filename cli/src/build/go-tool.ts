import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BIN, binary, ROOT } from '../root.ts'
import type { Report } from '../terminal/progress.ts'
import { fingerprint, isFresh, remember } from './fingerprint.ts'
import { goBuild, goVersion } from './go.ts'

/** Programs of somebody else, built from the Go module that pins them: `tools/<name>`. */
interface GoTool {
  name: string
  /** Import path below which the programs are. */
  commands: string
  /** The programs, each with a folder of its own there. */
  programs: readonly string[]
  /** The folder of the only program, where that is not called like it. */
  folder?: string
  tags?: string
}

/** Without the discovery of cloud machines: a much smaller program, and nothing here is discovered. */
const PROMETHEUS: GoTool = {
  name: 'prometheus',
  commands: 'github.com/prometheus/prometheus/cmd',
  programs: ['prometheus', 'promtool'],
  tags: 'remove_all_sd',
}

/** 0.31 is the last version whose Go module builds: later ones leave out a page that has to be compiled first. */
const ALERTMANAGER: GoTool = {
  name: 'alertmanager',
  commands: 'github.com/prometheus/alertmanager/cmd',
  programs: ['alertmanager', 'amtool'],
}

/** Cuts, slows and silences connections, for the tests. */
const TOXIPROXY: GoTool = {
  name: 'toxiproxy',
  commands: 'github.com/Shopify/toxiproxy/v2/cmd',
  programs: ['toxiproxy'],
  folder: 'server',
}

/** Builds prometheus and promtool. Returns false when they were already built from these versions. */
export function buildPrometheus(report: Report): Promise<boolean> {
  return buildGoTool(PROMETHEUS, report)
}

/** Builds alertmanager and amtool. Returns false when they were already built from these versions. */
export function buildAlertmanager(report: Report): Promise<boolean> {
  return buildGoTool(ALERTMANAGER, report)
}

/** Builds toxiproxy. Returns false when it was already built from this version. */
export function buildToxiproxy(report: Report): Promise<boolean> {
  return buildGoTool(TOXIPROXY, report)
}

async function buildGoTool(tool: GoTool, report: Report): Promise<boolean> {
  const { name, commands, programs, folder, tags } = tool
  const module = join(ROOT, 'tools', name)
  const inputs = ['go.mod', 'go.sum'].map((file) => join('tools', name, file))
  const sources = fingerprint(inputs, [tags ?? '', process.platform, process.arch])
  if (programs.every((program) => existsSync(binary(program))) && isFresh(name, sources)) return false
  report(goVersion(module))
  mkdirSync(BIN, { recursive: true })
  const packages = programs.map((program) => `${commands}/${folder ?? program}`)
  await goBuild({ module, packages, output: folder ? binary(name) : BIN, tags }, report)
  remember(name, sources)
  return true
}
