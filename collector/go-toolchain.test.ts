import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { installedGo, isOlder, requiredGo } from './go-toolchain.ts'

const DISTRIBUTION = join(import.meta.dirname, 'distribution')

it('says that Go is missing, which version is needed and where it is found', async () => {
  const emptyPath = mkdtempSync(join(tmpdir(), 'no-go-'))
  await expect(installedGo(DISTRIBUTION, { ...process.env, PATH: emptyPath })).rejects.toMatchObject({
    code: 'E_GO_MISSING',
    message: expect.stringMatching(/"go" is not on the PATH.*Go 1\.26.*go\.dev\/dl/),
  })
})

it('says which Go is installed and which is needed when it is too old', async () => {
  const module = mkdtempSync(join(tmpdir(), 'future-'))
  writeFileSync(join(module, 'go.mod'), 'module example.com/future\n\ngo 9.1\n')
  await expect(installedGo(module)).rejects.toMatchObject({
    code: 'E_GO_TOO_OLD',
    message: expect.stringMatching(/needs Go 9\.1, this machine has go\d/),
  })
})

it('takes a Go that is new enough', async () => {
  expect(await installedGo(DISTRIBUTION)).toMatch(/^go1\.\d+/)
})

it.each([
  ['go1.26.0', '1.26.0', false],
  ['go1.26.8', '1.26.0', false],
  ['go1.27', '1.26.3', false],
  ['go1.26', '1.26.1', true],
  ['go1.25.9', '1.26.0', true],
  ['go1.9.7', '1.26.0', true],
  ['go1.26rc1', '1.26.0', false],
])('counts %s for a needed %s as older: %s', (installed, needed, older) => {
  expect(isOlder(installed, needed)).toBe(older)
})

it('refuses a go.mod without a version', () => {
  expect(() => requiredGo('module x\n')).toThrow(/no "go" line/)
})
