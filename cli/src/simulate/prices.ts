import { readFile } from 'node:fs/promises'
import { SidecarError } from '../errors.ts'

/** What a backend costs a month; a rate that is left out is 0. */
export interface BackendPrice {
  readonly name: string
  readonly perGigabyte?: number
  readonly freeGigabytes?: number
  readonly perMillionSpans?: number
  readonly freeSpans?: number
  readonly source: string
}

/** A dated list of prices, by exporter id. */
export interface Prices {
  readonly date: string
  readonly currency: string
  readonly backends: Readonly<Record<string, BackendPrice>>
}

/** Reads a price file. @throws SidecarError E_CONFIG when it is none. */
export async function readPrices(path: string | undefined): Promise<Prices> {
  const file = path ?? new URL('prices.json', import.meta.url)
  let found: Partial<Prices>
  try {
    found = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new SidecarError('E_CONFIG', `${path}: cannot be read as prices (${(error as Error).message}).`)
  }
  const { date = '', currency, backends } = found
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !currency || typeof backends !== 'object')
    throw new SidecarError('E_CONFIG', `${path}: prices need date (YYYY-MM-DD), currency and backends.`)
  return { date, currency, backends }
}

/** The cost of a month of this traffic, or undefined for a backend without a price. */
export function monthlyCost(
  price: BackendPrice | undefined,
  month: { bytes: number; spans: number },
): number | undefined {
  if (!price) return undefined
  const gigabytes = Math.max(0, month.bytes / 1e9 - (price.freeGigabytes ?? 0))
  const spans = Math.max(0, month.spans - (price.freeSpans ?? 0))
  return gigabytes * (price.perGigabyte ?? 0) + (spans / 1e6) * (price.perMillionSpans ?? 0)
}
