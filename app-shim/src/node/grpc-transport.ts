import { Client, type ClientOptions, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base'
import type { ExporterOptions } from './exporter-options.ts'
import { readRetryDelay } from './retry-info.ts'

/** The method of each signal. */
export const GRPC_METHOD = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
} as const

/** OTLP: these may be sent again. RESOURCE_EXHAUSTED only when the server says when. */
const RETRYABLE = new Set([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
])

/**
 * One unary gRPC call for each send.
 *
 * The transport of `otlp-grpc-exporter-base` cannot serve here: it marks no error as retryable, so a collector that is
 * restarting costs every batch, and its channel options cannot be set, so it may take two minutes to reconnect.
 */
export function grpcTransport(
  options: ExporterOptions,
  method: string,
  { reconnectAtOnce = false } = {},
): IExporterTransport {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(options.destination.headers)) metadata.set(key, value)
  let client: Client | undefined

  const call = (data: Buffer, deadline: number) =>
    new Promise<ExportResponse>((resolve) => {
      client ??= connect(options)
      const used = client
      client.makeUnaryRequest(method, same, same, data, metadata, { deadline }, (error, response) => {
        if (error === null) return resolve({ status: 'success', data: response })
        // A connection that swallows data looks healthy to gRPC, and one that failed is tried again when gRPC thinks fit.
        const useless =
          error.code === status.DEADLINE_EXCEEDED || (reconnectAtOnce && error.code === status.UNAVAILABLE)
        if (useless && client === used) {
          // The next call gets a new one.
          used.close()
          client = undefined
        }
        resolve(failure(error))
      })
    })

  return {
    send: (data, timeoutMillis) =>
      call(Buffer.from(data.buffer, data.byteOffset, data.byteLength), Date.now() + timeoutMillis),
    shutdown: () => client?.close(),
  }
}

function connect({ url, certificate, destination }: ExporterOptions): Client {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'https:'
  const address = `${hostname}:${port || (secure ? 443 : 80)}`
  const security = secure ? credentials.createSsl(certificate) : credentials.createInsecure()
  return new Client(address, security, channelOptions(destination.compression))
}

/**
 * No keep-alive pings: the collector answers pings more often than every five minutes with a disconnect.
 * A dead connection is found by the deadline of a call instead.
 */
function channelOptions(compression: 'gzip' | 'none'): ClientOptions {
  return {
    // 2 is gzip in grpc-js.
    'grpc.default_compression_algorithm': compression === 'gzip' ? 2 : 0,
    // The library waits up to two minutes; a collector that is back should be found at once.
    'grpc.max_reconnect_backoff_ms': 5000,
    'grpc.dns_min_time_between_resolutions_ms': 5000,
    // A replaced client must open a new connection.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.service_config_disable_resolution': 1,
    // As with OTLP/HTTP: the collector stands beside the app, not behind a proxy.
    'grpc.enable_http_proxy': 0,
  }
}

function failure(error: ServiceError): ExportResponse {
  const retryInMillis = readRetryDelay(error.metadata)
  const retryable =
    RETRYABLE.has(error.code) || (error.code === status.RESOURCE_EXHAUSTED && retryInMillis !== undefined)
  return retryable ? { status: 'retryable', retryInMillis, error } : { status: 'failure', error }
}

function same(bytes: Buffer): Buffer {
  return bytes
}
