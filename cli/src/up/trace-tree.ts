import type { Paint } from '../terminal/colour.ts'
import { formatDuration } from '../terminal/duration.ts'
import type { OrderTrace, TraceSpan } from './order.ts'

/** Attributes worth a place on the line, in this order. */
const SHOWN = [
  'http.response.status_code',
  'db.query.text',
  'db.operation.name',
  'ticketcap.payment.status',
  'ticketcap.registration.status',
  'error.type',
]
const MAX_VALUE = 48

/** Draws a trace as an indented tree: duration, name, kind, status and what matters of the attributes. */
export function traceTree(trace: OrderTrace, paint: Paint): string[] {
  const ids = new Set(trace.spans.map(({ spanId }) => spanId))
  const childrenOf = (parent: string) =>
    trace.spans.filter(({ parentSpanId }) => (ids.has(parentSpanId) ? parentSpanId : '') === parent)
  const lines: string[] = []
  const visited = new Set<string>()
  const draw = (span: TraceSpan, prefix: string, branch: string) => {
    if (visited.has(span.spanId)) return
    visited.add(span.spanId)
    lines.push(
      `${formatDuration(span.durationMs).padStart(9)}  ${paint('dim', prefix + branch)}${spanText(span, paint)}`,
    )
    const children = childrenOf(span.spanId)
    const below = prefix + { '': '', '├─ ': '│  ', '└─ ': '   ' }[branch]
    for (const child of children) draw(child, below, child === children.at(-1) ? '└─ ' : '├─ ')
  }
  for (const root of childrenOf('')) draw(root, '', '')
  return lines
}

function spanText(span: TraceSpan, paint: Paint): string {
  const failed = span.status.code === 'ERROR'
  const kind = span.kind === 'INTERNAL' ? '' : ` ${paint('cyan', span.kind.toLowerCase())}`
  const status = failed
    ? ` ${paint('red', `error${span.status.message ? `: ${oneLine(span.status.message)}` : ''}`)}`
    : ''
  const values = SHOWN.filter(
    (key) => span.attributes[key] !== undefined && !span.name.includes(String(span.attributes[key])),
  )
  const details = values.map((key) => oneLine(String(span.attributes[key]))).join(' ')
  return `${paint(failed ? 'red' : 'bold', oneLine(span.name))}${kind}${status}${details && ` ${paint('dim', details)}`}`
}

/** Captured text must not move the cursor or flood the line. */
function oneLine(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return clean.length > MAX_VALUE ? `${clean.slice(0, MAX_VALUE - 1)}…` : clean
}
