import { createHash, timingSafeEqual } from 'node:crypto'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import { type Environment, read, VARIABLES } from '../environment.ts'
import { KEEP_TRACE_HEADER, SENTRY_ATTR } from '../names.ts'
import type { Warn } from '../warn-once.ts'
import { onSpanStart } from './on-span-start.ts'
import type { RequestRecord, RequestRecords } from './sentry/request-records.ts'

/** Below it a secret can be guessed. */
const MIN_SECRET_CHARACTERS = 16

/**
 * Marks the spans of a request whose `x-ticketcap-keep-trace` header is the secret, so that the collector keeps its
 * trace. Undefined without `SIDECAR_KEEP_TRACE_SECRET`: then the header means nothing, and nobody can fill the store
 * with traces of his choice.
 */
export function keepAskedFor(
  env: Environment,
  records: RequestRecords,
  warn: Warn,
): SpanProcessor | undefined {
  const secret = read(env, 'keepTraceSecret')
  if (secret === undefined) return undefined
  if (secret.length < MIN_SECRET_CHARACTERS) {
    warn(
      'E_VARIABLE_INVALID',
      VARIABLES.keepTraceSecret.name,
      `has ${secret.length} characters. Use ${MIN_SECRET_CHARACTERS} or more; the header means nothing until then.`,
    )
    return undefined
  }
  const expected = digest(secret)
  const known = new WeakMap<RequestRecord, boolean>()
  const asks = (record: RequestRecord): boolean => {
    const given = record.request?.headers[KEEP_TRACE_HEADER]
    // Of digests, as a comparison must not tell how much of the secret was right, nor how long it is.
    return typeof given === 'string' && timingSafeEqual(digest(given), expected)
  }
  return onSpanStart((span) => {
    const record = records.current()
    if (record === undefined) return
    let kept = known.get(record)
    if (kept === undefined) {
      kept = asks(record)
      known.set(record, kept)
    }
    if (kept) span.setAttribute(SENTRY_ATTR.keep, true)
  })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
