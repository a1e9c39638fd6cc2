import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ERRORS } from './errors.ts'

it('has one heading for each code in docs/errors.md, section App', async () => {
  const text = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith('App\n'))
  const headings = [...(section ?? '').matchAll(/^### (E_\w+)$/gm)].map((match) => match[1])
  expect(headings).toEqual(Object.keys(ERRORS))
})
