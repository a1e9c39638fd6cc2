import * as grpc from '@grpc/grpc-js'
import type { OtlpReceiver } from './send.ts'
import { newTraceId } from './spans.ts'

const TIMEOUT_MS = 60_000
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo'
const EXPORT_METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'

/** An answer over either protocol: an HTTP status or the name of a gRPC status, and the text that came with it. */
export interface Answer {
  status: number | string
  text: string
  /** Seconds until the next attempt, if the receiver asks for some: `Retry-After`, or `RetryInfo` of gRPC. */
  retryAfter?: string | null
}

/** Posts bytes to /v1/traces, with the right token unless the headers say otherwise. */
export async function post(
  receiver: OtlpReceiver,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
  path = '/v1/traces',
): Promise<Answer> {
  const response = await fetch(new URL(path, receiver.httpUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      authorization: `Bearer ${receiver.token}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : Buffer.from(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await response.text()
  return { status: response.status, text, retryAfter: response.headers.get('retry-after') }
}

/** The same bytes as one gRPC message, on a connection of their own. */
export function call(
  receiver: OtlpReceiver,
  body: Uint8Array,
  metadata: Record<string, string> = {},
  { gzip = false } = {},
): Promise<Answer> {
  const client = new grpc.Client(receiver.grpcAddress, grpc.credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
    'grpc.enable_retries': 0,
    ...(gzip && { 'grpc.default_compression_algorithm': 2 }),
  })
  const sent = new grpc.Metadata()
  for (const [key, value] of Object.entries({ authorization: `Bearer ${receiver.token}`, ...metadata }))
    sent.set(key, value)
  const bytes = (buffer: Buffer) => buffer
  return new Promise<Answer>((resolve) => {
    client.makeUnaryRequest(
      EXPORT_METHOD,
      bytes,
      bytes,
      Buffer.from(body),
      sent,
      { deadline: Date.now() + TIMEOUT_MS },
      (error) =>
        resolve({
          status: error ? (grpc.status[error.code] ?? error.code) : 'OK',
          text: error?.details ?? '',
          retryAfter: retryInfo(error?.metadata),
        }),
    )
  }).finally(() => client.close())
}

/** Whole seconds of a `google.rpc.RetryInfo`, fewer than 128, in the status of a call. */
function retryInfo(metadata?: grpc.Metadata): string | null {
  const [status] = metadata?.get('grpc-status-details-bin') ?? []
  if (!Buffer.isBuffer(status)) return null
  const at = status.indexOf(RETRY_INFO)
  // Behind the name of the type: Any.value, RetryInfo.retry_delay, and the tag of Duration.seconds.
  return at < 0 ? null : String(status[at + RETRY_INFO.length + 5])
}

function varint(number: number): Buffer {
  const bytes: number[] = []
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 128)
  }
}

/** A length-delimited field of protobuf, its parts one after another. */
export function field(number: number, ...parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([varint(number * 8 + 2), varint(length), ...parts])
}

/** What a span of `spanRequest` may have otherwise. */
export interface SpanParts {
  traceId?: Buffer
  spanId?: Buffer
  /** An AnyValue, as bytes: it becomes the attribute `k`. */
  value?: Buffer
  /** Fields of the span, as bytes. */
  more?: Buffer
}

/** A trace request with one span, written by hand so that it may be wrong. */
export function spanRequest({ traceId, spanId, value, more }: SpanParts = {}): Buffer {
  const span = Buffer.concat([
    field(1, traceId ?? Buffer.from(newTraceId(), 'hex')),
    field(2, spanId ?? Buffer.from('0102030405060708', 'hex')),
    field(5, Buffer.from('hostile')),
    ...(value ? [field(9, field(1, Buffer.from('k')), field(2, value))] : []),
    ...(more ? [more] : []),
  ])
  return field(1, field(2, field(2, span)))
}

/** A text as AnyValue. */
export const textValue = (text: Buffer | string): Buffer => field(1, Buffer.from(text as string))

/** Arrays inside each other, as AnyValue. */
export function nestedValue(depth: number): Buffer {
  const heads: Buffer[] = [textValue('bottom')]
  let length = heads[0]?.length ?? 0
  for (let level = 0; level < depth; level++)
    for (const number of [1, 5]) {
      const head = Buffer.concat([varint(number * 8 + 2), varint(length)])
      heads.push(head)
      length += head.length
    }
  return Buffer.concat(heads.reverse())
}

/** `count` empty messages in a field: two bytes each here, some 200 each once decoded. */
export function empties(number: number, count: number): Buffer {
  return Buffer.alloc(count * 2, Buffer.from([number * 8 + 2, 0]))
}

/** A trace request with one span in JSON; `more` is put behind its fields. */
export function jsonRequest(more = '', traceId = newTraceId()): string {
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${traceId}","spanId":"0102030405060708","name":"hostile","startTimeUnixNano":"1","endTimeUnixNano":"2"${more}}]}]}]}`
}
