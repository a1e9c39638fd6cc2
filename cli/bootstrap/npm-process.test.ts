import { expect, test } from 'vitest'
import { npmAmong } from './npm-process.mjs'

test('takes the parent when it is npm', () => {
  expect(npmAmong(20, '   10 npm start --json')).toBe(20)
  expect(npmAmong(20, '   10 node /usr/lib/node_modules/npm/bin/npm-cli.js start')).toBe(20)
})

test("takes the shell's parent when a shell stands in between", () => {
  expect(npmAmong(20, '   10 sh -c node cli/bootstrap.mjs up')).toBe(10)
})

test('knows nothing of a parent that is gone', () => {
  expect(npmAmong(20, '')).toBeUndefined()
})
