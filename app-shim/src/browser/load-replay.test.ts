import { expect, it } from 'vitest'
import { replayRates } from './load-replay.ts'

const rates = (session: number, error: number) => ({
  replaysSessionSampleRate: session,
  replaysOnErrorSampleRate: error,
})

it('loads the recorder for every visit when errors are recorded', () => {
  expect(replayRates(rates(0, 0.1), () => 0.99)).toEqual(rates(0, 0.1))
})

it('loads it for the sampled visits only when errors are not', () => {
  expect(replayRates(rates(0.01, 0), () => 0.0099)).toEqual(rates(1, 0))
  expect(replayRates(rates(0.01, 0), () => 0.01)).toBeUndefined()
})

it('never loads it when nothing is recorded', () => {
  expect(replayRates(rates(0, 0), () => 0)).toBeUndefined()
})
