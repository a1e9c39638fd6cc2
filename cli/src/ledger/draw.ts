import type { Paint } from '../terminal/colour.ts'
import type { Account, Fate, Verdict } from './account.ts'

const FATE_COLOUR: Partial<Record<Fate, 'red' | 'yellow' | 'green'>> = {
  delivered: 'green',
  lost: 'red',
  waiting: 'yellow',
  refused: 'yellow',
}
const VERDICT: Record<Verdict, { mark: string; colour: 'red' | 'yellow' | 'green' | 'gray' }> = {
  closed: { mark: 'closes', colour: 'green' },
  waiting: { mark: 'still waiting', colour: 'yellow' },
  surplus: { mark: 'more out than in: a queue from before the start, or items sent twice', colour: 'yellow' },
  missing: { mark: 'MISSING', colour: 'red' },
  off: { mark: 'switched off', colour: 'gray' },
}

/** The ledger as lines of text for a terminal. */
export function drawLedger(accounts: readonly Account[], paint: Paint): string {
  const lines: string[] = []
  for (const [signal, places] of Map.groupBy(accounts, ({ signal }) => signal)) {
    lines.push(paint('bold', signal))
    const width = Math.max(...places.map(({ place }) => place.length))
    for (const account of places) lines.push(`  ${drawAccount(account, width, paint)}`)
  }
  return `${lines.join('\n')}\n`
}

function drawAccount({ place, entered, entries, difference, verdict }: Account, width: number, paint: Paint) {
  const { mark, colour } = VERDICT[verdict]
  const gone = entries.map(({ fate, what, count }) => {
    const text = `${count.toLocaleString('en')} ${what}`
    const tint = FATE_COLOUR[fate]
    return tint && count > 0 ? paint(tint, text) : text
  })
  const sum = difference === 0 ? mark : `${Math.abs(difference).toLocaleString('en')} ${mark}`
  return `${place.padEnd(width)}  ${entered.toLocaleString('en').padStart(9)} in = ${gone.join(' + ')}  ${paint(colour, sum)}`
}
