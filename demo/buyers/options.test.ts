import { describe, expect, it } from 'vitest'
import { readOptions, UsageError } from './options.ts'

describe('readOptions', () => {
  it('has a default for everything', () => {
    expect(readOptions([])).toEqual({
      url: 'http://127.0.0.1:3000',
      seed: 1,
      rate: 20,
      durationMs: 30_000,
      mix: 'all',
      json: false,
      plantFile: undefined,
      help: false,
    })
  })

  it('reads durations in milliseconds, seconds, minutes and hours; a bare number is seconds', () => {
    expect(readOptions(['--duration', '500ms']).durationMs).toBe(500)
    expect(readOptions(['--duration', '1.5s']).durationMs).toBe(1500)
    expect(readOptions(['--duration', '60m']).durationMs).toBe(3_600_000)
    expect(readOptions(['--duration', '24h']).durationMs).toBe(86_400_000)
    expect(readOptions(['--duration', '90']).durationMs).toBe(90_000)
  })

  it.each([
    [['--duration', '0'], '--duration is "0"'],
    [['--duration', 'long'], '--duration is "long"'],
    [['--duration', '25h'], '--duration is "25h"'],
    [['--rate', '0'], '--rate is "0"'],
    [['--rate', 'fast'], '--rate is "fast"'],
    [['--seed', '1.5'], '--seed is "1.5"'],
    [['--url', 'localhost:3000'], '--url is "localhost:3000"'],
    [['--mix', 'theatre'], '--mix is "theatre". Write all or shop.'],
    [['--speed', '9'], "'--speed'"],
  ])('refuses %j and says what was seen', (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError)
    expect(() => readOptions(args)).toThrow(message)
  })
})
