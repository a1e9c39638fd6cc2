import { encodeTraces } from '@ticketcap/otlp'

/** A span as the console's tests send it; times in milliseconds after a fixed origin. */
export interface SentSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name?: string
  kind?: number
  start?: number
  end?: number
  route?: string
  error?: boolean
}

const ORIGIN = 1_790_000_000_000

/** One OTLP request, as protobuf, from one service, with the policy on the scope as the tail sampler writes it. */
export function otlpRequest(spans: readonly SentSpan[], policy?: string, service = 'ticketcap'): Uint8Array {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
  return encodeTraces({
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', service)] },
        scopeSpans: [
          {
            scope: { name: 'test', attributes: policy ? [text('tailsampling.policy', policy)] : [] },
            spans: spans.map(({ start = 0, end = 10, route, error, ...span }) => ({
              name: 'span',
              kind: 1,
              ...span,
              startTimeUnixNano: BigInt(ORIGIN + start) * 1_000_000n,
              endTimeUnixNano: BigInt(ORIGIN + end) * 1_000_000n,
              attributes: route ? [text('http.route', route)] : [],
              status: error ? { code: 2 } : undefined,
            })),
          },
        ],
      },
    ],
  })
}

/** A trace or span id made of one repeated digit pair: `id(1, 16)` is "01" sixteen times. */
export function id(number: number, bytes: 8 | 16): string {
  return number.toString(16).padStart(2, '0').repeat(bytes)
}
