import { parseArgs } from 'node:util'
import { MIXES, type Mix } from './visits.ts'

/** A run of buyers, as asked for on the command line. */
export interface BuyersOptions {
  readonly url: string
  readonly seed: number
  readonly rate: number
  readonly durationMs: number
  readonly mix: Mix
  readonly json: boolean
  readonly plantFile: string | undefined
  readonly help: boolean
}

/** The command line is wrong. The message says where, what was seen and what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `Usage: npm run buyers -- [options]

Sends seeded ticket buyers to the demo and prints what the app answered, counted.

  --url URL           the app                                (default http://127.0.0.1:3000)
  --seed N            same seed, same traffic                (default 1)
  --rate N            requests per second, from 0.1 to 1000  (default 20)
  --duration TIME     500ms, 30s, 5m, 1h or plain seconds   (default 30s)
  --mix all|shop      every kind of visit often, or as in a shop that runs well: most people look, few buy
                                                         (default all)
  --json              the counts as one JSON object on stdout
  --plant-file FILE   write the personal data and secrets that were sent, one JSON object per line
  --help              this text

Exit codes: 0 every request was answered, 1 some were not, 2 wrong usage.
`

/** Reads the command line. @throws {UsageError} */
export function readOptions(args: readonly string[]): BuyersOptions {
  const values = parse(args)
  return {
    url: url(values.url ?? 'http://127.0.0.1:3000'),
    seed: number('seed', values.seed ?? '1', { min: 0, max: 2 ** 32 - 1, whole: true }),
    rate: number('rate', values.rate ?? '20', { min: 0.1, max: 1000, whole: false }),
    durationMs: duration(values.duration ?? '30s'),
    mix: mix(values.mix ?? 'all'),
    json: values.json ?? false,
    plantFile: values['plant-file'],
    help: values.help ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        seed: { type: 'string' },
        rate: { type: 'string' },
        duration: { type: 'string' },
        mix: { type: 'string' },
        json: { type: 'boolean' },
        'plant-file': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function mix(raw: string): Mix {
  const found = MIXES.find((name) => name === raw)
  if (found === undefined) throw new UsageError(`--mix is "${raw}". Write ${MIXES.join(' or ')}.`)
  return found
}

function url(raw: string): string {
  if (!/^https?:\/\//.test(raw) || !URL.canParse(raw)) {
    throw new UsageError(`--url is "${raw}". Write it like http://127.0.0.1:3000.`)
  }
  return raw
}

function number(name: string, raw: string, limits: { min: number; max: number; whole: boolean }): number {
  const value = Number(raw)
  const fits = value >= limits.min && value <= limits.max && (!limits.whole || Number.isInteger(value))
  if (raw.trim() === '' || !fits) {
    const kind = limits.whole ? 'a whole number' : 'a number'
    throw new UsageError(`--${name} is "${raw}". Write ${kind} from ${limits.min} to ${limits.max}.`)
  }
  return value
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

const LONGEST_MS = 24 * UNIT_MS.h

function duration(raw: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(raw) ?? []
  const ms = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]
  if (!(ms >= 1 && ms <= LONGEST_MS)) {
    throw new UsageError(`--duration is "${raw}". Write it like 500ms, 30s, 5m or 1h; at most 24h.`)
  }
  return ms
}
