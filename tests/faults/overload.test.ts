import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sidecarLedger } from '../support/ledger.ts'
import { sendTrace } from '../support/send.ts'
import { startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'
import { flood } from './flood.ts'
import { Lives } from './lives.ts'
import { memoryGroupProblem, startMemoryGroup } from './memory-group.ts'

/** The smallest container of docs/sizing.md: a busy machine cannot send enough to fill a larger one. */
const MEBIBYTES = 128
const FLOOD_MS = 12_000

test(`a flood at ${MEBIBYTES} MiB is refused with 503, kills nothing, and is over when it ends`, async ({
  skip,
}) => {
  const problem = memoryGroupProblem()
  if (problem) skip(problem)
  await using started = new AsyncDisposableStack()
  const group = started.use(startMemoryGroup(MEBIBYTES))
  const storage = mkdtempSync(path.join(tmpdir(), 'overload-'))
  started.defer(() => rm(storage, { recursive: true, force: true }))
  const sink = started.use(await startSink())
  const env = {
    GOMEMLIMIT: `${Math.floor(MEBIBYTES * 0.8)}MiB`,
    TEMPO_ENDPOINT: sink.url,
    PROMETHEUS_ENDPOINT: sink.url,
    SIDECAR_STORAGE_DIR: storage,
  }
  const collector = started.use(await Lives.prepare('0123456789abcdef0123456789abcdef', env, group.launch))
  collector.begin()
  await collector.ready()

  const { spans } = await flood(collector.receiver, FLOOD_MS)
  const ended = performance.now()
  const failed = { name: 'GET /fails', kind: 'SERVER', status: 'ERROR' } as const
  const traceId = await waitFor(() => sendTrace(collector.receiver, failed), { deadline: 30_000 })
  const recoveryMs = performance.now() - ended
  const figures = JSON.stringify({ spans, recoveryMs, peak: group.peakBytes() })

  expect(collector.exit, figures).toBeUndefined()
  expect(group.kills(), figures).toBe(0)
  expect(
    Object.keys(spans).filter((status) => !['200', '429', '503'].includes(status)),
    figures,
  ).toEqual([])
  expect(spans[503], figures).toBeGreaterThan(0)
  await waitFor(() => sink.trace(traceId).length > 0, { deadline: 60_000 })
  expect((await sidecarLedger(collector.metricsPort, '--wait=30')).closes).toBe(true)
}, 240_000)
