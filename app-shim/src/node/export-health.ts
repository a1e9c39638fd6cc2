import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import type { Destination } from '../destination.ts'
import type { ErrorCode } from '../errors.ts'

/** Follows exports to one collector: says once that they fail and why, and once that they work again. */
export interface ExportHealth {
  observe(result: ExportResult): void
}

export interface Console {
  warn(line: string): void
  info(line: string): void
}

/** The health of exports to a destination, shared by traces and metrics. */
export function exportHealth({ protocol, tracesUrls }: Destination, out: Console): ExportHealth {
  const where = tracesUrls.map((url) => new URL(url).origin).join(', ')
  let failing = false
  return {
    observe(result) {
      if (result.code === ExportResultCode.SUCCESS) {
        if (failing) out.info(`[telemetry] The collector at ${where} takes data again.`)
        failing = false
        return
      }
      if (failing) return
      failing = true
      out.warn(warningOf(`${where} (${protocol})`, result.error, CONSEQUENCE))
    },
  }
}

const CONSEQUENCE = 'The app is not affected; spans that do not fit the queue are dropped and counted.'

/** The one line about a failed export: what was seen, what to do and what follows. */
export function warningOf(where: string, error: Error | undefined, consequence: string): string {
  const { code, seen, remedy } = explain(error)
  return `[telemetry] ${code} ${where} ${seen}. ${remedy} ${consequence}`
}

/** Whether an export failed because of its data: another collector would not take it either. */
export function isDataRefused(error: Error | undefined): boolean {
  // gRPC's RESOURCE_EXHAUSTED is a message that is too large; a collector without memory answers UNAVAILABLE.
  return classify(error) === 'E_EXPORT_REJECTED' || (error as { code?: unknown } | undefined)?.code === 8
}

interface Explanation {
  readonly code: ErrorCode
  readonly seen: string
  readonly remedy: string
}

/** gRPC status codes, https://grpc.io/docs/guides/status-codes/. HTTP ones are above 99, so the two do not collide. */
const EXPLANATIONS: Readonly<Record<number, Explanation['code']>> = {
  1: 'E_EXPORT_UNREACHABLE',
  4: 'E_EXPORT_TIMEOUT',
  7: 'E_EXPORT_UNAUTHORIZED',
  8: 'E_EXPORT_BUSY',
  10: 'E_EXPORT_BUSY',
  12: 'E_EXPORT_NOT_FOUND',
  14: 'E_EXPORT_UNREACHABLE',
  16: 'E_EXPORT_UNAUTHORIZED',
  401: 'E_EXPORT_UNAUTHORIZED',
  403: 'E_EXPORT_UNAUTHORIZED',
  404: 'E_EXPORT_NOT_FOUND',
  405: 'E_EXPORT_NOT_FOUND',
  429: 'E_EXPORT_BUSY',
  502: 'E_EXPORT_BUSY',
  503: 'E_EXPORT_BUSY',
  504: 'E_EXPORT_BUSY',
}

const REMEDIES: Partial<Record<ErrorCode, string>> = {
  E_EXPORT_UNREACHABLE: 'Start the collector or correct OTEL_EXPORTER_OTLP_ENDPOINT.',
  E_EXPORT_UNAUTHORIZED: 'Give the app the same SIDECAR_TOKEN as the collector.',
  E_EXPORT_NOT_FOUND:
    'Correct OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_PROTOCOL: something else listens there.',
  E_EXPORT_BUSY: 'Look at the memory and queue of the collector.',
  E_EXPORT_TIMEOUT: 'Look at the collector: it accepts connections and does not answer in time.',
  E_EXPORT_REJECTED: 'Look at the log of the collector.',
}

function explain(error: Error | undefined): Explanation {
  const code = classify(error)
  return {
    code,
    seen: `cannot be used: ${error?.message || 'no reason given'}`,
    remedy: REMEDIES[code] ?? '',
  }
}

function classify(error: Error | undefined): ErrorCode {
  const code = (error as { code?: unknown } | undefined)?.code
  if (typeof code === 'number') return EXPLANATIONS[code] ?? 'E_EXPORT_REJECTED'
  if (typeof code === 'string') return code === 'ETIMEDOUT' ? 'E_EXPORT_TIMEOUT' : 'E_EXPORT_UNREACHABLE'
  if (/timed out|timeout/i.test(error?.message ?? '')) return 'E_EXPORT_TIMEOUT'
  if (/retryable/.test(error?.message ?? '')) return 'E_EXPORT_BUSY'
  return 'E_EXPORT_REJECTED'
}
