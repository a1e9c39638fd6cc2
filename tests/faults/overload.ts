import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sidecarLedger } from '../support/ledger.ts'
import { type OtlpReceiver, sendTrace } from '../support/send.ts'
import type { EnvelopeReceiver } from '../support/sentry-envelope.ts'
import { startSink } from '../support/sink.ts'
import { waitFor } from '../support/wait-for.ts'
import { type FloodTarget, flood } from './flood.ts'
import { Lives } from './lives.ts'
import { startMemoryGroup } from './memory-group.ts'

/** How much is sent to how large a container. */
export interface OverloadPlan {
  /** Limit of the container. */
  readonly mebibytes: number
  /** Whether it is named in `GOMEMLIMIT`, 80 % of it as docs/sizing.md says. Default: true. */
  readonly namesLimit?: boolean
  readonly floodMs: number
  /** What is sent to it. Memory has to run short before the processor does. */
  readonly target: (receiver: OtlpReceiver & EnvelopeReceiver) => FloodTarget
}

/** What the flood did. Without problems: it was refused politely, killed nothing, and was over when it ended. */
export interface OverloadReport {
  /** Spans or envelopes by the status of the answer; 0 for none. */
  readonly units: Readonly<Record<number, number>>
  /** Most bytes that the container had in use. */
  readonly peakBytes: number
  /** From the last request of the flood until a trace was taken again. */
  readonly recoveryMs: number
  readonly problems: readonly string[]
}

const GOMEMLIMIT_SHARE = 0.8
const RECOVERY_MS = 30_000
const ARRIVAL_MS = 60_000
/** Taken, and the two refusals that senders repeat. */
const POLITE = ['200', '429', '503']

/** Floods a collector whose memory is limited as a container's is. */
export async function runOverload({
  mebibytes,
  namesLimit = true,
  floodMs,
  target,
}: OverloadPlan): Promise<OverloadReport> {
  const problems: string[] = []
  await using started = new AsyncDisposableStack()
  const group = started.use(startMemoryGroup(mebibytes))
  const storage = await mkdtemp(path.join(tmpdir(), 'overload-'))
  started.defer(() => rm(storage, { recursive: true, force: true }))
  const sink = started.use(await startSink())
  const env = {
    // Empty is as good as none: the collector reads the limit of its container.
    GOMEMLIMIT: namesLimit ? `${Math.floor(mebibytes * GOMEMLIMIT_SHARE)}MiB` : '',
    TEMPO_ENDPOINT: sink.url,
    PROMETHEUS_ENDPOINT: sink.url,
    SIDECAR_STORAGE_DIR: storage,
  }
  const collector = started.use(await Lives.prepare('0123456789abcdef0123456789abcdef', env, group.launch))
  collector.begin()
  await collector.ready()

  const { units, unnamed } = await flood(target(collector.receiver), floodMs)
  const ended = performance.now()
  const failed = { name: 'GET /fails', kind: 'SERVER', status: 'ERROR' } as const
  const traceId = await waitFor(() => (collector.exit ? 'none' : sendTrace(collector.receiver, failed)), {
    deadline: RECOVERY_MS,
  })
  const recoveryMs = Math.round(performance.now() - ended)

  if (group.kills() > 0) problems.push(`The kernel killed it ${group.kills()} times.`)
  if (collector.exit) {
    problems.push(`The collector ended:\n${collector.output}`)
    return { units, peakBytes: group.peakBytes(), recoveryMs, problems }
  }
  const others = Object.keys(units).filter((status) => !POLITE.includes(status))
  if (others.length > 0) problems.push(`Answered ${others.join(', ')}.`)
  if (unnamed > 0) problems.push(`${unnamed} refusals name no time to come back.`)
  if (!units[503]) problems.push('Nothing was refused: this was no overload.')
  await waitFor(() => sink.trace(traceId).length > 0, { deadline: ARRIVAL_MS })
  const ledger = await sidecarLedger(collector.metricsPort, '--wait=30')
  if (!ledger.closes) problems.push(`The sums do not close: ${JSON.stringify(ledger.accounts)}`)
  return { units, peakBytes: group.peakBytes(), recoveryMs, problems }
}
