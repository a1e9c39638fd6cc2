/**
 * Counts spans that an app with a saturated event loop ends, and those that the real collector accepts.
 *
 * Usage: node bench/shim/loss.ts [--seconds 8] [--spans 6] [--rounds 3]
 */
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { startCollector } from '../../tests/support/collector.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { Program } from '../../tests/support/program.ts'
import { startSink } from '../../tests/support/sink.ts'
import { waitFor } from '../../tests/support/wait-for.ts'
import { acceptedSpans } from './accepted-spans.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    spans: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    env: { type: 'string', multiple: true, default: [] },
  },
})

for (let round = 1; round <= Number(values.rounds); round += 1) {
  for (const protocol of ['http/protobuf', 'grpc']) console.log(await measure(protocol))
}

async function measure(protocol: string): Promise<string> {
  const [port, metricsPort] = (await freePorts(2)) as [number, number]
  await using sink = await startSink()
  await using collector = await startCollector({
    traces: sink,
    env: { SIDECAR_METRICS_PORT: String(metricsPort), SAMPLING_BASELINE_PERCENTAGE: '1' },
  })
  await using app = new Program({
    name: 'app',
    command: process.execPath,
    args: ['bench/shim/saturated-app.ts'],
    env: {
      PORT: String(port),
      SPANS_PER_REQUEST: values.spans,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT:
        protocol === 'grpc' ? `http://${collector.grpcAddress}` : collector.httpUrl,
      SIDECAR_TOKEN: collector.token,
      ...Object.fromEntries(values.env.map((pair) => pair.split('='))),
    },
  })
  const url = `http://127.0.0.1:${port}`
  await app.ready(`${url}/count`)
  const load = await autocannon({ url, connections: 32, duration: Number(values.seconds) })
  const ended = Number(await (await fetch(`${url}/count`)).text())
  const exit = await app.stop()
  const accepted = await waitFor(() => acceptedSpans(metricsPort))
  const share = ((100 * (ended - accepted)) / ended).toFixed(2)
  const rate = Math.round(load.requests.average)
  return `${protocol.padEnd(13)} ${rate} req/s, ${ended} spans ended, ${accepted} accepted, ${share} % lost, exit ${Math.round(exit.afterMs)} ms ${app.output.trim()}`
}
