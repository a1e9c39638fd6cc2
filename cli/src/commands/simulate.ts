import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { defineCommand } from 'citty'
import { buildCollector } from '../../../collector/build.ts'
import { SidecarError } from '../errors.ts'
import { ROOT } from '../root.ts'
import { drawHtml } from '../simulate/draw-html.ts'
import { drawText } from '../simulate/draw-text.ts'
import { readPrices } from '../simulate/prices.ts'
import { simulate } from '../simulate/simulate.ts'
import { CLASSES } from '../simulate/trace-facts.ts'
import { type Budget, broken } from '../simulate/verdict.ts'
import { paintFor } from '../terminal/colour.ts'

/** Version of the JSON below; a change that breaks a reader raises it. */
const SCHEMA_VERSION = 1
const DEFAULT_SPANS = 100_000
const DEFAULT_SEED = 1

export default defineCommand({
  meta: {
    description:
      'Try sampling rules on recorded traffic, on the real collector, and see what they keep and cost',
  },
  args: {
    config: {
      type: 'string',
      valueHint: 'file',
      description: 'The candidate (default collector-config.yaml)',
    },
    against: { type: 'string', valueHint: 'file', description: 'A second configuration, side by side' },
    traffic: {
      type: 'string',
      valueHint: 'file',
      description: 'A recording of `sidecar record`; without one, traffic is made up',
    },
    spans: {
      type: 'string',
      valueHint: 'number',
      default: String(DEFAULT_SPANS),
      description: 'Spans to make up',
    },
    seed: {
      type: 'string',
      valueHint: 'number',
      default: String(DEFAULT_SEED),
      description: 'Seed of what is made up',
    },
    speed: {
      type: 'string',
      valueHint: 'times',
      description: 'How much faster than recorded (default: what two cores take)',
    },
    prices: {
      type: 'string',
      valueHint: 'file',
      description: 'Prices of your own (default cli/src/simulate/prices.json)',
    },
    html: { type: 'string', valueHint: 'file', description: 'Also write a page that needs nothing else' },
    json: { type: 'boolean', description: 'Print everything as JSON on stdout' },
    'max-cost': { type: 'string', valueHint: 'amount', description: 'Fail when a month costs more' },
    'max-kept': {
      type: 'string',
      valueHint: 'percent',
      description: 'Fail when a larger share of spans is kept',
    },
    'may-lose': {
      type: 'string',
      valueHint: 'classes',
      description: `Classes that need not be kept whole, with commas: ${CLASSES.join(', ')}`,
    },
  },
  run: ({ args }) => run(args as Arguments),
})

type Arguments = Record<string, string | boolean | undefined>

async function run(args: Arguments): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(signal))
  const budget = budgetOf(args)
  const configs = [args.config ?? path.join(ROOT, 'collector-config.yaml'), args.against].filter(
    (file) => file !== undefined,
  )
  const prices = await readPrices(args.prices as string | undefined)
  const paint = paintFor(process.stderr)
  try {
    const found = await simulate({
      configs: configs.map((file) => path.relative('', path.resolve(String(file))) || String(file)),
      traffic: args.traffic
        ? String(args.traffic)
        : { generatedSpans: whole(args.spans, '--spans'), seed: whole(args.seed, '--seed') },
      speed: args.speed === undefined ? undefined : positive(args.speed, '--speed'),
      prices,
      prepare: () => buildCollector({ root: ROOT, onProgress: () => undefined }),
      environment: process.env,
      signal: stop.signal,
      onProgress: progressOn(process.stderr),
    })
    const problems = found.outcomes.flatMap((outcome) => broken(outcome, budget))
    for (const warning of found.warnings) process.stderr.write(`${paint('yellow', '!')} ${warning}\n`)
    if (args.json)
      process.stdout.write(
        `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ok: problems.length === 0, problems, ...found })}\n`,
      )
    else process.stdout.write(drawText(found.outcomes, paintFor(process.stdout)))
    if (args.html) {
      const { source, spans, durationMs, speed } = found.traffic
      const traffic = `${source}, ${spans.toLocaleString('en')} spans of ${Math.round(durationMs / 1000)} s, replayed ${speed.toFixed(1)} times as fast`
      await writeFile(String(args.html), drawHtml(found.outcomes, [...problems, ...found.warnings], traffic))
      process.stderr.write(`${args.html}\n`)
    }
    for (const problem of problems) process.stderr.write(`${paint('red', '✗')} ${problem}\n`)
    return problems.length === 0 ? 0 : 1
  } catch (error) {
    if (!stop.signal.aborted) throw error
    process.stderr.write('\nStopped.\n')
    return 130
  }
}

function progressOn(output: NodeJS.WriteStream) {
  if (!output.isTTY) return undefined
  let last = -1
  return (config: string, share: number) => {
    const percent = Math.floor(share * 100)
    if (percent === last) return
    last = percent
    output.write(`\r${config}: ${percent} % replayed ${percent === 100 ? '\n' : ''}`)
  }
}

function budgetOf(args: Arguments): Budget {
  const mayLose = String(args['may-lose'] ?? '')
    .split(',')
    .filter(Boolean)
  for (const name of mayLose)
    if (!CLASSES.some((known) => known === name))
      throw new SidecarError('E_USAGE', `--may-lose: "${name}" is none of ${CLASSES.join(', ')}.`)
  return {
    mayLose,
    maxCostPerMonth: args['max-cost'] === undefined ? undefined : positive(args['max-cost'], '--max-cost'),
    maxKeptPercentage: args['max-kept'] === undefined ? undefined : positive(args['max-kept'], '--max-kept'),
  }
}

function positive(value: string | boolean | undefined, flag: string): number {
  const number = Number(value)
  if (Number.isFinite(number) && number > 0) return number
  throw new SidecarError('E_USAGE', `${flag}: "${value}" is not a number above 0.`)
}

function whole(value: string | boolean | undefined, flag: string): number {
  const number = positive(value, flag)
  if (Number.isInteger(number)) return number
  throw new SidecarError('E_USAGE', `${flag}: "${value}" is not a whole number.`)
}
