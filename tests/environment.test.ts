import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DOCUMENT = read('docs/environment.md')

test('the collector section lists every variable of collector-config.yaml with its default', () => {
  const rows = section('Collector').map(([name, fallback]) => [name, bare(fallback)])
  const read = collectorVariables().map(([name, fallback]) => [name, fallback ?? 'none'])
  expect(new Map(rows as [string, string][])).toEqual(new Map(read as [string, string][]))
})

test('every variable that compose and the Dockerfiles read is documented', () => {
  const compose = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+):-/g)].map(([, name]) => name)
  const images = ['Dockerfile.collector', 'Dockerfile.demo'].flatMap((file) =>
    [...read(file).matchAll(/^ARG ([A-Z_]+)/gm)].map(([, name]) => name),
  )
  expect(compose.length).toBeGreaterThan(10)
  expect([...compose, ...images].filter((name) => !isDocumented(name))).toEqual([])
})

test('every variable that our programs read is documented', () => {
  const names = programs().flatMap((file) =>
    [...read(file).matchAll(/\benv\.([A-Z][A-Z_0-9]+)/g)].map(([, name]) => name),
  )
  expect(names.length).toBeGreaterThan(10)
  expect([...new Set(names)].filter((name) => !isDocumented(name))).toEqual([])
})

test('a variable nobody wrote down is found', () => {
  expect(isDocumented('SIDECAR_TOKEN')).toBe(true)
  expect(isDocumented('SIDECAR_TOKE')).toBe(false)
})

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

function collectorVariables(): [string, string | undefined][] {
  const matches = read('collector-config.yaml').matchAll(/\$\{env:([A-Z_]+)(?::-([^}]*))?\}/g)
  return [...matches].map(([, name = '', fallback]) => [name, fallback === '' ? 'empty' : fallback])
}

function section(title: string): string[][] {
  const body = DOCUMENT.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = body.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) => row.split('|').slice(1, -1).map(bare))
}

function bare(cell = ''): string {
  return cell.trim().replace(/^`|`$/g, '')
}

function isDocumented(name = ''): boolean {
  return DOCUMENT.includes(`\`${name}\``)
}

/** Our programs: not their tests, nor the benchmarks, whose variables never leave one run. */
function programs(): string[] {
  const tracked = execFileSync(
    'git',
    ['ls-files', 'app-shim/src', 'cli', 'collector', 'demo', 'tests/support'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return tracked.split('\n').filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.test.ts'))
}
