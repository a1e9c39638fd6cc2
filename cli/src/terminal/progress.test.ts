import { expect, test } from 'vitest'
import { paintFor } from './colour.ts'
import { formatDuration } from './duration.ts'
import { createProgress } from './progress.ts'

function output(isTTY: boolean) {
  let text = ''
  return { isTTY, columns: 60, write: (part: string) => (text += part), text: () => text }
}

test('prints one plain line a step when there is no terminal', async () => {
  const out = output(false)
  const result = await createProgress(out).step('build collector', async (report) => {
    report('412 packages compiled')
    return 7
  })
  expect(result).toBe(7)
  expect(out.text()).toMatch(/^ ✓ build collector · 412 packages compiled · [\d.]+ ms\n$/)
})

test('marks the step that throws and passes the error on', async () => {
  const out = output(false)
  const failing = createProgress(out).step('build demo', () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(out.text()).toMatch(/^ ✗ build demo · /)
})

test('clears its moving line before it prints on a terminal', async () => {
  const out = output(true)
  const progress = createProgress(out, { NO_COLOR: '1' })
  await progress.step('start app', async () => progress.line('between'))
  expect(out.text()).toContain('\r\x1b[Kbetween\n')
})

test('colours only a terminal, and not with NO_COLOR or a dumb one', () => {
  expect(paintFor(output(true), {})('red', 'x')).toBe('\x1b[31mx\x1b[39m')
  expect(paintFor(output(false), {})('red', 'x')).toBe('x')
  expect(paintFor(output(true), { NO_COLOR: '1' })('red', 'x')).toBe('x')
  expect(paintFor(output(true), { TERM: 'dumb' })('red', 'x')).toBe('x')
})

test.each([
  [0.42, '0.42 ms'],
  [4.21, '4.2 ms'],
  [42, '42 ms'],
  [4200, '4.20 s'],
  [42_000, '42.0 s'],
  [125_000, '2 min 5 s'],
])('writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
