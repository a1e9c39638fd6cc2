import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { inRepository } from './support/repository.ts'

const document = readFileSync(inRepository('docs/architecture.md'), 'utf8')
const rows = [...document.matchAll(/^\| [^|]*\| (?:\[`(\w+)`\]\(([^)]+)\)|`(\w+)`) \|/gm)].map(
  ([, linked, page, plain = '']) => ({ type: linked ?? plain, page }),
)
const types = rows.map(({ type }) => type)

type Components = Record<string, unknown>
const config = parse(readFileSync(inRepository('collector-config.yaml'), 'utf8')) as Record<
  'receivers' | 'processors' | 'connectors' | 'exporters' | 'extensions',
  Components
> & { service: { pipelines: Record<string, { processors: string[] }> } }
const typeOf = (id: string) => id.split('/')[0] ?? id

test('docs/architecture.md names every component of the configuration, and no other', () => {
  const { receivers, processors, connectors, exporters, extensions } = config
  const used = [receivers, processors, connectors, exporters, extensions].flatMap((part) => Object.keys(part))
  // The provider of ${env:…} stands in no section.
  expect(new Set(types)).toEqual(new Set([...used.map(typeOf), 'env']))
})

test('docs/architecture.md has the processors in the order of every pipeline', () => {
  const pipelines = Object.entries(config.service.pipelines)
  expect(pipelines.length).toBeGreaterThan(3)
  for (const [pipeline, { processors }] of pipelines) {
    const places = processors.map((id) => types.indexOf(typeOf(id)))
    expect(places, pipeline).toEqual(places.toSorted((a, b) => a - b))
  }
})

test('docs/architecture.md leads to the page of every component of ours, and to every decision', () => {
  const pages = globSync('collector/components/*/README.md', { cwd: inRepository('.') })
  expect(rows.flatMap(({ page }) => page?.replace('../', '') ?? []).toSorted()).toEqual(pages.toSorted())
  const decisions = globSync('decisions/*.md', { cwd: inRepository('docs') })
  expect(decisions.filter((decision) => !document.includes(`(${decision})`))).toEqual([])
})
