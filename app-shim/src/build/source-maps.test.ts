import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSentryUploads, unzip } from '../../testing/sentry-uploads.ts'
import { publishSourceMaps, sourceMapsWanted } from './source-maps.ts'

const TOKEN = 'token-of-the-test'
const DEBUG_ID = '85314830-023f-4cf1-a267-535f4e37bb17'
/** Larger than a chunk of the server, and hard to compress. */
const SOURCE = Array.from({ length: 900 }, (_, index) => (index * 2_654_435_761) % 97_711).join()

let distDir: string
let map: string
let lines: string[]

beforeEach(() => {
  distDir = mkdtempSync(path.join(tmpdir(), 'maps-'))
  const chunks = path.join(distDir, 'static', 'chunks')
  mkdirSync(chunks, { recursive: true })
  mkdirSync(path.join(distDir, 'server'))
  map = path.join(chunks, 'b.js.map')
  writeFileSync(path.join(chunks, 'a.js'), 'built()\n//# sourceMappingURL=b.js.map')
  writeFileSync(map, JSON.stringify({ debugId: DEBUG_ID, sourcesContent: [SOURCE] }))
  writeFileSync(path.join(chunks, 'without-map.js'), 'x')
  writeFileSync(path.join(chunks, 'c.css.map'), '{}')
  writeFileSync(path.join(distDir, 'server', 'b.js.map'), '{}')
  lines = []
})
afterEach(() => rmSync(distDir, { recursive: true }))

function publish(
  env: Record<string, string>,
  over: { keep?: boolean; basePath?: string } = {},
): Promise<void> {
  const out = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) }
  return publishSourceMaps({ env, distDir, release: '1.2.3', basePath: '', keep: false, out, ...over })
}

const project = (url: string) => ({
  SENTRY_AUTH_TOKEN: TOKEN,
  SENTRY_ORG: 'my-org',
  SENTRY_PROJECT: 'tickets',
  SENTRY_URL: url,
})

describe('with a token', () => {
  it('gives the browser code and its maps to the project, by address and debug id, and serves no map', async () => {
    await using sentry = await startSentryUploads()
    await publish(project(sentry.url), { basePath: '/shop' })
    expect(lines).toEqual(['[telemetry] 1 source maps of release 1.2.3 are with Sentry.'])
    const [bundle] = sentry.bundles
    expect(bundle).toMatchObject({ projects: ['tickets'], version: '1.2.3' })
    expect(bundle?.bytes.toString('latin1', 0, 4)).toBe('SYSB')
    const files = unzip(bundle?.bytes ?? Buffer.alloc(0))
    expect([...files.keys()]).toEqual([
      'manifest.json',
      '_/_/shop/_next/static/chunks/a.js',
      '_/_/shop/_next/static/chunks/b.js.map',
    ])
    expect(JSON.parse(files.get('manifest.json') ?? '')).toEqual({
      org: 'my-org',
      project: 'tickets',
      release: '1.2.3',
      files: {
        '_/_/shop/_next/static/chunks/a.js': {
          url: '~/shop/_next/static/chunks/a.js',
          type: 'minified_source',
          headers: { 'debug-id': DEBUG_ID, Sourcemap: 'b.js.map' },
        },
        '_/_/shop/_next/static/chunks/b.js.map': {
          url: '~/shop/_next/static/chunks/b.js.map',
          type: 'source_map',
          headers: { 'debug-id': DEBUG_ID },
        },
      },
    })
    expect(files.get('_/_/shop/_next/static/chunks/b.js.map')).toContain(SOURCE)
    expect(readdirSync(path.dirname(map)).sort()).toEqual(['a.js', 'without-map.js'])
    expect(existsSync(path.join(distDir, 'server', 'b.js.map'))).toBe(true)
    expect(new Set(sentry.requests.map((request) => request.authorization))).toEqual(
      new Set([`Bearer ${TOKEN}`]),
    )
  })

  it('sends no chunk that the server has', async () => {
    await using sentry = await startSentryUploads()
    await publish(project(sentry.url), { keep: true })
    const before = sentry.requests.length
    await publish(project(sentry.url), { keep: true })
    const again = sentry.requests.slice(before).map(({ method, path: asked }) => `${method} ${asked}`)
    expect(again).toEqual([
      'GET /api/0/organizations/my-org/chunk-upload/',
      'POST /api/0/organizations/my-org/artifactbundle/assemble/',
    ])
  })

  it('leaves maps that the app serves itself', async () => {
    await using sentry = await startSentryUploads()
    await publish(project(sentry.url), { keep: true })
    expect(existsSync(map)).toBe(true)
  })

  it.each([
    [401, 'answers 401: no'],
    [503, 'answers 503: no'],
    ['assembly', 'could not put the bundle together: no manifest'],
  ] as const)(
    'goes on without when the server fails (%s), says why, and serves no map',
    async (fault, reason) => {
      await using sentry = await startSentryUploads()
      sentry.fault = fault
      await publish(project(sentry.url))
      expect(lines).toHaveLength(1)
      expect(lines[0]).toContain(reason)
      expect(lines[0]).not.toContain(TOKEN)
      expect(existsSync(map)).toBe(false)
    },
  )

  it.each(['SENTRY_ORG', 'SENTRY_PROJECT'])('stops without %s, and says what to set', async (name) => {
    const env = { ...project('http://127.0.0.1:9'), [name]: '' }
    await expect(publish(env)).rejects.toThrow('set SENTRY_ORG and SENTRY_PROJECT, or unset the token')
  })
})

describe('without a token', () => {
  it('makes no maps, says so in one line, and touches nothing', async () => {
    expect(sourceMapsWanted({})).toBe(false)
    expect(sourceMapsWanted({ SENTRY_AUTH_TOKEN: TOKEN })).toBe(true)
    await publish({})
    expect(lines).toEqual([expect.stringContaining('SENTRY_AUTH_TOKEN is not set')])
    expect(existsSync(map)).toBe(true)
  })
})
