#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty'
import { checkArguments } from './arguments/check.ts'
import { nearest } from './arguments/nearest.ts'
import { SidecarError } from './errors.ts'
import { paintFor } from './terminal/colour.ts'

const COMMANDS: Record<string, () => Promise<{ default: CommandDef<ArgsDef> }>> = {
  up: () => import('./commands/up.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  build: () => import('./commands/build.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  doctor: () => import('./commands/doctor.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  ledger: () => import('./commands/ledger.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  record: () => import('./commands/record.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  simulate: () => import('./commands/simulate.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  incident: () => import('./commands/incident.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  alerts: () => import('./commands/alerts.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  sentry: () => import('./commands/sentry.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
  test: () => import('./commands/test.ts') as Promise<{ default: CommandDef<ArgsDef> }>,
}
/** Commands that hand their arguments to another program unread. */
const PASS_THROUGH = new Set(['test'])
const HELP_FLAGS = ['--help', '-h']
const CONVENTIONS = `Exit codes: 0 done, 1 something failed or does not hold, 2 wrong use, 3 differences that were only shown.
With --json stdout holds JSON and nothing else. NO_COLOR is obeyed.`

async function main([name, ...rest]: string[]): Promise<number> {
  try {
    if (name === undefined || HELP_FLAGS.includes(name)) return await help()
    if (name === '--version' || name === '-v') return print(version())
    const load = COMMANDS[name]
    if (!load) throw unknownCommand(name)
    const { default: command } = await load()
    const asked = PASS_THROUGH.has(name) ? rest.slice(0, 1) : rest
    if (asked.some((argument) => HELP_FLAGS.includes(argument)))
      return print(await renderUsage(named(command, name), PARENT))
    if (!PASS_THROUGH.has(name)) checkArguments(name, rest, (await command.args) as ArgsDef)
    const { result } = await runCommand(command, { rawArgs: rest })
    return typeof result === 'number' ? result : 0
  } catch (error) {
    return report(error)
  }
}

/** Only the name matters: usage lines start with it. */
const PARENT = defineCommand({ meta: { name: 'sidecar' } })

function named(command: CommandDef<ArgsDef>, name: string): CommandDef<ArgsDef> {
  return { ...command, meta: { ...(command.meta as object), name } }
}

async function help(): Promise<number> {
  const loaded = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => [name, (await load()).default] as const),
  )
  const overview = defineCommand({
    meta: {
      name: 'sidecar',
      version: version(),
      description: 'Run, build and test the collector beside a Next.js app',
    },
    subCommands: Object.fromEntries(loaded),
  })
  return print(`${await renderUsage(overview)}\n\n${CONVENTIONS}`)
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}

function print(text: string): number {
  const colour = process.stdout.isTTY && !process.env.NO_COLOR
  process.stdout.write(`${colour ? text : stripVTControlCharacters(text)}\n`)
  return 0
}

function unknownCommand(name: string): SidecarError {
  const guess = nearest(name, Object.keys(COMMANDS))
  const hint = guess ? `Did you mean "${guess}"?` : `Commands: ${Object.keys(COMMANDS).join(', ')}.`
  return new SidecarError('E_USAGE', `sidecar: unknown command "${name}". ${hint}`)
}

function report(error: unknown): number {
  const paint = paintFor(process.stderr)
  if (error instanceof SidecarError) {
    process.stderr.write(`\n${paint('red', error.code)} ${error.message}\n`)
    return error.exitCode
  }
  process.stderr.write(`\n${error instanceof Error ? error.stack : error}\n`)
  return 1
}

process.exitCode = await main(process.argv.slice(2))
// A build that was interrupted, or the channel to the bootstrap, would keep a finished command alive.
process.stdout.write('', () => process.exit())
