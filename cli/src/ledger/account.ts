import type { Signal } from './pipelines.ts'

/** What became of items at one place. */
export type Fate =
  /** Handed to the next place. */
  | 'onward'
  /** Acknowledged by the backend. */
  | 'delivered'
  /** Held: in a queue, or in the sampler until its decision. */
  | 'waiting'
  /** Left out on purpose: a decision of the sampler, or a rule of the scrubber. */
  | 'left out'
  /** Sent back to the sender, which repeats it. */
  | 'refused'
  /** Accepted and never delivered. */
  | 'lost'

/** A part of what entered a place. */
export interface Entry {
  readonly fate: Fate
  readonly what: string
  readonly count: number
}

/**
 * One place and its sum. `closed`: everything that entered is accounted for. `waiting`: what is missing can be in a
 * queue that is not measured in items. `missing`: items vanished here, nobody counted them. `surplus`: more left than
 * entered: what a queue on disk held from before the last start, or items sent twice. `off`: the part is switched off.
 */
export type Verdict = 'closed' | 'waiting' | 'missing' | 'surplus' | 'off'

/** The sum over one place, for one signal, since the collector started. */
export interface Account {
  readonly signal: Signal
  /** Component id as in the configuration. */
  readonly place: string
  readonly entered: number
  readonly entries: readonly Entry[]
  /** Entered less everything that left: 0 when the sum closes. */
  readonly difference: number
  readonly verdict: Verdict
}

/** Closes the sum of one place. `opaque`: it holds something whose number of items is unknown. */
export function account(
  at: Pick<Account, 'signal' | 'place' | 'entered'>,
  entries: readonly Entry[],
  { off = false, opaque = false } = {},
): Account {
  const difference = at.entered - entries.reduce((total, { count }) => total + count, 0)
  return {
    ...at,
    entries: entries.filter(({ count, fate }) => count !== 0 || fate === 'onward' || fate === 'delivered'),
    difference: off ? 0 : difference,
    verdict: off ? 'off' : verdictOf(difference, opaque),
  }
}

/** Whether nothing vanished: what still waits, or came from a queue of before the start, is accounted for. */
export const closes = (accounts: readonly Account[]): boolean =>
  accounts.every(({ verdict }) => verdict !== 'missing')

function verdictOf(difference: number, opaque: boolean): Verdict {
  if (difference === 0) return 'closed'
  if (difference < 0) return 'surplus'
  return opaque ? 'waiting' : 'missing'
}
