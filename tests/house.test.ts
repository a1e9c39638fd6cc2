import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { inRepository, REPOSITORY } from './support/repository.ts'

const MAX_FILE_BYTES = 1_000_000
/** Licences whose code may be linked into what we ship; node_modules holds what npm resolved. */
const GRANTED =
  /^\(?(MIT|Apache-2\.0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0|CC-BY-4\.0|Zlib)\b/

/** Workspaces that somebody installs or runs; bench compares with others and ships nothing. */
const SHIPPED = ['app-shim', 'otlp', 'cli', 'demo', 'tests/support']

interface LockedPackage {
  version?: string
  resolved?: string
  link?: boolean
  license?: string
  dependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync(inRepository('package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>
}
const installed = Object.entries(lock.packages).filter(([where]) => where.includes('node_modules/'))
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: REPOSITORY, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file && existsSync(path.join(REPOSITORY, file)))

/** What a package needs to run, found the way Node.js finds it: beside it, then further out. */
function closure(start: readonly string[]): Map<string, LockedPackage> {
  const found = new Map<string, LockedPackage>()
  const waiting = [...start]
  for (let where = waiting.pop(); where !== undefined; where = waiting.pop()) {
    const entry = lock.packages[where]
    if (!entry || found.has(where)) continue
    found.set(where, entry)
    for (const name of Object.keys(entry.dependencies ?? {})) {
      for (let from = where; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/')))) {
        const candidate = [from, 'node_modules', name].filter(Boolean).join('/')
        if (lock.packages[candidate]) waiting.push(candidate)
        if (lock.packages[candidate] || from === '') break
      }
    }
  }
  return found
}

/** The licence of a package that names it the old way, as a list. */
function oldStyleLicense(where: string): string {
  const { licenses = [] } = JSON.parse(readFileSync(inRepository(`${where}/package.json`), 'utf8')) as {
    licenses?: { type: string }[]
  }
  return licenses.map(({ type }) => type).join(' AND ')
}

/** Module specifiers that a TypeScript or JavaScript source imports; examples in comments do not count. */
function importsOf(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...code.matchAll(/(?:from|import|import\(|require\()\s*['"]([^'"]+)['"]/g)].map(
    ([, name = '']) => name,
  )
}

function sources(...patterns: string[]): [file: string, imports: string[]][] {
  return globSync(patterns, { cwd: REPOSITORY })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/node_modules|\/dist\/|\.next\//.test(file))
    .map((file) => [file, importsOf(readFileSync(inRepository(file), 'utf8'))])
}

describe('packages', () => {
  test('exactly one @opentelemetry/api is installed: two would not see each other', () => {
    const copies = installed.filter(([where]) => where.endsWith('node_modules/@opentelemetry/api'))
    expect(copies.map(([where]) => where)).toEqual(['node_modules/@opentelemetry/api'])
  })

  test('the lock file names no download address', () => {
    const addresses = installed.filter(([, { resolved, link }]) => resolved && !link)
    expect(addresses).toEqual([])
  })

  test('every dependency is pinned to one version', () => {
    for (const manifest of tracked.filter((file) => /(^|\/)package\.json$/.test(file))) {
      const {
        dependencies = {},
        devDependencies = {},
        optionalDependencies = {},
      } = JSON.parse(readFileSync(inRepository(manifest), 'utf8')) as Record<string, Record<string, string>>
      for (const [name, version] of Object.entries({
        ...dependencies,
        ...devDependencies,
        ...optionalDependencies,
      })) {
        expect(version, `${manifest}: ${name}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
      }
    }
  })

  test('what ships is licensed so that it may', () => {
    const shipped = closure(SHIPPED)
    expect(shipped.size).toBeGreaterThan(50)
    const refused = [...shipped]
      .filter(([where, { link }]) => where.includes('node_modules/') && !link)
      // sharp, which Next.js may ask for, comes with an LGPL library of its own.
      .filter(([where]) => !where.includes('@img/'))
      .map(([where, { license }]) => [where, license ?? oldStyleLicense(where)] as const)
    expect(refused.filter(([, license]) => !GRANTED.test(license))).toEqual([])
  })
})

describe('borders between the parts', () => {
  test('the shim imports nothing of ours', () => {
    const files = sources('app-shim/src/**/*.ts')
    expect(files.length).toBeGreaterThan(10)
    for (const [file, imports] of files.filter(([name]) => !name.endsWith('.test.ts'))) {
      expect(
        imports.filter((name) => name.startsWith('@ticketcap/')),
        file,
      ).toEqual([])
      for (const name of imports.filter((each) => each.startsWith('.'))) {
        expect(path.posix.join(path.posix.dirname(file), name), file).toMatch(/^app-shim\/src\//)
      }
    }
  })

  test('the demo uses only what the shim publishes', () => {
    const { exports } = JSON.parse(readFileSync(inRepository('app-shim/package.json'), 'utf8')) as {
      exports: Record<string, unknown>
    }
    const published = Object.keys(exports).map((entry) => entry.replace(/^\./, '@ticketcap/telemetry'))
    const files = sources('demo/**/*.{ts,tsx}')
    expect(files.length).toBeGreaterThan(20)
    for (const [file, imports] of files) {
      for (const name of imports.filter((each) => each.startsWith('@ticketcap/'))) {
        expect(published, `${file} imports ${name}`).toContain(name)
      }
      expect(
        imports.filter((each) => each.includes('app-shim')),
        file,
      ).toEqual([])
    }
  })

  test('others take from the shim its vocabulary and nothing else', () => {
    for (const [file, imports] of sources('{cli,otlp,collector,tests}/**/*.{ts,mjs}')) {
      for (const name of imports.filter((each) => each.includes('app-shim/'))) {
        expect(name, file).toMatch(/app-shim\/src\/(names|environment|errors)\.ts$/)
      }
    }
  })

  test('the components of the collector know nothing of tickets', () => {
    const go = globSync('collector/components/**/*.go', { cwd: REPOSITORY })
    for (const file of go.filter((name) => !name.endsWith('_test.go'))) {
      expect(readFileSync(inRepository(file.replaceAll('\\', '/')), 'utf8'), file).not.toMatch(
        /ticketcap\.(event|payment|registration)/,
      )
    }
  })
})

describe('files', () => {
  test('the licence is Apache-2.0, in full and in every package.json', () => {
    expect(readFileSync(inRepository('LICENSE'), 'utf8')).toMatch(/Apache License\s+Version 2\.0/)
    for (const manifest of tracked.filter((file) => /(^|\/)package\.json$/.test(file))) {
      expect(JSON.parse(readFileSync(inRepository(manifest), 'utf8')).license, manifest).toBe('Apache-2.0')
    }
  })

  test('no tracked file is 1 MB or more', () => {
    const large = tracked.filter((file) => statSync(path.join(REPOSITORY, file)).size >= MAX_FILE_BYTES)
    expect(large).toEqual([])
  })

  test('no hand-written source is over 500 lines', () => {
    const generated = /^collector\/distribution\//
    const long = tracked
      .filter((file) => /\.(ts|tsx|mjs|js|go)$/.test(file) && !generated.test(file))
      .filter((file) => readFileSync(path.join(REPOSITORY, file), 'utf8').split('\n').length > 500)
    expect(long).toEqual([])
  })

  test('every skipped test says why', () => {
    for (const [file] of sources('{app-shim,otlp,cli,collector,demo,bench,tests}/**/*.test.{ts,tsx}')) {
      const text = readFileSync(inRepository(file), 'utf8')
      expect(text, file).not.toMatch(/\b(test|it|describe)\.(skip|todo|only)\b|\.skip\(\)/)
    }
  })
})

describe('railway.toml', () => {
  const text = readFileSync(inRepository('railway.toml'), 'utf8')
  const value = (key: string) => new RegExp(`^${key} = "?([^"\\n]+)"?$`, 'm').exec(text)?.[1] ?? ''

  test('builds the collector image and checks its health', () => {
    expect(value('builder')).toBe('DOCKERFILE')
    expect(existsSync(inRepository(value('dockerfilePath')))).toBe(true)
    expect(value('healthcheckPath')).toBe('/')
  })

  test('drains longer than the sampler waits for a verdict', () => {
    const config = readFileSync(inRepository('collector-config.yaml'), 'utf8')
    const [, wait] = /SAMPLING_DECISION_WAIT:-(\d+)s\}/.exec(config) ?? []
    expect(Number(wait)).toBeGreaterThan(0)
    expect(Number(value('drainingSeconds'))).toBeGreaterThan(Number(wait))
  })
})
