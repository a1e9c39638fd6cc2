import { ExportResultCode } from '@opentelemetry/core'
import { expect, it } from 'vitest'
import { readDestination } from '../destination.ts'
import { exportHealth } from './export-health.ts'

const FAILED = {
  code: ExportResultCode.FAILED,
  error: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
}
const SUCCESS = { code: ExportResultCode.SUCCESS }

function health() {
  const lines: string[] = []
  const token = ['t0k', 'en'].join('')
  const destination = readDestination({ SIDECAR_TOKEN: token }, () => undefined)
  if (destination === undefined) throw new Error('no destination')
  const out = { warn: (line: string) => lines.push(line), info: (line: string) => lines.push(line) }
  return { lines, token, observe: exportHealth(destination, out).observe }
}

it('says once that the collector is away: where, what was seen, what to do', () => {
  const { lines, token, observe } = health()
  for (let i = 0; i < 3; i += 1) observe(FAILED)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/E_EXPORT_UNREACHABLE http:\/\/127\.0\.0\.1:\d+ .*refused.*Start the collector/)
  expect(lines[0]).not.toContain(token)
})

it('says once that it is back, and again when it goes away again', () => {
  const { lines, observe } = health()
  for (const result of [FAILED, SUCCESS, SUCCESS, FAILED, FAILED]) observe(result)
  expect(lines.map((line) => /takes data again/.test(line))).toEqual([false, true, false])
})

it('is silent while all goes well', () => {
  const { lines, observe } = health()
  observe(SUCCESS)
  expect(lines).toEqual([])
})
