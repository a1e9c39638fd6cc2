import { percentile } from '../percentile.ts'
import { type BackendPrice, monthlyCost, type Prices } from './prices.ts'
import type { ReplayResult } from './replay.ts'
import { CLASSES, classesOf, type TraceClass, type TraceFacts } from './trace-facts.ts'

const MONTH_MS = 30 * 86_400_000

/** How much of a class the candidate keeps. `recall` is 1 when every trace of it is kept whole. */
interface Recall {
  readonly traces: number
  readonly whole: number
  /** Kept, but not with all of its spans. */
  readonly cut: number
  readonly lost: number
  readonly recall: number
  /** Some that are not whole, to look at. */
  readonly examples: readonly string[]
}

/** What one backend would get, and what that would cost. */
interface BackendOutcome {
  readonly backend: string
  readonly traces: number
  readonly spans: number
  readonly bytes: number
  readonly spansPerMonth: number
  readonly bytesPerMonth: number
  readonly costPerMonth?: number
  readonly price?: BackendPrice
}

/** A number as it is, and as it would be if it were read from kept traces only. */
interface SampledView {
  readonly what: string
  readonly exact: number
  readonly fromKept: number
  readonly unit: '%' | 's' | '1/s'
  readonly threshold?: number
}

/** What a configuration makes of a piece of traffic. */
export interface Outcome {
  readonly config: string
  readonly traces: number
  readonly spans: number
  readonly keptTraces: number
  readonly keptSpans: number
  /** All spans divided by kept ones. */
  readonly reduction: number
  readonly byPolicy: Readonly<Record<string, { traces: number; spans: number }>>
  readonly byRoute: Readonly<Record<string, { traces: number; kept: number }>>
  readonly recall: Readonly<Record<TraceClass, Recall>>
  readonly backends: readonly BackendOutcome[]
  readonly sampledView: readonly SampledView[]
  readonly clock: ReplayResult['clock']
  /** Traces with spans that came later than `decision_wait` after their first. */
  readonly lateTraces: number
  readonly peakMemoryBytes: number
  readonly elapsedMs: number
}

/** Compares what came out with what went in. The first backend is the one that stores traces. */
export function outcomeOf(
  config: string,
  truth: ReadonlyMap<string, TraceFacts>,
  result: ReplayResult,
  prices: Prices,
  durationMs: number,
): Outcome {
  const [main] = result.backends.values()
  const kept = main?.traces ?? new Map<string, TraceFacts>()
  const spans = sum(truth.values(), (trace) => trace.spans)
  const keptSpans = sum(kept.values(), (trace) => trace.spans)
  const scale = durationMs > 0 ? MONTH_MS / durationMs : 0
  return {
    config,
    traces: truth.size,
    spans,
    keptTraces: kept.size,
    keptSpans,
    reduction: keptSpans === 0 ? 0 : spans / keptSpans,
    byPolicy: grouped(kept.values(), ({ policy }) => policy || 'unnamed'),
    byRoute: routes(truth, kept),
    recall: recalls(truth, kept, result.slowMs),
    backends: [...result.backends].map(([backend, traffic]) => {
      const month = { bytes: traffic.bytes * scale, spans: traffic.spans * scale }
      const price = prices.backends[backend]
      return {
        backend,
        traces: traffic.traces.size,
        spans: traffic.spans,
        bytes: traffic.bytes,
        spansPerMonth: month.spans,
        bytesPerMonth: month.bytes,
        costPerMonth: monthlyCost(price, month),
        price,
      }
    }),
    sampledView: sampledView([...truth.values()], [...kept.values()], result.slowMs, durationMs),
    clock: result.clock,
    lateTraces: count(truth.values(), ({ firstAt, lastAt }) => lastAt - firstAt > result.decisionWaitMs),
    peakMemoryBytes: result.peakMemoryBytes,
    elapsedMs: result.elapsedMs,
  }
}

