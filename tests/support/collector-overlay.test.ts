import { expect, it } from 'vitest'
import { collectorOverlay } from './collector-overlay.ts'

const AT = { host: 'here', grpcAddress: 'here:1', httpAddress: 'here:2' }
const overlay = (options: Parameters<typeof collectorOverlay>[0]) => {
  const text = collectorOverlay(options, AT)
  expect(text.startsWith('yaml:')).toBe(true)
  return JSON.parse(text.slice('yaml:'.length))
}

it('gives the receiver its addresses, and the exporters those of backends for every signal', () => {
  const exporters = { 'otlp_http/tempo': { port: 3, otlpPath: '/otlp' } }
  expect(overlay({ receiver: 'otlp/in', exporters })).toMatchObject({
    receivers: { 'otlp/in': { protocols: { grpc: { endpoint: 'here:1' }, http: { endpoint: 'here:2' } } } },
    exporters: {
      'otlp_http/tempo': {
        endpoint: 'http://here:3/otlp',
        traces_endpoint: 'http://here:3/otlp/v1/traces',
        metrics_endpoint: 'http://here:3/otlp/v1/metrics',
      },
    },
  })
})

it('merges maps of the caller into it, and lets the caller win', () => {
  const service = { telemetry: { metrics: { level: 'basic' }, logs: { level: 'debug' } } }
  expect(overlay({ overlay: { service } }).service).toEqual(service)
})

it('hands a dollar over as it is meant, not as a variable', () => {
  expect(collectorOverlay({ overlay: { note: '$HOME costs $5' } }, AT)).toContain('$$HOME costs $$5')
})

it('refuses an exporter whose place a sink cannot take', () => {
  expect(() => collectorOverlay({ exporters: { 'otlp_grpc/tempo': { port: 3 } } }, AT)).toThrow(
    'exporters › otlp_grpc/tempo: a sink takes OTLP over HTTP',
  )
})
