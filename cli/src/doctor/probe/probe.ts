import type { Account } from '../../ledger/account.ts'
import type { Finding } from '../check.ts'
import { diagnose } from './diagnose.ts'
import { find } from './find.ts'
import { type Marked, markedItems } from './marked.ts'
import { send } from './send.ts'

/** Where a probe is sent, and where it is looked for. */
export interface ProbeSettings {
  /** Base URL of OTLP over HTTP. */
  readonly otlpUrl: string
  /** Base URL of the Sentry receiver. */
  readonly sentryReceiverUrl: string
  readonly token: string
  /** Base URL of the trace store's query API: the console, or Tempo. */
  readonly tracesUrl: string
  /** Base URL of Prometheus' query API. */
  readonly prometheusUrl: string
  /** Base URL of the query API of the Sentry stand-in; undefined for the real Sentry, which is not asked. */
  readonly sentryUrl?: string
  /** How long each may take from sending to being found, in milliseconds. */
  readonly waitMs: number
  /** The collector's own sums; undefined where its metrics page cannot be reached. */
  ledger(): Promise<readonly Account[] | undefined>
}

/** Sends one marked trace, metric and error as the app would, follows each to its backend, and says where it got. */
export async function probe(settings: ProbeSettings): Promise<Finding[]> {
  const before = await settings.ledger()
  return Promise.all(markedItems().map((item) => follow(item, settings, before)))
}

async function follow(
  item: Marked,
  settings: ProbeSettings,
  before: readonly Account[] | undefined,
): Promise<Finding> {
  const id = `probe-${item.kind}`
  const started = performance.now()
  const refusal = await send(item, settings)
  if (refusal) return { id, status: 'fail', ...refusal }
  const found = await find(item, settings)
  if (!found || found === 'not asked') return diagnose(item, before, await settings.ledger(), settings)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (found.raw)
    return {
      id,
      status: 'fail',
      message: `${item.kind} arrived after ${seconds} s with its personal data unmasked`,
      hint: 'Put scrub back after memory_limiter in every pipeline of collector-config.yaml.',
    }
  return { id, status: 'ok', message: `${item.kind} arrived in ${seconds} s, scrubbed, at ${found.where}` }
}
