import { describe, expect, it } from 'vitest'
import { checkEnvelope } from './check-envelope.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const bytes = (text: string) => new TextEncoder().encode(text)
const lines = (...parts: (object | string)[]) =>
  bytes(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('\n'))

function accepted(body: Uint8Array) {
  const checked = checkEnvelope(body)
  if ('status' in checked) throw new Error(checked.reason)
  return { text: new TextDecoder().decode(checked.envelope), traceId: checked.errorTraceId }
}

function refused(body: Uint8Array): string {
  const checked = checkEnvelope(body)
  return 'status' in checked ? `${checked.status} ${checked.reason}` : 'accepted'
}

describe('an envelope of the browser SDK', () => {
  it('keeps its payloads byte for byte and names the trace of its error', () => {
    const recording = `{"segment_id":0}\n\u0000binary\nwith lines`
    const { text, traceId } = accepted(
      lines(
        { event_id: 'a1', sent_at: '2030-01-01T00:00:00Z', trace: { trace_id: TRACE_ID } },
        { type: 'event' },
        '{"message":"x"}',
        { type: 'replay_recording', length: bytes(recording).length },
        recording,
      ),
    )
    expect(traceId).toBe(TRACE_ID)
    expect(text).toContain('{"message":"x"}\n')
    expect(text).toContain(`{"type":"replay_recording","length":${bytes(recording).length}}\n${recording}\n`)
  })

  it('loses what its headers say about destination and page', () => {
    const { text } = accepted(
      lines(
        {
          event_id: 'a1',
          dsn: 'https://k@evil.example/7',
          trace: { trace_id: TRACE_ID, public_key: 'k', user_id: 'u' },
        },
        { type: 'event', x_custom: 'dana' },
        '{}',
      ),
    )
    expect(text).not.toMatch(/evil|public_key|user_id|dana|dsn/)
    expect(text).toContain(TRACE_ID)
  })

  it.each([
    ['no error', { type: 'replay_event' }, TRACE_ID],
    ['no real trace id', { type: 'event' }, 'not-an-id'],
  ])('names no trace when it has %s', (_, item, trace_id) => {
    expect(accepted(lines({ trace: { trace_id } }, item, '{}')).traceId).toBeUndefined()
  })
})

describe('a malformed envelope', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', 'hello\n{"type":"event"}\n{}'],
    ['a list as header', '[]\n{"type":"event"}\n{}'],
    ['a header alone', '{}'],
    ['an item without a type', '{}\n{"length":2}\n{}'],
    ['an item of a server', '{}\n{"type":"check_in"}\n{}'],
    ['spans, which travel by OTLP', '{}\n{"type":"transaction"}\n{}'],
    ['an item shorter than it says', '{}\n{"type":"event","length":9}\n{}'],
    ['an item longer than it says', '{}\n{"type":"event","length":1}\n{}'],
    ['a negative length', '{}\n{"type":"event","length":-1}\n{}'],
    ['a length that is no number', '{}\n{"type":"event","length":"2"}\n{}'],
    ['a header without end', `{"a":"${'x'.repeat(5000)}"}\n{"type":"event"}\n{}`],
    ['too many items', `{}\n${'{"type":"event"}\n{}\n'.repeat(21)}`],
  ])('is refused with a reason: %s', (_, text) => {
    expect(refused(bytes(text))).toMatch(/^400 The envelope is malformed: .+\. Send what/)
  })

  it('is not refused for twenty items, or for lines between them', () => {
    expect(refused(bytes(`{}\n${'{"type":"event"}\n{}\n\n'.repeat(20)}`))).toBe('accepted')
  })

  it('is refused for bytes that are no text', () => {
    expect(refused(Uint8Array.of(0x7b, 0xff, 0x7d, 0x0a))).toMatch(/^400/)
  })
})
