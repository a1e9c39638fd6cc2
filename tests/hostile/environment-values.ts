import { readFileSync } from 'node:fs'
import type { Random } from '../privacy/random.ts'
import { inRepository } from '../support/repository.ts'

/** What people and broken templates put into variables. A NUL cannot stand in one. */
const VALUES = [
  '',
  ' ',
  '\t\n ',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  'NaN',
  'true',
  'FALSE',
  'null',
  'undefined',
  '5s',
  '-5s',
  'שלום',
  '\u202e',
  'a\nb: c',
  ['$', '{env:SIDECAR_TOKEN}'].join(''),
  '%',
  '%zz=%',
  '=,=,,',
  'key=value',
  '{"a":1}',
  '[::]',
  'http://',
  'http:// bad host/',
  'http://127.0.0.1:99999',
  'ftp://127.0.0.1/x',
  'grpc',
  '/dev/null/x',
  '/(((/',
  "'; DROP TABLE orders; --",
  'x'.repeat(20_000),
] as const

/** Any of them. */
export const hostileValue = (random: Random): string => random.pick(VALUES)

/** The variables of one section of docs/environment.md, which a test compares with the code. */
export function documentedVariables(section: 'App' | 'Collector'): string[] {
  const document = readFileSync(inRepository('docs/environment.md'), 'utf8')
  const body = document.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...body.matchAll(/^\| `([A-Z][A-Z_0-9]+)` \|/gm)].map(([, name = '']) => name)
}
