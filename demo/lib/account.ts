/** Guests of the demonstration. There are no passwords: `?account=dana` in any address signs in, `?account=none` out. */
export const ACCOUNTS = {
  dana: { id: 'u-1001', email: 'dana@example.org' },
  omer: { id: 'u-1002', email: 'omer@example.org' },
} as const

/** The part of an address that signs out. */
export const NO_ACCOUNT = 'none'

export type AccountName = keyof typeof ACCOUNTS

/** Header by which the proxy hands the account to pages and routes. */
export const ACCOUNT_HEADER = 'x-account'

/** True for the name of a guest we know. */
export function isAccount(value: string | null | undefined): value is AccountName {
  return typeof value === 'string' && Object.hasOwn(ACCOUNTS, value)
}
