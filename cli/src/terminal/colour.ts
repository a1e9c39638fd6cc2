import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

/** A writable end that may be a terminal. */
export interface Output {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Colours `text` when `output` is a terminal and NO_COLOR is not set. */
export type Paint = (format: Format, text: string) => string

/** The painter for one output: https://no-color.org is obeyed, TERM=dumb too. */
export function paintFor(output: Output, environment: Environment = process.env): Paint {
  const colourful = Boolean(output.isTTY) && !environment.NO_COLOR && environment.TERM !== 'dumb'
  return (format, text) => (colourful ? styleText(format, text, { validateStream: false }) : text)
}
