import { FLOW_QUERIES, SIGNALS, signalQueries } from './flow-queries.ts'
import { askNow, type Sample } from './prometheus.ts'

/** How many, by name; most first. */
export type Counts = readonly { readonly name: string; readonly count: number }[]

/**
 * What went through the collector since it started, by its own metrics.
 *
 * @throws HttpError 502 without Prometheus
 */
export async function readFlow(prometheus: string) {
  const [own, signals] = await Promise.all([
    askAll(prometheus, FLOW_QUERIES),
    Promise.all(
      SIGNALS.map(async (signal) => ({ signal, ...(await askAll(prometheus, signalQueries(signal))) })),
    ),
  ])
  const exporters = new Set(own.queueSize.map(({ labels }) => labels.exporter ?? ''))
  return {
    received: signals.map(({ signal, accepted, acceptedPace, refused }) => ({
      signal,
      count: sum(accepted),
      perSecond: sum(acceptedPace),
      refused: sum(refused),
    })),
    findings: counts(own.findings, 'kind'),
    counted: sum(own.counted),
    sampler: {
      kept: sum(own.verdicts.filter(({ labels }) => labels.sampled === 'true')),
      sampledOut: sum(own.verdicts.filter(({ labels }) => labels.sampled === 'false')),
      waiting: sum(own.waiting),
      /** Seconds for which everything is still kept; 0 outside an incident. */
      incidentSeconds: sum(own.incidentSeconds),
      policies: counts(own.policies, 'policy'),
    },
    backends: [...exporters].sort().map((exporter) => ({
      exporter,
      queued: sum(of(own.queueSize, exporter)),
      queueFill: sum(of(own.queueFill, exporter)),
      sent: signals
        .map(({ signal, sent, sentPace }) => ({
          signal,
          count: sum(of(sent, exporter)),
          perSecond: sum(of(sentPace, exporter)),
        }))
        .filter(({ count }) => count > 0),
    })),
    losses: losses(own, signals),
  }
}

function losses(
  own: Record<'appDrops' | 'tooEarly' | 'tooLarge', Sample[]>,
  signals: readonly { signal: string; sendFailed: Sample[]; enqueueFailed: Sample[] }[],
): Counts {
  const all = [
    { name: 'spans dropped in the app', count: sum(own.appDrops) },
    { name: 'traces dropped before a verdict', count: sum(own.tooEarly) },
    { name: 'traces dropped for their size', count: sum(own.tooLarge) },
    ...signals.flatMap(({ signal, sendFailed, enqueueFailed }) => [
      { name: `${signal.replace('_', ' ')}, queue full`, count: sum(enqueueFailed) },
      { name: `${signal.replace('_', ' ')}, not accepted`, count: sum(sendFailed) },
    ]),
  ]
  return all.filter(({ count }) => count > 0)
}

async function askAll<Name extends string>(
  prometheus: string,
  queries: Readonly<Record<Name, string>>,
): Promise<Record<Name, Sample[]>> {
  const asked = Object.entries<string>(queries).map(
    async ([name, query]) => [name, await askNow(prometheus, query)] as const,
  )
  return Object.fromEntries(await Promise.all(asked)) as Record<Name, Sample[]>
}

function counts(samples: readonly Sample[], label: string): Counts {
  const named = samples.map(({ labels, value }) => ({ name: labels[label] ?? '', count: value }))
  return named.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
}

function of(samples: readonly Sample[], exporter: string): Sample[] {
  return samples.filter(({ labels }) => labels.exporter === exporter)
}

function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, { value }) => total + value, 0)
}
