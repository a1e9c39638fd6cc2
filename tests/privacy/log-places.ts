import type { Input, LogRecord, LogsRequest } from '@ticketcap/otlp'
import type { Place } from './places.ts'
import { at, keyed, mark, type Plant, pair, text } from './places-parts.ts'

type Logs = Input<LogsRequest['resourceLogs'][number]>

function recordOf(plant: Plant, over: Partial<Input<LogRecord>>, outer: Partial<Logs> = {}): Logs {
  const record: Input<LogRecord> = {
    timeUnixNano: at,
    severityNumber: 9,
    severityText: 'INFO',
    body: text('work'),
    ...over,
  }
  return {
    resource: { attributes: [mark(plant.id)] },
    scopeLogs: [{ scope: { name: 'corpus' }, logRecords: [record] }],
    ...outer,
  }
}

const log = (name: string, isKeyed: boolean, build: (plant: Plant) => Logs): Place => ({
  signal: 'logs',
  name,
  keyed: isKeyed,
  build,
})

/** Every place of a log record that comes by OTLP. */
export const LOG_PLACES: readonly Place[] = [
  log('log body', false, (p) => recordOf(p, { body: text(p.text) })),
  log('log body, bytes', false, (p) => recordOf(p, { body: { bytesValue: Buffer.from(p.text) } })),
  log('log body, in a list', false, (p) =>
    recordOf(p, { body: { arrayValue: { values: [text('first'), text(p.text)] } } }),
  ),
  log('log body, nested', true, (p) =>
    recordOf(p, {
      body: { kvlistValue: { values: [pair('outer', { kvlistValue: { values: keyed(p) } })] } },
    }),
  ),
  log('severity text', false, (p) => recordOf(p, { severityText: p.text })),
  log('log event name', false, (p) => recordOf(p, { eventName: p.text })),
  log('log attribute', true, (p) => recordOf(p, { attributes: keyed(p) })),
  log('log attribute, nested', true, (p) =>
    recordOf(p, { attributes: [pair('outer', { kvlistValue: { values: keyed(p) } })] }),
  ),
  log('log attribute, key', false, (p) => recordOf(p, { attributes: [pair(p.text, text('yes'))] })),
  log('log resource attribute', true, (p) =>
    recordOf(p, {}, { resource: { attributes: [mark(p.id), ...keyed(p)] } }),
  ),
  log('log scope name', false, (p) => {
    const logs = recordOf(p, {})
    return { ...logs, scopeLogs: [{ ...logs.scopeLogs?.[0], scope: { name: p.text } }] }
  }),
]
