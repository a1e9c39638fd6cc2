import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Packed, packShim } from './adoption/packed.ts'
import { inRepository } from './support/repository.ts'

type Manifest = Record<string, unknown> & { exports: Record<string, unknown> }

const manifest = JSON.parse(await readFile(inRepository('app-shim/package.json'), 'utf8')) as Manifest

describe('the packed shim', () => {
  let directory: string
  let shim: Packed

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'packed-'))
    shim = packShim(directory)
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  test('holds what was built, its README and its licence, and nothing else', () => {
    const others = shim.files.filter((file) => !/^dist\/.+\.(js|d\.ts)$/.test(file))
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json'])
    expect(shim.files.filter((file) => file.includes('.test.'))).toEqual([])
  })

  test('carries the licence of the repository', async () => {
    const [own, whole] = await Promise.all(
      ['app-shim/LICENSE', 'LICENSE'].map((file) => readFile(inRepository(file), 'utf8')),
    )
    expect(own).toBe(whole)
  })

  test('has nothing that publint calls an error or warns of', async () => {
    const { messages } = await publint({
      pack: { tarball: await contentOf(shim.tarball) },
      level: 'warning',
      strict: true,
    })
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([])
  })

  test('would be told by publint what it exports and does not hold', async () => {
    const exports = { ...manifest.exports, './gone': './dist/gone.js' }
    const files = [
      { name: 'package/package.json', data: Buffer.from(JSON.stringify({ ...manifest, exports })) },
    ]
    const { messages } = await publint({ pkgDir: 'package', pack: { files } })
    expect(messages.map(({ code }) => code)).toContain('FILE_DOES_NOT_EXIST')
  })
})

async function contentOf(file: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(file)).buffer
}
