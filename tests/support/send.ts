import * as grpc from '@grpc/grpc-js'
import { encodeTraces, type Input, type TracesRequest } from '@ticketcap/otlp'
import { newTraceId, type SpanLiteral, type TraceOptions, traceOf } from './spans.ts'

/** The wire protocols of OTLP, as `OTEL_EXPORTER_OTLP_PROTOCOL` names them. */
export type OtlpProtocol = 'grpc' | 'http/protobuf'

/** Where and how to send. */
export interface SendOptions {
  /** Default `http/protobuf`. */
  protocol?: OtlpProtocol
  /** Default: the token of the receiver; `null` or an empty one sends no authorization at all. */
  token?: string | null
}

/** A receiver of OTLP: the collector of this package, or anything with the same addresses. */
export interface OtlpReceiver {
  /** Base URL for OTLP over HTTP. */
  readonly httpUrl: string
  /** `host:port` for OTLP over gRPC. */
  readonly grpcAddress: string
  readonly token: string
}

const EXPORT_METHOD = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
const TIMEOUT_MS = 10_000

/** The receiver said no. `code` is the HTTP status or the gRPC status name. */
export class RefusedError extends Error {
  readonly code: number | string

  constructor(code: number | string, answer: string) {
    super(`The receiver answered ${code}: ${answer}`)
    this.code = code
  }
}

/** Sends one trace drawn as a nested literal and returns its trace id. */
export async function sendTrace(
  receiver: OtlpReceiver,
  root: SpanLiteral,
  { protocol, token, ...trace }: SendOptions & TraceOptions = {},
): Promise<string> {
  const traceId = trace.traceId ?? newTraceId()
  await sendTraces(receiver, traceOf(root, { ...trace, traceId }), { protocol, token })
  return traceId
}

/** Sends a trace request. @throws RefusedError when the receiver does not accept it. */
export async function sendTraces(
  receiver: OtlpReceiver,
  request: Input<TracesRequest>,
  { protocol = 'http/protobuf', token = receiver.token }: SendOptions = {},
): Promise<void> {
  const body = encodeTraces(request)
  const authorization = token ? `Bearer ${token}` : undefined
  if (protocol === 'grpc') return sendGrpc(receiver.grpcAddress, body, authorization)
  return sendHttp(receiver.httpUrl, body, authorization)
}

async function sendHttp(baseUrl: string, body: Uint8Array, authorization?: string): Promise<void> {
  const response = await fetch(new URL('/v1/traces', baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', ...(authorization && { authorization }) },
    body: Buffer.from(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const answer = await response.text()
  if (!response.ok) throw new RefusedError(response.status, answer)
}

function sendGrpc(address: string, body: Uint8Array, authorization?: string): Promise<void> {
  const client = new grpc.Client(address, grpc.credentials.createInsecure())
  const metadata = new grpc.Metadata()
  if (authorization) metadata.set('authorization', authorization)
  return new Promise<void>((resolve, reject) => {
    client.makeUnaryRequest(
      EXPORT_METHOD,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      Buffer.from(body),
      metadata,
      { deadline: Date.now() + TIMEOUT_MS },
      (error) =>
        error ? reject(new RefusedError(grpc.status[error.code] ?? error.code, error.details)) : resolve(),
    )
  }).finally(() => client.close())
}
