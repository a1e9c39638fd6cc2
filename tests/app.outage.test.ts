import { describe, expect, test } from 'vitest'
import { startDemo } from './support/demo.ts'
import { type Fault, startFault } from './support/fault.ts'
import { waitFor } from './support/wait-for.ts'

const FAULTS: Fault[] = ['absent', 'hanging', 503, 401, 404]
/** The shim may hold the exit for its flush (3 s at most); the rest is Next.js closing. */
const EXIT_BOUND_MS = 4_500
/** Export time-out of the app in these tests, so that a hanging collector is noticed within the test. */
const EXPORT_TIMEOUT_MS = '1500'

describe.each(['http/protobuf', 'grpc'] as const)('an app whose collector fails over %s', (protocol) => {
  test.each(FAULTS)('serves, says so once and exits in time: %s', async (fault) => {
    await using receiver = await startFault(fault, protocol)
    await using demo = await startDemo({
      telemetry: { receiver, protocol },
      env: { OTEL_EXPORTER_OTLP_TIMEOUT: EXPORT_TIMEOUT_MS },
    })
    for (let i = 0; i < 3; i++) expect((await demo.order()).status).toBe(201)

    const said = () => demo.output.split('\n').filter((line) => line.includes('[telemetry]'))
    await waitFor(() => said().length > 0, {
      describe: () => `The app said nothing about its collector:\n${demo.output}`,
    })
    expect((await demo.get('/')).status).toBe(200)
    const { code, afterMs } = await demo.stop()
    expect(code).toBe(143)
    expect(afterMs).toBeLessThan(EXIT_BOUND_MS)
    expect(said(), demo.output).toHaveLength(1)
    expect(said()[0]).toContain(new URL(receiver.httpUrl).host)
    expect(demo.output).not.toContain(receiver.token)
  })
})
