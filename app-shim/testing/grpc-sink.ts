import {
  type handleUnaryCall,
  type Metadata,
  Server,
  ServerCredentials,
  type ServiceError,
  type StatusObject,
} from '@grpc/grpc-js'
import {
  decodeMetrics,
  decodeTraces,
  type FlatDataPoint,
  type FlatSpan,
  flattenMetrics,
  flattenSpans,
} from '@ticketcap/otlp'

/** How the sink answers a call: `accept`, `hang`, or an error status. */
export type GrpcAnswer = 'accept' | 'hang' | Partial<StatusObject>

/** A collector in this process that takes OTLP over gRPC and keeps what it accepted. */
export class GrpcSink implements AsyncDisposable {
  readonly spans: FlatSpan[] = []
  readonly points: FlatDataPoint[] = []
  /** Metadata of every call, accepted or not. */
  readonly calls: { method: string; metadata: Metadata; at: number }[] = []
  /** Answers for the next calls in order; the last one stays. */
  answers: GrpcAnswer[] = ['accept']
  port = 0
  readonly #server = new Server()

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async listen(host = '127.0.0.1', port = 0): Promise<this> {
    this.#serve('/opentelemetry.proto.collector.trace.v1.TraceService/Export', (body) =>
      this.spans.push(...flattenSpans(decodeTraces(body))),
    )
    this.#serve('/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', (body) =>
      this.points.push(...flattenMetrics(decodeMetrics(body))),
    )
    this.port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      )
    })
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown()
  }

  #serve(method: string, keep: (body: Buffer) => void): void {
    const handle: handleUnaryCall<Buffer, Buffer> = (call, respond) => {
      this.calls.push({ method, metadata: call.metadata, at: performance.now() })
      const answer = (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? 'accept'
      if (answer === 'hang') return
      if (answer !== 'accept') return respond(answer as ServiceError)
      keep(call.request)
      respond(null, Buffer.alloc(0))
    }
    this.#server.register(
      method,
      handle,
      (response) => response,
      (request) => request,
      'unary',
    )
  }
}

/** Starts a gRPC sink on a free port; `await using` stops it. */
export function startGrpcSink(): Promise<GrpcSink> {
  return new GrpcSink().listen()
}
