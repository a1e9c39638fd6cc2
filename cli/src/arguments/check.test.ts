import { expect, test } from 'vitest'
import { checkArguments } from './check.ts'
import { nearest } from './nearest.ts'
import { parsePort } from './port.ts'

const definition = {
  target: { type: 'positional', required: false },
  json: { type: 'boolean' },
  order: { type: 'boolean' },
  'app-port': { type: 'string' },
} as const

const check = (...raw: string[]) => checkArguments('up', raw, definition)

test('lets known flags pass in every spelling', () => {
  expect(() => check('shim', '--json', '--no-order', '--app-port', '3000')).not.toThrow()
  expect(() => check('--app-port=3000')).not.toThrow()
  expect(() => check('--', '--anything')).not.toThrow()
})

test.each([
  [['--jsno'], 'sidecar up: unknown flag --jsno. Did you mean --json?'],
  [['--apport', '1'], 'sidecar up: unknown flag --apport. Did you mean --app-port?'],
  [['--colour'], 'sidecar up: unknown flag --colour. See: npm run sidecar -- up --help'],
  [['--no-json-at-all'], 'sidecar up: unknown flag --no-json-at-all. See: npm run sidecar -- up --help'],
  [['-j'], 'sidecar up: unknown flag -j. Did you mean --json?'],
  [['--app-port'], 'sidecar up: --app-port needs a value. See: npm run sidecar -- up --help'],
  [['--app-port', '--json'], 'sidecar up: --app-port needs a value. See: npm run sidecar -- up --help'],
  [['shim', 'demo'], 'sidecar up: unexpected "demo". See: npm run sidecar -- up --help'],
])('refuses %j', (raw, message) => {
  expect(() => check(...raw)).toThrow(expect.objectContaining({ message, code: 'E_USAGE', exitCode: 2 }))
})

test('refuses a command without the word it needs', () => {
  const needed = { action: { type: 'positional', description: 'push' }, json: { type: 'boolean' } } as const
  const message = 'sidecar alerts: action is missing: push. See: npm run sidecar -- alerts --help'
  expect(() => checkArguments('alerts', ['--json'], needed)).toThrow(expect.objectContaining({ message }))
  expect(() => checkArguments('alerts', ['--json', 'push'], needed)).not.toThrow()
})

test('guesses within a third of the word, and not beyond', () => {
  expect(nearest('collecter', ['collector', 'prometheus'])).toBe('collector')
  expect(nearest('biuld', ['build', 'up'])).toBe('build')
  expect(nearest('prom', ['collector', 'prometheus'])).toBe('prometheus')
  expect(nearest('grafana', ['collector', 'prometheus'])).toBeUndefined()
})

test.each(['0', '1', '65535'])('reads %s as a port', (text) => {
  expect(parsePort(text, 'PORT')).toBe(Number(text))
})

test.each(['65536', '-1', '3000.5', 'http', '', ' 80', '0x50'])('refuses "%s" as a port', (text) => {
  expect(() => parsePort(text, 'PORT')).toThrow(`PORT: "${text}" is not a port.`)
})
