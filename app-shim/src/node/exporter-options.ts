import { readFileSync } from 'node:fs'
import type { Destination } from '../destination.ts'
import type { BatchSettings, Settings } from '../settings.ts'

/** What an exporter of either protocol needs to know. */
export interface ExporterOptions {
  readonly destination: Destination
  /** Full URL of the signal. */
  readonly url: string
  /** Time limit of one export, retries included. */
  readonly timeoutMillis: number
  /** Exports on the way at the same time; one more fails. */
  readonly concurrencyLimit: number
  /** PEM of the certificate authority of the collector. */
  readonly certificate: Buffer | undefined
}

/** Exporter options from checked settings. Throws when the certificate file cannot be read. */
export function exporterOptions(
  destination: Destination,
  url: string,
  { timeoutMillis, batch }: Pick<Settings, 'timeoutMillis' | 'batch'>,
): ExporterOptions {
  return {
    destination,
    url,
    timeoutMillis,
    concurrencyLimit: concurrencyLimit(batch),
    certificate: destination.certificate === undefined ? undefined : readFileSync(destination.certificate),
  }
}

/** A flush sends the whole queue at once, so all of its batches must fit, beside those on the way already. */
function concurrencyLimit({ maxQueueSize, maxExportBatchSize }: BatchSettings): number {
  return Math.ceil(maxQueueSize / maxExportBatchSize) + 8
}
