import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { StackFrame } from '@sentry/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appPath, cleanFrames } from './frames.ts'
import { serverSourceMaps } from './server-source-maps.ts'

const SOURCE = ['// one', 'export function GET() {', '  throw new Error()', '}'].join('\n')
/** Column 0 of the built line 1 was written in line 3, column 3. */
const MAPPINGS = 'AAEE'

let directory: string
let built: string

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'frames-'))
  const chunks = path.join(directory, '.next', 'server', 'chunks')
  mkdirSync(chunks, { recursive: true })
  built = path.join(chunks, 'a._.js')
})
afterEach(() => rmSync(directory, { recursive: true }))

function writeMap(source: string, over: object = {}): void {
  const map = {
    version: 3,
    sources: [source],
    sourcesContent: [SOURCE],
    names: [],
    mappings: MAPPINGS,
    ...over,
  }
  writeFileSync(`${built}.map`, JSON.stringify(map))
}

function cleaned(frame: StackFrame): StackFrame | undefined {
  const event = { exception: { values: [{ stacktrace: { frames: [frame] } }] } }
  cleanFrames(event, serverSourceMaps(directory), directory)
  return event.exception.values[0]?.stacktrace.frames[0]
}

const frame = (): StackFrame => ({ filename: built, abs_path: built, lineno: 1, colno: 1, debug_id: 'd' })

describe('a frame of built code', () => {
  it.each([
    ['Turbopack', '../../../app/api/route.ts'],
    ['webpack', 'webpack://_N_E/./app/api/route.ts'],
  ])('tells what was written, with a few lines around it (%s)', (_, source) => {
    writeMap(source)
    expect(cleaned(frame())).toEqual({
      filename: 'app:///app/api/route.ts',
      lineno: 3,
      colno: 3,
      in_app: true,
      pre_context: ['// one', 'export function GET() {'],
      context_line: '  throw new Error()',
      post_context: ['}'],
    })
  })

  it('tells no source that its map does not hold', () => {
    writeMap('../../../app/api/route.ts', { sourcesContent: undefined })
    expect(cleaned(frame())).not.toHaveProperty('context_line')
  })

  it.each([
    ['without a map', () => {}],
    ['whose map is broken', () => writeFileSync(`${built}.map`, '{')],
    [
      'whose map is larger than 1 MiB',
      () => writeMap('../../../app/a.ts', { padding: 'x'.repeat(1024 * 1024) }),
    ],
    ['that its map does not know', () => writeMap('../../../app/a.ts', { mappings: '' })],
  ])('tells the built line %s', (_, prepare) => {
    prepare()
    expect(cleaned(frame())).toMatchObject({
      filename: 'app:///_next/server/chunks/a._.js',
      lineno: 1,
      debug_id: 'd',
    })
  })
})

describe('the name of a file', () => {
  const root = path.resolve('/srv/app')
  it.each([
    [path.join(root, 'lib', 'a.ts'), 'app:///lib/a.ts'],
    [path.join(root, '.next', 'server', 'a.js'), 'app:///_next/server/a.js'],
    [path.resolve('/srv/node_modules/pg/lib/client.js'), 'app:///node_modules/pg/lib/client.js'],
    [path.resolve('/home/dana/secret/a.ts'), 'app:///a.ts'],
    ['node:internal/process', 'node:internal/process'],
    ['app:///lib/a.ts', 'app:///lib/a.ts'],
  ])('%s is told as %s', (name, told) => {
    expect(appPath(name, root)).toBe(told)
  })
})
