import { SidecarError } from '../errors.ts'
import { type Account, closes } from '../ledger/account.ts'
import { type LedgerSource, readLedger } from '../ledger/read-ledger.ts'
import { HttpError } from './http-error.ts'

/**
 * Answers `GET /api/ledger`: the sums of the running collector, as `sidecar ledger --json` has them. Undefined for another
 * route.
 *
 * @throws HttpError 503 without a source, or when the collector does not answer
 */
export async function answerLedger(
  route: string,
  source: LedgerSource | undefined,
): Promise<{ closes: boolean; accounts: Account[] } | undefined> {
  if (route !== 'GET /api/ledger') return undefined
  if (!source) {
    throw new HttpError(
      503,
      'console',
      'no collector',
      "It was started without the address of one's own metrics.",
    )
  }
  try {
    const accounts = await readLedger(source)
    return { closes: closes(accounts), accounts }
  } catch (error) {
    if (!(error instanceof SidecarError)) throw error
    throw new HttpError(503, 'ledger', error.message.replace(/\.$/, ''), 'Is npm start still running?')
  }
}
