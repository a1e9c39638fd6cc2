import { readFile } from 'node:fs/promises'
import { SidecarError } from '../errors.ts'
import type { Account } from './account.ts'
import { accounts } from './accounts.ts'
import { parseExposition } from './exposition.ts'
import { readTopology } from './pipelines.ts'

/** Where a ledger is read from. */
export interface LedgerSource {
  /** The configuration the collector runs, for the order of its parts. */
  readonly configFile: string
  /** The collector's own metrics page. */
  readonly metricsUrl: string
}

/** Longest wait for the collector's metrics page. */
const FETCH_TIMEOUT_MS = 5_000

/** The sums of a running collector, since it started. @throws SidecarError E_CONFIG, E_COLLECTOR_UNREACHABLE. */
export async function readLedger({ configFile, metricsUrl }: LedgerSource): Promise<Account[]> {
  const topology = readTopology(await readConfig(configFile), configFile)
  return accounts(topology, parseExposition(await fetchPage(metricsUrl)))
}

/** Reads until every sum has closed or `waitMs` has passed. What is in flight between two counters closes by itself. */
export async function readClosedLedger(source: LedgerSource, waitMs: number): Promise<Account[]> {
  const deadline = Date.now() + waitMs
  for (;;) {
    const found = await readLedger(source)
    if (
      found.every(({ verdict }) => verdict !== 'missing' && verdict !== 'waiting') ||
      Date.now() >= deadline
    )
      return found
    await new Promise((resolve) => setTimeout(resolve, Math.min(500, Math.max(0, deadline - Date.now()))))
  }
}

async function readConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new SidecarError(
      'E_CONFIG',
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code}). Give --config.`,
    )
  }
}

async function fetchPage(url: string): Promise<string> {
  let reason: string
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
    const text = await answer.text()
    if (answer.ok) return text
    reason = `answered ${answer.status}`
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } }
    reason = cause?.code ?? message
  }
  throw new SidecarError(
    'E_COLLECTOR_UNREACHABLE',
    `${url}: ${reason}. Start the collector, or give the port of its own metrics with --metrics-port.`,
  )
}
