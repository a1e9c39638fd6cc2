/** What the fake provider does with a card, decided by its last four digits. */
export type Behaviour = 'approve' | 'decline' | 'fail' | 'hang'

/** Cards (all valid by Luhn) for each behaviour. Every other card is approved. */
export const TEST_CARDS = {
  approve: '4242424242424242',
  decline: '4000000000000002',
  fail: '4000000000000119',
  hang: '4000000000000259',
} as const satisfies Record<Behaviour, string>

const BY_LAST_FOUR: ReadonlyMap<string, Behaviour> = new Map([
  ['0002', 'decline'],
  ['0119', 'fail'],
  ['0259', 'hang'],
])

/** Decides by the last four digits; spaces and hyphens do not matter. */
export function behaviourOf(card: string): Behaviour {
  return BY_LAST_FOUR.get(card.replaceAll(/\D/g, '').slice(-4)) ?? 'approve'
}
