import { OtlpDecodeError } from './error.ts'
import { fromJson } from './from-json.ts'
import { fromProtobuf } from './from-protobuf.ts'
import type { LogsRequest, MetricsRequest, RequestOf, TracesRequest } from './messages.ts'
import { REQUEST, type Signal } from './schema.ts'

/** An OTLP body: protobuf or JSON bytes, JSON text, or JSON already parsed. */
export type Body = Uint8Array | string | object

const PROTOBUF = 'application/x-protobuf'
const JSON_TYPE = 'application/json'

/** Reads an ExportTraceServiceRequest. Bytes are protobuf unless `contentType` says application/json. */
export function decodeTraces(body: Body, contentType?: string): TracesRequest {
  return decode('traces', body, contentType)
}

/** Reads an ExportMetricsServiceRequest. Bytes are protobuf unless `contentType` says application/json. */
export function decodeMetrics(body: Body, contentType?: string): MetricsRequest {
  return decode('metrics', body, contentType)
}

/** Reads an ExportLogsServiceRequest. Bytes are protobuf unless `contentType` says application/json. */
export function decodeLogs(body: Body, contentType?: string): LogsRequest {
  return decode('logs', body, contentType)
}

function decode<S extends Signal>(signal: S, body: Body, contentType?: string): RequestOf[S] {
  const type = REQUEST[signal]
  if (body instanceof Uint8Array) {
    const mediaType = (contentType ?? PROTOBUF).split(';')[0]?.trim().toLowerCase()
    if (mediaType === PROTOBUF) return fromProtobuf(type, body) as RequestOf[S]
    if (mediaType !== JSON_TYPE) {
      throw new OtlpDecodeError(
        'content-type',
        `found "${mediaType}"`,
        `OTLP over HTTP is ${PROTOBUF} or ${JSON_TYPE}.`,
      )
    }
    return fromJson(type, parse(Buffer.from(body).toString('utf8'), type.name)) as RequestOf[S]
  }
  return fromJson(type, typeof body === 'string' ? parse(body, type.name) : body) as RequestOf[S]
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the input, which may be captured data.
    throw new OtlpDecodeError(
      path,
      `${text.length} characters are not JSON`,
      'Send one complete JSON object.',
    )
  }
}
