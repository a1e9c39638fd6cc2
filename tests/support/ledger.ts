import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Account, Fate } from '../../cli/src/ledger/account.ts'
import { inRepository } from './repository.ts'

/** What `sidecar ledger --json` says. */
export interface Ledger {
  closes: boolean
  accounts: Account[]
  exitCode: number
}

/** What an operator types, read as JSON; `args` such as `--wait=20`. */
export async function sidecarLedger(metricsPort: number, ...args: string[]): Promise<Ledger> {
  const command = [inRepository('cli/src/main.ts'), 'ledger', '--json', `--metrics-port=${metricsPort}`]
  const child = spawn(process.execPath, [...command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (output === '') throw new Error(`sidecar ledger ended with ${exitCode} and no JSON; see stderr.`)
  return { ...JSON.parse(output), exitCode }
}

/** The sum over one place. @throws Error with all sums when there is no such place. */
export function accountAt({ accounts }: Ledger, signal: Account['signal'], id: string): Account {
  const found = accounts.find((account) => account.signal === signal && account.place === id)
  if (!found) throw new Error(`no ${signal} ${id} in ${JSON.stringify(accounts, undefined, 2)}`)
  return found
}

/** How many items of an account met this fate. */
export function counted(account: Account, fate: Fate): number {
  return account.entries.filter((entry) => entry.fate === fate).reduce((total, { count }) => total + count, 0)
}
