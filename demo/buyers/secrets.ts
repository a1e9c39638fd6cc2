import type { Random } from './random.ts'

const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789']

/** What a browser or a careless integration carries along. Put together at run time: none is a literal here. */
export interface Secrets {
  readonly bearer: string
  readonly jwt: string
  readonly session: string
  readonly vendorKey: string
  readonly sourceToken: string
  readonly resetToken: string
}

/** Invents one of each kind of secret. */
export function inventSecrets(random: Random): Secrets {
  const token = (length: number) => Array.from({ length }, () => random.pick(LETTERS)).join('')
  const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    bearer: token(40),
    jwt: [json({ alg: 'HS256', typ: 'JWT' }), json({ sub: random.digits(6), role: 'guest' }), token(43)].join(
      '.',
    ),
    session: token(32),
    vendorKey: ['sk', 'live', token(24)].join('_'),
    sourceToken: ['ghp', token(36)].join('_'),
    resetToken: token(28),
  }
}
