import { readFileSync } from 'node:fs'
import { credentials, Metadata } from '@grpc/grpc-js'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import type { Destination } from '../destination.ts'

/** Options of an OTLP/HTTP exporter. */
export function httpOptions(destination: Destination, url: string, timeoutMillis: number) {
  const ca = destination.certificate && readFileSync(destination.certificate)
  return {
    url,
    headers: { ...destination.headers },
    timeoutMillis,
    compression: compression(destination),
    httpAgentOptions: { keepAlive: true, ...(ca && { ca }) },
  }
}

/** Options of an OTLP/gRPC exporter. */
export function grpcOptions(destination: Destination, url: string, timeoutMillis: number) {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(destination.headers)) metadata.set(key, value)
  const ca = destination.certificate ? readFileSync(destination.certificate) : undefined
  return {
    url,
    metadata,
    timeoutMillis,
    compression: compression(destination),
    credentials: url.startsWith('https:') ? credentials.createSsl(ca) : credentials.createInsecure(),
  }
}

function compression(destination: Destination): CompressionAlgorithm {
  return destination.compression === 'gzip' ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE
}
