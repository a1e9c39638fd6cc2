import { existsSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import { inRepository } from '../../tests/support/repository.ts'
import { clientCode } from './client-code.ts'

/** gzip bytes; a tenth above what was measured, so that growth is somebody's decision. */
const BUDGET = { browserPart: 37_000, recorder: 48_000 }

const demo = inRepository('demo')

beforeEach((context) => {
  if (!existsSync(inRepository('demo/.next/build-manifest.json'))) {
    context.skip('the demo is not built: npm run build')
  }
})

it('the browser part stays within its budget', () => {
  const { browserPart } = clientCode(demo)
  expect(browserPart).toBeGreaterThan(1000)
  expect(browserPart).toBeLessThan(BUDGET.browserPart)
})

it('the recorder stays within its budget, and no page waits for it', () => {
  const { recorder, recorderBlocks } = clientCode(demo)
  expect(recorder).toBeGreaterThan(1000)
  expect(recorder).toBeLessThan(BUDGET.recorder)
  expect(recorderBlocks).toBe(false)
})
