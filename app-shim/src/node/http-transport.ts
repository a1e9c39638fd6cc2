import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  type ExportResponse,
  type IExporterTransport,
  OTLPExporterError,
} from '@opentelemetry/otlp-exporter-base'
import { type PostTarget, poster } from './post.ts'

const compress = promisify(gzip)

/**
 * One OTLP/HTTP request for each send. The transport inside `exporter-trace-otlp-proto` repeats what fails, so the
 * next of several collectors would have to wait for its time limit.
 */
export function httpTransport(target: PostTarget, compression: 'gzip' | 'none'): IExporterTransport {
  const zipped = compression === 'gzip'
  const headers = {
    ...target.headers,
    'content-type': 'application/x-protobuf',
    ...(zipped && { 'content-encoding': 'gzip' }),
  }
  const { post, close } = poster({ ...target, headers })
  return {
    async send(data): Promise<ExportResponse> {
      try {
        const { status } = await post(zipped ? await compress(data) : data)
        if (status >= 200 && status < 300) return { status: 'success' }
        return { status: 'failure', error: new OTLPExporterError(`answers ${status}`, status) }
      } catch (error) {
        return { status: 'failure', error: error as Error }
      }
    },
    shutdown: close,
  }
}
