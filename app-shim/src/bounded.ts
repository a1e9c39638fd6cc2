import { OTHER } from './names.ts'

/**
 * The value itself when the list knows it, else `other`: a label must not grow without limit.
 *
 * @example bounded('COMPLETED', VALUES.paymentStatus) // 'COMPLETED'
 */
export function bounded(value: string, known: readonly string[]): string {
  return known.includes(value) ? value : OTHER
}
