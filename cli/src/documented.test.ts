import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ERROR_CODES } from './errors.ts'
import { PORT_NAMES, PORTS } from './up/settings.ts'

async function section(file: string): Promise<string> {
  const text = await readFile(new URL(`../../docs/${file}`, import.meta.url), 'utf8')
  return text.split(/^## /m).find((part) => part.startsWith('Command line\n')) ?? ''
}

test('every error code has a heading in docs/errors.md, and no heading is left over', async () => {
  const headings = [...(await section('errors.md')).matchAll(/^### (E_\w+)$/gm)].map((match) => match[1])
  expect(headings).toEqual([...ERROR_CODES])
})

test('every port has its row in docs/environment.md', async () => {
  const rows = (await section('environment.md')).split('\n').filter((line) => line.includes('-port`'))
  expect(rows).toEqual(
    PORT_NAMES.map((name) => {
      const { port, service, variable } = PORTS[name]
      return `| \`${variable}\` | ${port} | \`--${name}-port\` | ${service} |`
    }),
  )
})

test('no two ports of the stack have the same default', () => {
  const defaults = PORT_NAMES.map((name) => PORTS[name].port).filter((port) => Number(port) !== 0)
  expect(new Set(defaults).size).toBe(defaults.length)
})
