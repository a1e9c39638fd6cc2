import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

// A second copy is refused by the first, and everything that uses it becomes a silent no-op.
it('has exactly one @opentelemetry/api in the lock file', async () => {
  const text = await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8')
  const { packages } = JSON.parse(text) as { packages: Record<string, { version?: string }> }
  const copies = Object.entries(packages).filter(([path]) => path.endsWith('node_modules/@opentelemetry/api'))
  expect(copies.map(([path, { version }]) => `${path} ${version}`)).toEqual([
    'node_modules/@opentelemetry/api 1.9.1',
  ])
})
