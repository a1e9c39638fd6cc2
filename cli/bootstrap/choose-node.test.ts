import { expect, test } from 'vitest'
import { atLeast, chooseNode, hostNodeProblem } from './choose-node.mjs'

const host = (version: string) => ({ version, path: '/usr/bin/node' })
const bundled = (version: string) => ({ version, path: '/app/node_modules/node/bin/node' })

test('takes the Node of the lock file when it starts here', () => {
  expect(chooseNode(host('20.20.0'), bundled('24.21.0'))).toEqual(bundled('24.21.0'))
  expect(chooseNode(host('26.1.0'), bundled('24.21.0'))).toEqual(bundled('24.21.0'))
})

test('takes the Node of the host when there is no other', () => {
  expect(chooseNode(host('22.18.0'), undefined)).toEqual(host('22.18.0'))
})

test('says what to install when neither can run TypeScript', () => {
  expect(() => chooseNode(host('22.17.9'), undefined)).toThrow(
    /Node 22\.17\.9 is too old.*Install Node 22\.18\.0 or newer/,
  )
  expect(() => chooseNode(host('20.20.0'), bundled('20.1.0'))).toThrow(/Node 20\.20\.0 is too old/)
})

test('asks for Node 20 before anything is installed', () => {
  expect(hostNodeProblem('18.20.4')).toBe(
    'Node 18.20.4 is too old. Install Node 20 or newer (https://nodejs.org), then run the command again.',
  )
  expect(hostNodeProblem('20.0.0')).toBeUndefined()
})

test.each([
  ['22.18.0', true],
  ['22.18.1', true],
  ['22.17.99', false],
  ['21.99.0', false],
  ['23.0.0-nightly', true],
])('compares %s with 22.18.0 number by number', (version, expected) => {
  expect(atLeast(version, '22.18.0')).toBe(expected)
})
