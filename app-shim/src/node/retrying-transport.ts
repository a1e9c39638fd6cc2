import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base'

const FIRST_BACKOFF_MILLIS = 500
const MAX_BACKOFF_MILLIS = 5000
const BACKOFF_FACTOR = 2
/** Up to this share is added or taken away, so that many apps do not come back in step. */
const JITTER = 0.2

/**
 * Sends again what may be sent again, until the time limit of the export is over. A delay that the server asks for is
 * kept; when it does not fit the time limit the export fails at once.
 */
export function retryingTransport(transport: IExporterTransport): IExporterTransport {
  return {
    async send(data, timeoutMillis) {
      const deadline = Date.now() + timeoutMillis
      let backoff = FIRST_BACKOFF_MILLIS
      for (;;) {
        const response = await transport.send(data, Math.max(1, deadline - Date.now()))
        if (response.status !== 'retryable') return response
        const delay = response.retryInMillis ?? jittered(backoff)
        if (delay >= deadline - Date.now()) return giveUp(response.error)
        backoff = Math.min(backoff * BACKOFF_FACTOR, MAX_BACKOFF_MILLIS)
        await wait(delay)
      }
    },
    shutdown: () => transport.shutdown(),
  }
}

function jittered(millis: number): number {
  return millis * (1 + JITTER * (2 * Math.random() - 1))
}

function giveUp(error: Error | undefined): ExportResponse {
  return { status: 'failure', error: error ?? new Error('Export failed with retryable status') }
}

/** Does not keep the process alive: a process that is done does not wait for a collector that is away. */
function wait(millis: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, millis).unref())
}
