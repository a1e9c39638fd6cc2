import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { blocksIn, commandsOf, DOCUMENTS } from './docs/blocks.ts'
import { inRepository } from './support/repository.ts'
import { emittedSeries } from './vocabulary/catalogue.ts'
import { readRules } from './vocabulary/rule-files.ts'
import { unknownInPromql, unknownInTraceql, withRecordings } from './vocabulary/unknown-names.ts'

const scripts = (JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as { scripts: object })
  .scripts
const commands = blocksIn('bash').flatMap((block) =>
  commandsOf(block).map((command) => [block.where, command] as const),
)
/** Programs of others that a document names; ours are run below. */
const OTHERS = ['docker compose', 'railway', 'cp .env.example .env', 'cp collector-config.yaml', 'npx vitest']

describe('the code in the documents', () => {
  test('type-checks against the package as an app would import it', async () => {
    const directory = await mkdtemp(inRepository('demo/.docs-'))
    try {
      const files = [inRepository('tests/docs/app-code.d.ts'), '../next-env.d.ts']
      for (const [index, { code, language, where }] of blocksIn('ts', 'tsx').entries()) {
        const source = `// ${where}\n${code}\nexport {}\n`
        const file = `block-${index}.${language}`
        await writeFile(path.join(directory, file), source)
        files.push(file)
      }
      await writeFile(path.join(directory, 'tsconfig.json'), JSON.stringify({ ...TSCONFIG, files }))
      const tsc = inRepository('node_modules/typescript/bin/tsc')
      const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', directory], { encoding: 'utf8' })
      expect(stdout).toBe('')
      expect(status).toBe(0)
    } finally {
      await rm(directory, { recursive: true })
    }
  }, 120_000)

  test('there is some of it', () => {
    expect(blocksIn('ts', 'tsx').length).toBeGreaterThan(15)
    expect(commands.length).toBeGreaterThan(10)
  })
})

const TSCONFIG = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    noEmit: true,
    jsx: 'preserve',
    lib: ['ESNext', 'DOM'],
    types: ['node'],
    noUnusedLocals: false,
    allowImportingTsExtensions: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    skipLibCheck: true,
  },
}

describe('the commands in the documents', () => {
  test.each(commands)('%s: %s', (_, command) => {
    const [program, verb = '', name = ''] = command.split(' ')
    if (program === 'npm' && verb === 'pack') {
      expect(existsSync(inRepository(`${command.split('--workspace ')[1]}/package.json`))).toBe(true)
    } else if (program === 'npm') {
      const script = verb === 'run' ? name : verb
      expect(Object.keys(scripts)).toContain(script)
      const passed = command.split(' -- ')[1]?.split(' ') ?? []
      const [subcommand, args] =
        script === 'sidecar' ? [passed[0], passed.slice(1)] : [COMMAND_OF[script], passed]
      if (subcommand) expectKnownFlags(subcommand, args)
    } else expect(OTHERS.filter((other) => command.startsWith(other))).toHaveLength(1)
  })

  test.each([
    ['a script that does not exist', 'npm run doktor'],
    ['a flag that does not exist', 'npm run doctor -- --targett railway'],
  ])('%s is caught', (_, command) => {
    const [, , name = ''] = command.split(' ')
    const passed = command.split(' -- ')[1]?.split(' ') ?? []
    const check = () => {
      expect(Object.keys(scripts)).toContain(name)
      expectKnownFlags(COMMAND_OF[name] ?? name, passed)
    }
    expect(check).toThrow()
  })
})

/** The subcommand of `sidecar` behind an npm script. */
const COMMAND_OF: Readonly<Record<string, string>> = {
  start: 'up',
  doctor: 'doctor',
  ledger: 'ledger',
  record: 'record',
  simulate: 'simulate',
}

/** Asks the command for its help and looks for every flag that is used, and for the subcommand. */
function expectKnownFlags(subcommand: string, args: readonly string[]): void {
  const words = args.filter((word) => /^[a-z]+$/.test(word)).slice(0, 1)
  const help = sidecarHelp(subcommand, TAKES_VERB.includes(subcommand) ? words : [])
  for (const flag of args.filter((word) => word.startsWith('--') && word !== '--help'))
    expect(help).toContain(flag.split('=')[0])
}

const TAKES_VERB = ['alerts', 'sentry']

function sidecarHelp(...words: (string | string[])[]): string {
  const command = [inRepository('cli/src/main.ts'), ...words.flat(), '--help']
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return stdout
}

describe('the queries in the documents', () => {
  const catalogue = withRecordings(emittedSeries(), readRules())
  test.each(blocksIn('promql').map(({ where, code }) => [where, code]))('%s', (_, code) => {
    expect(unknownInPromql(code, catalogue)).toEqual([])
  })
  test.each(blocksIn('traceql').map(({ where, code }) => [where, code]))('%s', (_, code) => {
    expect(unknownInTraceql(code.trim())).toEqual([])
  })
})

test.each(DOCUMENTS)('every link of %s leads to a file and a heading that are there', (document) => {
  const text = readFileSync(inRepository(document), 'utf8')
  for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
    const [file, anchor] = target.split('#')
    const full = path.join(path.dirname(inRepository(document)), file || path.basename(document))
    expect(existsSync(full), `${document}: ${target}`).toBe(true)
    if (anchor) expect(anchorsOf(full), `${document}: ${target}`).toContain(anchor)
  }
})

function anchorsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )
}

test('the thresholds of the quick reference are those of the rules', () => {
  const alerts = new Map(readRules().map((rule) => [rule.alert, rule]))
  const text = readFileSync(inRepository('docs/QUICK_REFERENCE.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` \| .+ \| (page|ticket) \|$/gm)]
  expect(rows.length).toBeGreaterThan(7)
  for (const [, alert = '', severity] of rows)
    expect(alerts.get(alert)?.labels.severity, alert).toBe(severity)
})
