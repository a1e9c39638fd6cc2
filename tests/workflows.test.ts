import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { inRepository, REPOSITORY } from './support/repository.ts'

interface Step {
  uses?: string
  run?: string
  env?: Record<string, unknown>
  with?: Record<string, unknown>
}

interface Workflow {
  on: Record<string, unknown>
  permissions: Record<string, string>
  jobs: Record<
    string,
    {
      permissions?: Record<string, string>
      'timeout-minutes'?: number
      strategy?: { matrix: { include: { image: string; dockerfile: string }[] } }
      steps: Step[]
    }
  >
}

const files = globSync('.github/workflows/*.yml', { cwd: REPOSITORY }).map((file) => {
  const text = readFileSync(inRepository(file.replaceAll('\\', '/')), 'utf8')
  return { name: file, text, workflow: parse(text) as Workflow }
})
const named = (name: string) => {
  const found = files.find((file) => file.name.endsWith(name))
  if (!found) throw new Error(`no workflow ${name} among ${files.map((file) => file.name).join(', ')}`)
  return found.workflow
}
const PINNED = /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/
/** What somebody outside decides must reach a shell as a variable, never as a part of its program. */
const EXPRESSION = /\$\{\{/

describe('the workflows', () => {
  test('are two', () => {
    expect(files.map(({ name }) => name.replaceAll('\\', '/')).toSorted()).toEqual([
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
    ])
  })

  test.each(files)('$name takes every action by commit, with its version beside it', ({ text, workflow }) => {
    const used = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action).toMatch(PINNED)
    for (const line of text.split('\n').filter((line) => line.includes('uses:')))
      expect(line).toMatch(/ # v\d+\.\d+\.\d+$/)
  })

  test.each(files)('$name may read, unless a job says why not, and every job ends', ({ workflow }) => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0)
  })

  test.each(files)('$name puts nothing from outside into a shell', ({ workflow }) => {
    const scripts = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).not.toMatch(EXPRESSION)
  })

  test.each([
    ['a tag', 'actions/checkout@v4'],
    ['a short commit', 'actions/checkout@11bd719'],
  ])('an action pinned by %s is caught', (_, action) => expect(action).not.toMatch(PINNED))

  test('a title of a pull request in a shell is caught', () => {
    expect(['echo "$', '{{ github.event.pull_request.title }}"'].join('')).toMatch(EXPRESSION)
  })
})

describe('ci.yml', () => {
  const { on, jobs } = named('ci.yml')

  test('runs .ci/run for every change, and nothing that only runs there', () => {
    expect(Object.keys(on).toSorted()).toEqual(['pull_request', 'push'])
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    expect(scripts).toEqual(['bash .ci/run'])
  })
})

describe('release.yml', () => {
  const { jobs, on } = named('release.yml')
  const image = jobs.image
  const build = image?.steps.find(({ uses }) => uses?.startsWith('docker/build-push-action@'))

  test('builds the two images for both architectures, with SBOM and provenance', () => {
    for (const { dockerfile } of image?.strategy?.matrix.include ?? [])
      expect(existsSync(inRepository(dockerfile)), dockerfile).toBe(true)
    expect(image?.strategy?.matrix.include).toHaveLength(2)
    expect(build?.with).toMatchObject({
      platforms: 'linux/amd64,linux/arm64',
      sbom: true,
      provenance: 'mode=max',
      outputs: 'type=image,push=true,rewrite-timestamp=true',
    })
    expect(build?.env).toEqual({ SOURCE_DATE_EPOCH: 0 })
  })

  test('puts the lists of npm packages and Go modules beside the release', () => {
    const scripts = jobs.sbom?.steps.flatMap(({ run }) => run ?? []) ?? []
    expect(scripts).toContain('npm run --silent sbom >npm.cdx.json')
    expect(scripts).toContain('npm run --silent sbom:collector >collector.cdx.json')
    expect(scripts.at(-1)).toMatch(/^gh release create .* npm\.cdx\.json collector\.cdx\.json$/)
  })

  test('runs for a version only; one job may write packages, the other the release, and nothing else', () => {
    expect(on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } })
    expect(Object.keys(jobs).toSorted()).toEqual(['image', 'sbom'])
    expect(jobs.sbom?.permissions).toEqual({ contents: 'write' })
    expect(image?.permissions).toEqual({ contents: 'read', packages: 'write' })
  })
})
