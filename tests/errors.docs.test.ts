import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inRepository, REPOSITORY } from './support/repository.ts'

const sections = new Map(
  readFileSync(inRepository('docs/errors.md'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((text) => [
      text.split('\n')[0] ?? '',
      [...text.matchAll(/^### (E_\w+)$/gm)].map(([, code]) => code),
    ]),
)

/** Error codes that stand as text in the files of a pattern, tests apart. */
function codesIn(pattern: string, isTest: RegExp): string[] {
  const files = globSync(pattern, { cwd: REPOSITORY }).filter((file) => !isTest.test(file))
  expect(files.length, pattern).toBeGreaterThan(0)
  const codes = files.flatMap((file) =>
    [...readFileSync(inRepository(file), 'utf8').matchAll(/["'](E_[A-Z]+(?:_[A-Z]+)*)["']/g)].map(
      ([, code]) => code as string,
    ),
  )
  return [...new Set(codes)].toSorted()
}

test.each([
  ['App', 'app-shim/src/**/*.ts', /\.test\.ts$/],
  ['Command line', 'cli/src/**/*.ts', /\.test\.ts$/],
  ['Collector', 'collector/components/**/*.go', /_test\.go$/],
])(
  'docs/errors.md, %s, has a heading for every code that %s names, and no other',
  (section, pattern, isTest) => {
    expect((sections.get(section) ?? []).toSorted()).toEqual(codesIn(pattern, isTest))
  },
)

test('docs/errors.md has no section besides, and explains every code', () => {
  expect([...sections.keys()]).toEqual(['App', 'Command line', 'Collector'])
  const text = readFileSync(inRepository('docs/errors.md'), 'utf8')
  expect(text).not.toMatch(/^### E_\w+\n\s*(###|$)/m)
})
