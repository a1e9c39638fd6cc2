import { setTimeout as pause } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { parsePort } from '../arguments/port.ts'
import { parseBytes, parseMilliseconds } from '../arguments/quantity.ts'
import { startRecorder } from '../traffic/record-traffic.ts'
import { checkPorts } from '../up/ports.ts'
import { PORTS } from '../up/settings.ts'

const TELL_INTERVAL_MS = 2_000

export default defineCommand({
  meta: { description: 'Record the traffic of a running collector, scrubbed, for sidecar simulate' },
  args: {
    out: {
      type: 'string',
      valueHint: 'file',
      default: 'traffic.recording',
      description: 'File; one that is there is continued',
    },
    for: {
      type: 'string',
      valueHint: 'duration',
      default: '1h',
      description: 'Ends after this long',
    },
    'max-size': {
      type: 'string',
      valueHint: 'size',
      default: '200MB',
      description: 'Ends at this size',
    },
    port: {
      type: 'string',
      valueHint: 'port',
      description: `Where the collector sends (SIDECAR_RECORD_PORT; default ${PORTS.record.port})`,
    },
    json: { type: 'boolean', description: 'Print the totals as JSON on stdout' },
  },
  run: ({ args }) => record(args),
})

interface Arguments {
  out: string
  for: string
  'max-size': string
  port?: string
  json?: boolean
}

async function record(args: Arguments): Promise<number> {
  const port = parsePort(args.port ?? process.env.SIDECAR_RECORD_PORT ?? String(PORTS.record.port), '--port')
  // `npm start -- --record` listens there itself.
  await checkPorts([{ ...PORTS.record, port, flag: 'port' }])
  const recorder = await startRecorder({
    file: args.out,
    port,
    maxMs: parseMilliseconds(args.for, '--for'),
    maxBytes: parseBytes(args['max-size'], '--max-size'),
  })
  const asked = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('asked'))
  })
  process.stderr.write(
    `Recording to ${args.out} on port ${recorder.port}. A collector sends here when it is started with one more ` +
      `flag: --config=collector/record.yaml; npm start -- --record does that.\n`,
  )
  let reason: 'asked' | 'size' | 'time' | 'tell' = 'tell'
  while (reason === 'tell') {
    reason = await Promise.race([asked, recorder.bounded, pause(TELL_INTERVAL_MS, 'tell' as const)])
    if (process.stderr.isTTY)
      process.stderr.write(`\r${recorder.spans.toLocaleString('en')} spans, ${kilobytes(recorder.size)} kB  `)
  }
  await recorder.close()
  const { spans, requests, size } = recorder
  if (args.json)
    process.stdout.write(`${JSON.stringify({ file: args.out, spans, requests, bytes: size, reason })}\n`)
  else
    process.stderr.write(
      `\n${args.out}: ${spans.toLocaleString('en')} spans, ${kilobytes(size)} kB (${WHY[reason]})\n`,
    )
  return 0
}

const WHY = { asked: 'stopped', size: 'size reached', time: 'time reached', tell: '' } as const

const kilobytes = (bytes: number) => Math.round(bytes / 1000).toLocaleString('en')
