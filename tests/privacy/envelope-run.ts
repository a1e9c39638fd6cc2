import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Collector, startCollector } from '../support/collector.ts'
import { freePort } from '../support/free-ports.ts'
import { ownMetrics } from '../support/own-metrics.ts'
import { type Envelope, readRecording, type Sentry, startSentry } from '../support/sentry.ts'
import { type ItemLiteral, sendEnvelope } from '../support/sentry-envelope.ts'
import { startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Case, makeCasesFor } from './cases.ts'
import { ENVELOPE_PLACES, type EnvelopePlace, eventIdOf, isPromised } from './envelope-places.ts'
import { makeNegatives, type Negative } from './negatives.ts'
import { holdsWhole, leakOfCase } from './oracle.ts'
import { readFolder } from './read-folder.ts'

/** What became of one planted value. */
interface EnvelopeVerdict {
  readonly case: Case<EnvelopePlace>
  /** The part that came out; undefined when nothing did. */
  readonly leak?: string
}

/** What a run of the envelope corpus showed. */
export interface EnvelopeResult {
  readonly verdicts: EnvelopeVerdict[]
  /** Values found outside their own envelope: requests, own metrics, logs, queue files. */
  readonly elsewhere: EnvelopeVerdict[]
  /** Recordings that could not be read within the budget: dropped, and counted by the collector. */
  readonly dropped: number
  readonly negatives: number
  readonly altered: { negative: Negative; became: string }[]
  /** Requests that Sentry would have refused. */
  readonly complaints: string[]
}

const AT_ONCE = 8
const NEGATIVES_AN_EVENT = 10
const ARRIVAL_MS = 180_000
const DROPPED = 'otelcol_processor_scrub_items_dropped_total'
const START = 8

/** Sends the corpus of a seed as envelopes through the shipped configuration and looks for it in all that Sentry gets. */
export async function runEnvelopeCorpus(seed: number, negativeCount = 5000): Promise<EnvelopeResult> {
  const cases = makeCasesFor(seed, ENVELOPE_PLACES)
  const negatives = makeNegatives(seed, negativeCount)
  const storage = await mkdtemp(path.join(tmpdir(), 'privacy-envelopes-'))
  try {
    await using sink = await startSink()
    await using sentry = await startSentry()
    const metricsPort = await freePort()
    const collector = await startCollector({
      traces: sink,
      env: {
        SENTRY_DSN: sentry.dsn,
        SIDECAR_STORAGE_DIR: storage,
        SIDECAR_METRICS_PORT: String(metricsPort),
      },
    })
    try {
      const envelopes = [...cases.map(envelopeOf), ...negativeEnvelopes(negatives, cases.length)]
      await sendAll(collector, envelopes)
      const dropped = await waitFor(
        async () => {
          const count = (await ownMetrics(metricsPort)).sum(DROPPED)
          return sentry.store.envelopes.length + count >= envelopes.length && { count }
        },
        {
          deadline: ARRIVAL_MS,
          describe: () => `${sentry.store.envelopes.length} of ${envelopes.length} envelopes arrived.`,
        },
      )
      const own = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
      await collector.stop()
      const files = await readFolder(storage)
      const paths = sentry.requests.map((each) => `${each.path} ${JSON.stringify(each.headers)}`)
      const rest = Buffer.concat([
        Buffer.from(own),
        Buffer.from(collector.output),
        Buffer.from(paths.join('\n')),
        ...files,
      ])
      return { ...judge(cases, negatives, sentry, rest.toString('utf8')), dropped: dropped.count }
    } finally {
      await collector[Symbol.asyncDispose]()
    }
  } finally {
    await rm(storage, { recursive: true, force: true })
  }
}

interface Sent {
  items: ItemLiteral[]
  headers: Record<string, unknown>
}

/** The envelope of a case carries its number as event id; a fixed time, so that no digit of it is taken for a leak. */
function envelopeOf(c: Case<EnvelopePlace>): Sent {
  const { items, headers } = c.place.build(c)
  return { items, headers: { event_id: eventIdOf(c.id), ...headers } }
}

