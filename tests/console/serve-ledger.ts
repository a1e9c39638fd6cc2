import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LedgerSource } from '../../cli/src/ledger/read-ledger.ts'
import { inRepository } from '../support/repository.ts'

/** A collector's own metrics, of a collector that is not there. */
export interface ServedLedger {
  readonly source: LedgerSource
  /** From now on so many spans vanish between the queue and the backend. */
  lose(spans: number): void
  close(): Promise<void>
}

const ENTERED = 1010
const WAITING = 10
/** Spans that go to Tempo alone: sentry_volume leaves all of them out. */
const PROCESSORS = ['memory_limiter', 'scrub', 'wellformed', 'semconv', 'drain']
const FOR_SENTRY = 'sentry_volume'

const items = (processor: string, way: 'incoming' | 'outgoing', count: number) =>
  `otelcol_processor_${way}_items_total{processor="${processor}",otel_signal="traces"} ${count}`

const page = (lost: number) => `
otelcol_receiver_accepted_spans_total{receiver="otlp"} ${ENTERED}
${PROCESSORS.flatMap((id) => [items(id, 'incoming', ENTERED), items(id, 'outgoing', ENTERED)]).join('\n')}
${items(FOR_SENTRY, 'incoming', ENTERED)}
${items(FOR_SENTRY, 'outgoing', 0)}
otelcol_processor_tail_sampling_count_spans_sampled_total{policy="baseline",decision="sampled"} ${ENTERED}
otelcol_exporter_queue_capacity{exporter="otlp_http/tempo",data_type="traces"} 200000
otelcol_exporter_queue_size{exporter="otlp_http/tempo",data_type="traces"} ${WAITING}
otelcol_exporter_sent_spans_total{exporter="otlp_http/tempo"} ${ENTERED - WAITING - lost}
`

/** Serves numbers over the shipped configuration, so that every place of it is in the sums. */
export async function serveLedger(): Promise<ServedLedger> {
  let lost = 0
  const server = createServer((_, response) => response.end(page(lost)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    source: {
      configFile: inRepository('collector-config.yaml'),
      metricsUrl: `http://127.0.0.1:${port}/metrics`,
    },
    lose(spans) {
      lost = spans
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
