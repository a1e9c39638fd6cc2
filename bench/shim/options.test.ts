import { expect, it } from 'vitest'
import { HELP, readOptions } from './options.ts'

it('has defaults, and names every option in the help', () => {
  const options = readOptions([])
  expect(options).toMatchObject({ rounds: 3, warmup: 10_000, rate: 200, json: false })
  const flags = Object.keys(options).map(
    (name) => `--${name.replace(/[A-Z]/g, (big) => `-${big.toLowerCase()}`)}`,
  )
  expect(flags.filter((flag) => !HELP.includes(`  ${flag} `))).toEqual([])
})

it.each([
  [['--rounds', '0'], '--rounds is "0"'],
  [['--rate', 'fast'], '--rate is "fast"'],
  [['--warmup', '-1'], /--warmup/],
  [['--round', '1'], /--round/],
])('refuses %j', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})

it('takes no warm-up at all', () => {
  expect(readOptions(['--warmup', '0']).warmup).toBe(0)
})
