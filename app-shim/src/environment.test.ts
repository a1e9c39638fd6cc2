import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { VARIABLES } from './environment.ts'

const SOURCES = import.meta.dirname
const TABLE = new URL('../../docs/environment.md', import.meta.url)
/** Rows of the table under "## App" as `name | default | unit | meaning`. */
async function documented(): Promise<string[]> {
  const section = (await readFile(TABLE, 'utf8')).split(/^## /m).find((part) => part.startsWith('App\n'))
  const rows = section?.split('\n').filter((line) => line.startsWith('| `')) ?? []
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
      .join(' | '),
  )
}

it('is documented in docs/environment.md, section App, row by row', async () => {
  const declared = Object.values(VARIABLES).map((variable) => {
    const { name, default: value, meaning } = variable
    return [`\`${name}\``, value, 'unit' in variable ? variable.unit : '', meaning].join(' | ')
  })
  expect(await documented()).toEqual(declared)
})

it('lists every variable that the code reads by name', async () => {
  const declared = new Set<string>(Object.values(VARIABLES).map((variable) => variable.name))
  const files = (await readdir(SOURCES, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file))
  const texts = await Promise.all(files.map((file) => readFile(path.join(SOURCES, file), 'utf8')))
  const read = texts.flatMap((text) =>
    [...text.matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g)].map((match) => match[1] ?? ''),
  )
  expect(read).toContain('NEXT_RUNTIME')
  expect(read.filter((name) => !declared.has(name))).toEqual([])
})
