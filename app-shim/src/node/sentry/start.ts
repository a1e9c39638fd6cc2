import { readFileSync } from 'node:fs'
import type { ErrorPort } from '../../error-port.ts'
import { counter } from '../../instruments.ts'
import { SENTRY_ATTR, SENTRY_METRIC, SENTRY_VALUES } from '../../sentry-names.ts'
import { readSentrySettings } from '../../sentry-settings.ts'
import type { Settings } from '../../settings.ts'
import { sharedState } from '../../shared-state.ts'
import { warnOnce } from '../../warn-once.ts'
import { sentryClient } from './client.ts'
import { EnvelopeQueue } from './envelope-queue.ts'
import { errorPort } from './error-port.ts'
import { envelopePoster } from './post-envelope.ts'
import type { RequestRecords } from './request-records.ts'

/** About a thousand errors, or four with everything they can carry, for each of the two kinds of senders. */
const MAX_BYTES = 8 * 1024 * 1024
const MAX_ENVELOPES = 1000
/** A collector beside the app answers in milliseconds; a try that takes longer is made again. */
const LONGEST_TRY_MILLIS = 5000

/** Errors of a running process. */
export interface SentryHandle {
  readonly port: ErrorPort
  /** Sends what waits, for a number of milliseconds at most. */
  flush(millis: number): Promise<void>
  /** Flushes, then counts what could not be sent. */
  close(millis: number): Promise<void>
}

/**
 * Starts the way of errors to the collector. Undefined when its address cannot be used. Throws when the certificate
 * cannot be read.
 *
 * @param attributes resource attributes: version and environment stand on errors too
 */
export function startSentry(
  { destination, timeoutMillis }: Settings,
  attributes: Readonly<Record<string, string>>,
  records: RequestRecords,
): SentryHandle | undefined {
  const settings = destination && readSentrySettings(process.env, destination, warnOnce)
  if (destination === undefined || settings === undefined) return undefined
  const deliver = envelopePoster({
    urls: settings.urls,
    headers: destination.headers,
    timeoutMillis: Math.min(timeoutMillis, LONGEST_TRY_MILLIS),
    certificate: destination.certificate === undefined ? undefined : readFileSync(destination.certificate),
  })
  const onTrouble = troubleTold(settings.urls)
  // Two queues: whoever floods the browser's one must not push out an error of the server.
  const queueOf = (origin: string) =>
    new EnvelopeQueue({
      deliver: (envelope) => records.outside(() => deliver(envelope)),
      onOutcome: (outcome) => count(outcome, origin),
      onTrouble,
      maxBytes: MAX_BYTES,
      maxEnvelopes: MAX_ENVELOPES,
    })
  const server = queueOf('server')
  const browser = queueOf('browser')
  const client = sentryClient({
    release: attributes['service.version'],
    environment: attributes['deployment.environment.name'],
    ignoreErrors: settings.ignoreErrors,
    directory: process.cwd(),
    send: (envelope) => server.push(envelope),
  })
  // Every series exists at 0, so that the first loss is an increase.
  for (const origin of SENTRY_VALUES.origin) {
    for (const outcome of SENTRY_VALUES.outcome) count(outcome, origin, 0)
  }
  const both = async (work: (queue: EnvelopeQueue) => Promise<void>) => {
    await Promise.all([server, browser].map(work))
  }
  const port = errorPort({ client, records, settings, forward: (envelope) => browser.push(envelope) })
  sharedState().errors = port
  return {
    port,
    flush: (millis) => both((queue) => queue.flush(millis)),
    close: (millis) => both((queue) => queue.close(millis)),
  }
}

function count(outcome: string, origin: string, envelopes = 1): void {
  counter(SENTRY_METRIC.envelopes).add(envelopes, {
    [SENTRY_ATTR.outcome]: outcome,
    [SENTRY_ATTR.origin]: origin,
  })
}

/** One line when deliveries begin to fail and one when they work again. */
function troubleTold(urls: readonly string[]): (reason: string | undefined) => void {
  const origin = urls.map((url) => new URL(url).origin).join(', ')
  let failing = false
  return (reason) => {
    if (reason === undefined) {
      if (failing) console.info(`[telemetry] The Sentry receiver at ${origin} takes errors again.`)
      failing = false
      return
    }
    failing = true
    warnOnce(
      'E_SENTRY_UNDELIVERED',
      origin,
      `${reason}. Errors wait in memory, ${MAX_BYTES / 1024 / 1024} MiB at most; then the oldest are dropped and counted.`,
    )
  }
}
