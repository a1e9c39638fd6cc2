import { mkdtempSync, writeFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { sparingRequireHook } from './require-hook.ts'

const prototype = Module.prototype as unknown as { require: (id: string) => unknown }
const before = prototype.require
afterEach(() => {
  prototype.require = before
})

/** A hook that notes what it was asked for, as instrumentation libraries install one. */
function hooked(): string[] {
  const asked: string[] = []
  sparingRequireHook(() => {
    prototype.require = function noting(this: unknown, id: string) {
      asked.push(id)
      return before.call(this, id)
    }
  })
  return asked
}

const folder = mkdtempSync(join(tmpdir(), 'require-hook-'))
const file = join(folder, 'manifest.json')
writeFileSync(file, '{"pages":1}')
// `require` of a module of this folder, which goes through Module.prototype.require as that of Next.js does.
const program = join(folder, 'program.cjs')
writeFileSync(program, 'module.exports = (id) => require(id)')
const requireInside = createRequire(import.meta.url)(program) as (id: string) => unknown

it('does not ask the hook about a file of the build', () => {
  const asked = hooked()
  expect(requireInside(file)).toEqual({ pages: 1 })
  expect(asked).toEqual([])
})

it('asks the hook about packages, files of packages, built-in modules and relative paths', () => {
  const asked = hooked()
  const ids = ['node:path', './manifest.json', createRequire(import.meta.url).resolve('pg')]
  for (const id of ids) requireInside(id)
  expect(asked).toEqual(expect.arrayContaining(ids))
})

it('leaves require alone when nobody has hooked it', () => {
  sparingRequireHook(() => undefined)
  expect(prototype.require).toBe(before)
})
