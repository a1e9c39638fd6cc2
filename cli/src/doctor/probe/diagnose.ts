import type { Account, Fate } from '../../ledger/account.ts'
import type { Finding } from '../check.ts'
import type { Marked } from './marked.ts'
import type { ProbeSettings } from './probe.ts'

const SIGNAL = { trace: 'traces', metric: 'metrics', error: 'logs' } as const
const SENTRY = 'sentry_envelope'

type Accounts = readonly Account[] | undefined

/** Says where an accepted item that did not show up got, from what the sums of the collector did meanwhile. */
export function diagnose(item: Marked, before: Accounts, after: Accounts, settings: ProbeSettings): Finding {
  const id = `probe-${item.kind}`
  if (!after)
    return {
      id,
      status: item.kind === 'error' && !settings.sentryUrl ? 'warn' : 'fail',
      message: `${item.kind} was accepted and not seen again; the collector's own metrics cannot be read from here`,
      hint: 'Run doctor on the machine of the collector, or give --metrics-port.',
    }
  const exporters = after.filter(
    ({ signal, place }) => signal === SIGNAL[item.kind] && isExporter(item, place),
  )
  const off = exporters.find(({ verdict }) => verdict === 'off')
  if (off)
    return {
      id,
      status: 'warn',
      message: `${item.kind} accepted and dropped: ${off.place} is switched off`,
      hint: 'Set SENTRY_DSN on the collector to deliver errors.',
    }
  return { id, ...verdict(item, before, after, exporters, settings) }
}

function verdict(
  item: Marked,
  before: Accounts,
  after: readonly Account[],
  exporters: readonly Account[],
  settings: ProbeSettings,
): Omit<Finding, 'id'> {
  const grown = (account: Account, fate: Fate) =>
    count(account, fate) -
    count(
      before?.find((old) => same(old, account)),
      fate,
    )
  for (const exporter of exporters) {
    const address = ADDRESS[exporter.place] ?? 'the address of the backend'
    if (grown(exporter, 'lost') > 0)
      return {
        status: 'fail',
        message: `${item.kind} lost at ${exporter.place}: the backend refused it for good, or the queue was full`,
        hint: `See the log of the collector, then correct ${address}.`,
      }
    if (count(exporter, 'waiting') > 0 || exporter.verdict === 'waiting')
      return {
        status: 'fail',
        message: `${item.kind} waits in the queue of ${exporter.place}: the backend does not take it`,
        hint: `Start the backend, or correct ${address}. Nothing is lost meanwhile.`,
      }
    if (grown(exporter, 'delivered') > 0)
      return item.kind === 'error' && !settings.sentryUrl
        ? { status: 'ok', message: `error delivered by ${exporter.place}; Sentry itself was not asked` }
        : {
            status: 'fail',
            message: `${exporter.place} delivered, and the ${item.kind} is not found where doctor looked`,
            hint: 'Give the query address of the backend the collector delivers to: --traces-url, --prometheus-url.',
          }
  }
  const sampler = after.find(({ place }) => place === 'tail_sampling')
  if (item.kind === 'trace' && sampler && grown(sampler, 'left out') > 0)
    return {
      status: 'fail',
      message: 'trace lost at tail_sampling: a failed trace was sampled out',
      hint: 'Put keep-errors back into the policies of collector-config.yaml.',
    }
  const missing = after.find(({ verdict, signal }) => verdict === 'missing' && signal === SIGNAL[item.kind])
  if (missing)
    return {
      status: 'fail',
      message: `${item.kind} lost at ${missing.place}: it took less than it was given`,
      hint: 'See the log of the collector for this part.',
    }
  return {
    status: 'fail',
    message: `${item.kind} was accepted and is still under way after ${settings.waitMs / 1000} s`,
    hint: 'Give it longer with --wait; SAMPLING_DECISION_WAIT says how long a trace waits for its decision.',
  }
}

const ADDRESS: Readonly<Record<string, string>> = {
  'otlp_http/tempo': 'TEMPO_ENDPOINT and TEMPO_AUTHORIZATION',
  'otlp_http/prometheus': 'PROMETHEUS_ENDPOINT and PROMETHEUS_AUTHORIZATION',
  [SENTRY]: 'SENTRY_DSN',
}

/** A trace also goes to Sentry, which keeps fewer of them: there its absence says nothing. */
const isExporter = (item: Marked, place: string) =>
  place.startsWith('otlp_http/') || (item.kind === 'error' && place === SENTRY)

const same = (one: Account, other: Account) => one.place === other.place && one.signal === other.signal

const count = (account: Account | undefined, fate: Fate) =>
  (account?.entries ?? [])
    .filter((entry) => entry.fate === fate)
    .reduce((total, entry) => total + entry.count, 0)
