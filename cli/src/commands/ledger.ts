import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { parsePort } from '../arguments/port.ts'
import { parseSeconds } from '../arguments/quantity.ts'
import { type Account, closes } from '../ledger/account.ts'
import { drawLedger } from '../ledger/draw.ts'
import { type LedgerSource, readClosedLedger, readLedger } from '../ledger/read-ledger.ts'
import { ROOT } from '../root.ts'
import { paintFor } from '../terminal/colour.ts'
import { PORTS } from '../up/settings.ts'

/** Version of the JSON below; a change that breaks a reader raises it. */
const SCHEMA_VERSION = 1
const WATCH_INTERVAL_MS = 2_000

export default defineCommand({
  meta: { description: 'Add up what every part of the running collector took, handed on and lost' },
  args: {
    json: { type: 'boolean', description: 'Print the sums as JSON on stdout' },
    watch: { type: 'boolean', description: 'Print them again every 2 s until Ctrl-C' },
    wait: {
      type: 'string',
      valueHint: 'seconds',
      default: '10',
      description: 'How long sums may take to close while data is on its way',
    },
    config: {
      type: 'string',
      valueHint: 'file',
      description: 'The configuration the collector runs (default collector-config.yaml)',
    },
    'metrics-port': {
      type: 'string',
      valueHint: 'port',
      description: `Port of the collector's own metrics (SIDECAR_METRICS_PORT; default ${PORTS.metrics.port})`,
    },
  },
  run: ({ args }) => ledger(args),
})

interface Arguments {
  json?: boolean
  watch?: boolean
  wait: string
  config?: string
  'metrics-port'?: string
}

async function ledger(args: Arguments): Promise<number> {
  const port = parsePort(
    args['metrics-port'] ?? process.env.SIDECAR_METRICS_PORT ?? String(PORTS.metrics.port),
    '--metrics-port',
  )
  const source: LedgerSource = {
    configFile: path.resolve(args.config ?? path.join(ROOT, 'collector-config.yaml')),
    metricsUrl: `http://127.0.0.1:${port}/metrics`,
  }
  if (args.watch) return watch(source, Boolean(args.json))
  const accounts = await readClosedLedger(source, parseSeconds(args.wait, '--wait') * 1000)
  show(accounts, Boolean(args.json))
  return closes(accounts) ? 0 : 1
}

async function watch(source: LedgerSource, json: boolean): Promise<number> {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  let accounts: Account[] = []
  while (!stop.signal.aborted) {
    accounts = await readLedger(source)
    if (!json && process.stdout.isTTY) process.stdout.write('\x1b[2J\x1b[H')
    show(accounts, json)
    await pause(WATCH_INTERVAL_MS, undefined, { signal: stop.signal }).catch(() => undefined)
  }
  return closes(accounts) ? 0 : 1
}

function show(accounts: readonly Account[], json: boolean): void {
  process.stdout.write(
    json
      ? `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, closes: closes(accounts), accounts })}\n`
      : drawLedger(accounts, paintFor(process.stdout)),
  )
}