function recalls(
  truth: ReadonlyMap<string, TraceFacts>,
  kept: ReadonlyMap<string, TraceFacts>,
  slowMs: number,
): Record<TraceClass, Recall> {
  const found = Object.fromEntries(
    CLASSES.map((name) => [
      name,
      { traces: 0, whole: 0, cut: 0, lost: 0, recall: 1, examples: [] as string[] },
    ]),
  ) as Record<TraceClass, { -readonly [Key in keyof Recall]: Recall[Key] } & { examples: string[] }>
  for (const [traceId, trace] of truth)
    for (const name of classesOf(trace, slowMs)) {
      const row = found[name]
      const spans = kept.get(traceId)?.spans ?? 0
      row.traces += 1
      if (spans >= trace.spans) row.whole += 1
      else if (spans > 0) row.cut += 1
      else row.lost += 1
      if (spans < trace.spans && row.examples.length < 3) row.examples.push(traceId)
    }
  for (const row of Object.values(found)) row.recall = row.traces === 0 ? 1 : row.whole / row.traces
  return found
}

/** The numbers of the alerts: exact, as the collector counts them before it samples, and read from kept traces. */
function sampledView(
  all: TraceFacts[],
  kept: TraceFacts[],
  slowMs: number,
  durationMs: number,
): SampledView[] {
  const row = (
    what: string,
    unit: SampledView['unit'],
    of: (traces: TraceFacts[]) => number,
    threshold?: number,
  ) => ({
    what,
    unit,
    exact: of(all),
    fromKept: of(kept),
    threshold,
  })
  const requests = (traces: TraceFacts[]) => traces.filter(({ status }) => status > 0)
  const payments = (traces: TraceFacts[]) => traces.filter(({ payment }) => payment)
  return [
    row('requests a second', '1/s', (traces) => (requests(traces).length / Math.max(1, durationMs)) * 1000),
    row(
      'ApiErrorRateHigh: share of 5xx',
      '%',
      (traces) => share(requests(traces), ({ status }) => status >= 500),
      1,
    ),
    row(
      'ApiLatencyP95High: p95',
      's',
      (traces) => percentile(requests(traces).map(seconds), 0.95),
      slowMs / 1000,
    ),
    row(
      'PaymentFailureRateHigh: share failed',
      '%',
      (traces) => share(payments(traces), ({ paymentFailed }) => paymentFailed),
      10,
    ),
    row(
      'PaymentLatencyP95High: p95',
      's',
      (traces) =>
        percentile(
          payments(traces).map(({ paymentMs }) => paymentMs / 1000),
          0.95,
        ),
      5,
    ),
  ]
}

function routes(truth: ReadonlyMap<string, TraceFacts>, kept: ReadonlyMap<string, TraceFacts>) {
  const found: Record<string, { traces: number; kept: number }> = {}
  for (const [traceId, { route }] of truth) {
    const key = route || 'no request'
    const row = found[key] ?? { traces: 0, kept: 0 }
    found[key] = row
    row.traces += 1
    if (kept.has(traceId)) row.kept += 1
  }
  return found
}

function grouped(traces: Iterable<TraceFacts>, key: (trace: TraceFacts) => string) {
  const found: Record<string, { traces: number; spans: number }> = {}
  for (const trace of traces) {
    const name = key(trace)
    const row = found[name] ?? { traces: 0, spans: 0 }
    found[name] = row
    row.traces += 1
    row.spans += trace.spans
  }
  return found
}

const seconds = ({ durationMs }: TraceFacts) => durationMs / 1000

function share<T>(values: readonly T[], is: (value: T) => boolean): number {
  return values.length === 0 ? 0 : (count(values, is) / values.length) * 100
}

function sum<T>(values: Iterable<T>, of: (value: T) => number): number {
  let total = 0
  for (const value of values) total += of(value)
  return total
}

const count = <T>(values: Iterable<T>, is: (value: T) => boolean) =>
  sum(values, (value) => (is(value) ? 1 : 0))
