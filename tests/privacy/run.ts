import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { encodeLogs, encodeMetrics, encodeTraces } from '@ticketcap/otlp'
import { type Collector, startCollector } from '../support/collector.ts'
import { freePort } from '../support/free-ports.ts'
import { waitFor } from '../support/wait-for.ts'
import { Capture } from './capture.ts'
import { type Case, makeCases } from './cases.ts'
import { makeNegatives, type Negative } from './negatives.ts'
import { holdsWhole, leakOfCase } from './oracle.ts'
import { traceIdOf } from './places.ts'
import { readFolder } from './read-folder.ts'

/** What became of one planted value. */
export interface Verdict {
  readonly case: Case
  /** The part that came out; undefined when nothing did. */
  readonly leak?: string
}

/** What a run of the corpus showed. */
export interface Result {
  readonly seed: number
  readonly verdicts: Verdict[]
  /** Values found outside their own span or metric: span metrics, own metrics, logs, queue files. */
  readonly elsewhere: Verdict[]
  readonly negatives: number
  readonly altered: { negative: Negative; became: string }[]
  /** Bytes searched. */
  readonly bytes: number
}

const BATCH = 200
const NEGATIVES = 10_000
const NEGATIVES_A_SPAN = 10
const ARRIVAL_MS = 120_000

/** Sends the corpus of a seed through the shipped configuration and looks for it in everything that comes out. */
export function runCorpus(seed: number): Promise<Result> {
  return runCases(seed, makeCases(seed), makeNegatives(seed, NEGATIVES))
}

/** The same with values of another origin. */
export async function runCases(seed: number, cases: Case[], negatives: Negative[]): Promise<Result> {
  const storage = await mkdtemp(path.join(tmpdir(), 'privacy-queue-'))
  try {
    await using capture = await new Capture().listen()
    const metricsPort = await freePort()
    const collector = await startCollector({
      traces: capture,
      env: {
        SAMPLING_BASELINE_PERCENTAGE: '100',
        SENTRY_DSN: capture.dsn,
        SIDECAR_STORAGE_DIR: storage,
        SIDECAR_METRICS_PORT: String(metricsPort),
      },
    })
    try {
      await sendCases(collector, cases)
      await sendNegatives(collector, negatives, cases.length)
      await waitFor(() => arrived(capture, cases, negatives), {
        deadline: ARRIVAL_MS,
        describe: () => `${capture.byCase.size} cases arrived.`,
      })
      const own = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
      await collector.stop()
      const files = await readFolder(storage)
      return judge(seed, cases, negatives, capture, [
        ...capture.rest,
        Buffer.from(own),
        Buffer.from(collector.output),
        ...files,
      ])
    } finally {
      await collector[Symbol.asyncDispose]()
    }
  } finally {
    await rm(storage, { recursive: true, force: true })
  }
}

async function sendCases(collector: Collector, cases: readonly Case[]): Promise<void> {
  for (let i = 0; i < cases.length; i += BATCH) {
    const batch = cases.slice(i, i + BATCH)
    const resourceSpans = batch.flatMap((c) => (c.place.signal === 'traces' ? [c.place.build(c)] : []))
    const resourceMetrics = batch.flatMap((c) => (c.place.signal === 'metrics' ? [c.place.build(c)] : []))
    const resourceLogs = batch.flatMap((c) => (c.place.signal === 'logs' ? [c.place.build(c)] : []))
    await post(collector, '/v1/traces', encodeTraces({ resourceSpans }))
    await post(collector, '/v1/metrics', encodeMetrics({ resourceMetrics }))
    await post(collector, '/v1/logs', encodeLogs({ resourceLogs }))
  }
}

/** Harmless values travel as attributes that no rule names, several on a span. */
async function sendNegatives(
  collector: Collector,
  negatives: readonly Negative[],
  firstId: number,
): Promise<void> {
  const at = BigInt(Date.now()) * 1_000_000n
  const spans = []
  for (let i = 0; i < negatives.length; i += NEGATIVES_A_SPAN) {
    const id = firstId + i / NEGATIVES_A_SPAN
    const attributes = negatives
      .slice(i, i + NEGATIVES_A_SPAN)
      .map(({ text }, j) => ({ key: `field.${'abcdefghij'[j]}`, value: { stringValue: text } }))
    spans.push({
      traceId: traceIdOf(id),
      spanId: (id + 1).toString(16).padStart(16, '0'),
      name: 'work',
      startTimeUnixNano: at,
      endTimeUnixNano: at + 1n,
      attributes,
    })
  }
  for (let i = 0; i < spans.length; i += BATCH) {
    const scopeSpans = [{ scope: { name: 'corpus' }, spans: spans.slice(i, i + BATCH) }]
    await post(collector, '/v1/traces', encodeTraces({ resourceSpans: [{ scopeSpans }] }))
  }
}

async function post(collector: Collector, route: string, body: Uint8Array): Promise<void> {
  const response = await fetch(new URL(route, collector.httpUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${collector.token}` },
    body: Buffer.from(body),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`The collector answered ${response.status} on ${route}: ${answer}`)
}

function nameOf(c: Case): string {
  return c.place.signal === 'traces' ? traceIdOf(c.id) : `case-${c.id}`
}

function arrived(capture: Capture, cases: readonly Case[], negatives: readonly Negative[]): boolean {
  const spans = Math.ceil(negatives.length / NEGATIVES_A_SPAN)
  if (capture.attributes.size < cases.filter((c) => c.place.signal === 'traces').length + spans) return false
  return cases.every((c) => capture.byCase.has(nameOf(c)))
}

function judge(seed: number, cases: Case[], negatives: Negative[], capture: Capture, rest: Buffer[]): Result {
  const elsewhereText = Buffer.concat(rest).toString('utf8')
  const verdicts = cases.map((c): Verdict => {
    return { case: c, leak: leakOfCase(c, Buffer.concat(capture.byCase.get(nameOf(c)) ?? [])) }
  })
  // A value that stands nowhere in its own bytes can still stand elsewhere: whole, or as it was written.
  const elsewhere = cases
    .filter(
      (c) =>
        (c.value.length > 8 && holdsWhole(elsewhereText, c.value)) ||
        (c.text.length > 12 && holdsWhole(elsewhereText, c.text)),
    )
    .map((c): Verdict => ({ case: c, leak: c.value }))
  const altered = negatives.flatMap((negative, i) => {
    const id = cases.length + Math.floor(i / NEGATIVES_A_SPAN)
    const became =
      capture.attributes.get(traceIdOf(id))?.get(`field.${'abcdefghij'[i % NEGATIVES_A_SPAN]}`) ?? '(gone)'
    return became === negative.text ? [] : [{ negative, became }]
  })
  const bytes = [...capture.byCase.values()].flat().reduce((sum, b) => sum + b.length, elsewhereText.length)
  return { seed, verdicts, elsewhere, negatives: negatives.length, altered, bytes }
}