function negativeEnvelopes(negatives: readonly Negative[], firstId: number): Sent[] {
  const envelopes: Sent[] = []
  for (let i = 0; i < negatives.length; i += NEGATIVES_AN_EVENT) {
    const event_id = eventIdOf(firstId + i / NEGATIVES_AN_EVENT)
    const texts = negatives.slice(i, i + NEGATIVES_AN_EVENT).map(({ text }) => text)
    envelopes.push({ headers: { event_id }, items: [['event', { event_id, extra: { texts } }]] })
  }
  return envelopes
}

async function sendAll(collector: Collector, envelopes: readonly Sent[]): Promise<void> {
  const queue = envelopes.values()
  async function work(): Promise<void> {
    for (const { items, headers } of queue) await sendEnvelope(collector, items, headers)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

function judge(
  cases: Case<EnvelopePlace>[],
  negatives: Negative[],
  sentry: Sentry,
  rest: string,
): Omit<EnvelopeResult, 'dropped'> {
  const byId = new Map(sentry.store.envelopes.map((envelope) => [envelope.headers.event_id, envelope]))
  const publicKey = new URL(sentry.dsn).username // the exporter writes it into the header, and its digits are those of some card
  const verdicts = cases.map((c): EnvelopeVerdict => {
    const envelope = byId.get(eventIdOf(c.id))
    if (!envelope) return { case: c }
    const output = textOf(envelope).replaceAll(publicKey, '')
    return { case: c, leak: leakOfCase(c, Buffer.from(output)) }
  })
  const found = needlesIn(
    rest,
    cases.flatMap((c) => [...(c.value.length > 8 ? [c.value] : []), ...(c.text.length > 12 ? [c.text] : [])]),
  )
  // A name that also stands in a text where nobody promises to find it says nothing about this case.
  const unpromised = new Set(cases.filter((c) => !isPromised(c.kind, c.place)).map((c) => c.value))
  const elsewhere = cases
    .filter((c) => !unpromised.has(c.value) && (found.has(c.value) || found.has(c.text)))
    .map((c): EnvelopeVerdict => ({ case: c, leak: c.value }))
  const altered = negatives.flatMap((negative, i) => {
    const envelope = byId.get(eventIdOf(cases.length + Math.floor(i / NEGATIVES_AN_EVENT)))
    const event = envelope?.items[0]?.json as { extra?: { texts?: unknown[] } } | undefined
    const became = String(event?.extra?.texts?.[i % NEGATIVES_AN_EVENT] ?? '(gone)')
    return became === negative.text ? [] : [{ negative, became }]
  })
  const complaints = sentry.complaints.map(({ path: where, detail }) => `${where}: ${detail}`)
  return { verdicts, elsewhere, negatives: negatives.length, altered, complaints }
}

/** Everything of an envelope but the numbers that this file gave it, recordings opened. */
function textOf({ headers: { event_id: _id, sent_at: _sent, ...headers }, items }: Envelope): string {
  const parts = items.map(({ type, headers: own, payload }) => {
    const opened =
      type === 'replay_recording' ? JSON.stringify(readRecording(payload)) : payload.toString('utf8')
    return `${JSON.stringify(own)}\n${opened}`
  })
  return [JSON.stringify(headers), ...parts].join('\n').replaceAll(/c0de[0-9a-f]{28}/g, '')
}

/** Which of the needles, all longer than `START`, stand in a text. One pass: there are tens of thousands of them. */
function needlesIn(text: string, needles: readonly string[]): Set<string> {
  const byStart = new Map<string, string[]>()
  for (const needle of needles) {
    const start = needle.slice(0, START)
    byStart.set(start, [...(byStart.get(start) ?? []), needle])
  }
  const found = new Set<string>()
  for (let i = 0; i + START <= text.length; i++) {
    for (const needle of byStart.get(text.slice(i, i + START)) ?? [])
      if (text.startsWith(needle, i)) found.add(needle)
  }
  for (const needle of found) if (!holdsWhole(text, needle)) found.delete(needle)
  return found
}
