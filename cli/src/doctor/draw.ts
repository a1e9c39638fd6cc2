import type { Paint } from '../terminal/colour.ts'
import type { Finding, Status } from './check.ts'

const LOOK: Record<Status, { mark: string; colour: 'green' | 'yellow' | 'red' | 'gray' }> = {
  ok: { mark: '✓', colour: 'green' },
  warn: { mark: '!', colour: 'yellow' },
  fail: { mark: '✗', colour: 'red' },
  skip: { mark: '–', colour: 'gray' },
}

/** One finding as one or two lines: what was seen, then what to do. */
export function drawFinding({ status, message, hint }: Finding, paint: Paint): string {
  const { mark, colour } = LOOK[status]
  return `${paint(colour, mark)} ${message}\n${hint ? `  ${paint('gray', '→')} ${hint}\n` : ''}`
}
