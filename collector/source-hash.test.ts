import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { sourceHash } from './source-hash.ts'

let root: string
const hash = (facts = ['go1.26.8']) => sourceHash(root, ['part', 'absent'], facts)
const write = (name: string, text: string) => writeFileSync(join(root, 'part', name), text)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hash-'))
  mkdirSync(join(root, 'part', 'testdata'), { recursive: true })
  write('main.go', 'package main')
})

it.each(['other.go', 'go.mod', 'go.sum', 'main.go'])('changes with %s', async (name) => {
  const before = await hash()
  write(name, 'something else')
  expect(await hash()).not.toBe(before)
})

it.each(['main_test.go', 'README.md', 'testdata/case.go'])('stays with %s', async (name) => {
  const before = await hash()
  write(name, 'something else')
  expect(await hash()).toBe(before)
})

it('changes with the compiler', async () => {
  expect(await hash(['go1.27.0'])).not.toBe(await hash())
})
