import { closeSync, mkdtempSync, openSync, readdirSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { accountAt, counted, sidecarLedger } from '../support/ledger.ts'
import { ownMetrics } from '../support/own-metrics.ts'
import { sendTrace } from '../support/send.ts'
import { type Sink, startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'
import { failingDiskProblem, mountFailingDisk } from './failing-disk.ts'
import { Lives } from './lives.ts'
import { mountSmallDisk, smallDiskProblem } from './small-disk.ts'

const TEMPO = { exporter: 'otlp_http/tempo' }
const QUEUE_FILE = 'exporter_otlp_http_tempo_traces'
/** What a page of 4 kB is told from another by, twice: without it nobody can read the file. */
const META_PAGES_BYTES = 8192
const SLOW = { deadline: 60_000 }

function lives(tempo: Sink, metrics: Sink, storage: string): Promise<Lives> {
  return Lives.prepare('0123456789abcdef0123456789abcdef', {
    TEMPO_ENDPOINT: tempo.url,
    PROMETHEUS_ENDPOINT: metrics.url,
    SIDECAR_STORAGE_DIR: storage,
    SAMPLING_DECISION_WAIT: '1s',
    METRICS_FLUSH_INTERVAL: '1s',
  })
}

async function sendFailures(to: Lives, count: number): Promise<string[]> {
  const sent: string[] = []
  while (sent.length < count)
    sent.push(await sendTrace(to.receiver, { name: 'GET /fails', kind: 'SERVER', status: 'ERROR' }))
  return sent
}

const arrived = (sink: Sink, ids: readonly string[]) =>
  waitFor(() => ids.every((id) => sink.trace(id).length > 0), SLOW)

const reads = (of: Lives, metric: string, labels: Record<string, string>, value: number) =>
  waitFor(async () => (await ownMetrics(of.metricsPort)).sum(metric, labels) === value, SLOW)

const waitingFiles = (storage: string) =>
  readdirSync(path.join(storage, 'waiting')).filter((name) => name.endsWith('.journal'))

/** A collector whose queue holds five traces, on a disk that is about to fail. */
async function withFiveQueued(started: AsyncDisposableStack, storage: string) {
  const tempo = started.use(await startSink({ answer: 503 }))
  const metrics = started.use(await startSink())
  const collector = started.use(await lives(tempo, metrics, storage))
  collector.begin()
  await collector.ready()
  const queued = await sendFailures(collector, 5)
  await reads(collector, 'otelcol_exporter_queue_size', { ...TEMPO, data_type: 'traces' }, 5)
  // The sampler's last file still has room for a few spans, and goes a moment after the decisions.
  await waitFor(() => waitingFiles(storage).length === 0, SLOW)
  return { collector, tempo, queued }
}

/** Neither the queue nor the sampler's files have room for what is sent now. */
async function refusesFour(collector: Lives): Promise<void> {
  await sendFailures(collector, 4)
  await reads(collector, 'otelcol_exporter_enqueue_failed_spans_total', TEMPO, 4)
  await reads(collector, 'otelcol_processor_tail_sampling_unprotected_spans_total', {}, 4)
}

test('a queue file that cannot be read is set aside and counted, and the others go on', async () => {
  await using started = new AsyncDisposableStack()
  const storage = mkdtempSync(path.join(tmpdir(), 'damaged-queue-'))
  started.defer(() => rm(storage, { recursive: true, force: true }))
  const tempo = started.use(await startSink({ answer: 503 }))
  const metrics = started.use(await startSink({ answer: 503 }))
  const collector = started.use(await lives(tempo, metrics, storage))
  collector.begin()
  await collector.ready()
  await sendFailures(collector, 3)
  await reads(collector, 'otelcol_exporter_queue_size', { ...TEMPO, data_type: 'traces' }, 3)
  await collector.kill()

  const file = openSync(path.join(storage, QUEUE_FILE), 'r+')
  writeSync(file, Buffer.alloc(META_PAGES_BYTES), 0, META_PAGES_BYTES, 0)
  closeSync(file)
  tempo.answer = 'accept'
  metrics.answer = 'accept'
  collector.begin()
  await collector.ready()

  await arrived(tempo, await sendFailures(collector, 2))
  await waitFor(() => metrics.latest('traces.span.metrics.calls').length > 0, SLOW)
  expect(readdirSync(storage).filter((name) => name.endsWith('.damaged'))).toEqual([`${QUEUE_FILE}.damaged`])
  await reads(collector, 'otelcol_extension_queue_storage_damaged_files_total', {}, 1)
  expect(collector.output).toContain('A queue on disk is damaged.')
  expect((await sidecarLedger(collector.metricsPort, '--wait=20')).closes).toBe(true)
}, 180_000)

test('a full disk refuses and counts what is new, gives out what is there, and takes data again with room', async ({
  skip,
}) => {
  const problem = smallDiskProblem()
  if (problem) skip(problem)
  await using started = new AsyncDisposableStack()
  const disk = started.use(mountSmallDisk(40))
  const { collector, tempo, queued } = await withFiveQueued(started, disk.directory)

  await disk.fill()
  await refusesFour(collector)
  tempo.answer = 'accept'
  await arrived(tempo, queued)

  disk.empty()
  await arrived(tempo, await sendFailures(collector, 3))
  const ledger = await sidecarLedger(collector.metricsPort, '--wait=20')
  expect(ledger.closes).toBe(true)
  const account = accountAt(ledger, 'traces', 'otlp_http/tempo')
  expect([counted(account, 'delivered'), counted(account, 'lost')]).toEqual([8, 4])
}, 240_000)

test('a disk that becomes read-only refuses and counts what is new, gives out what is there, and takes data again once mended', async ({
  skip,
}) => {
  const problem = failingDiskProblem()
  if (problem) skip(problem)
  await using started = new AsyncDisposableStack()
  const disk = started.use(mountFailingDisk())
  const { collector, tempo, queued } = await withFiveQueued(started, disk.directory)

  disk.fail()
  await refusesFour(collector)
  tempo.answer = 'accept'
  await arrived(tempo, queued)
  const ledger = await sidecarLedger(collector.metricsPort, '--wait=20')
  expect(ledger.closes).toBe(true)
  const account = accountAt(ledger, 'traces', 'otlp_http/tempo')
  expect([counted(account, 'delivered'), counted(account, 'lost')]).toEqual([5, 4])

  await collector.stop()
  disk.repair()
  collector.begin()
  await collector.ready()
  await arrived(tempo, await sendFailures(collector, 3))
  expect((await sidecarLedger(collector.metricsPort, '--wait=20')).closes).toBe(true)
}, 240_000)

test('a storage directory that cannot be written stops the start, and the reason is said', async () => {
  await using sink = await startSink()
  await using collector = await lives(sink, sink, '/dev/null/queues')
  collector.begin()
  const exit = await waitFor(() => collector.exit, SLOW)
  expect(exit.code).not.toBe(0)
  expect(collector.output).toContain('/dev/null')
}, 90_000)
