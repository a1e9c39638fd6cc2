import type { BoardVariable } from './board-file.ts'

/** What a query is run for. */
export interface Span {
  /** Length of the shown time. */
  readonly rangeSeconds: number
  /** Distance of two points. */
  readonly stepSeconds: number
  /** How often the slowest sender of metrics sends. */
  readonly scrapeSeconds: number
}

/** Values by variable; none, or an empty list, means all. */
export type Choices = Readonly<Record<string, string | readonly string[] | undefined>>

/** Grafana's own: enough time for four points, so that a rate always has two. */
function builtIn({ rangeSeconds, stepSeconds, scrapeSeconds }: Span): Record<string, string> {
  return {
    __range: `${Math.ceil(rangeSeconds)}s`,
    __interval: `${stepSeconds}s`,
    __rate_interval: `${Math.max(stepSeconds + scrapeSeconds, 4 * scrapeSeconds)}s`,
  }
}

/**
 * Puts values in place of `$name` and `${name}`, as Grafana does before it asks Prometheus. `$1` is none: it belongs to
 * label_replace.
 *
 * @throws Error when the expression names a variable that the board does not have
 */
export function interpolate(
  expr: string,
  variables: readonly BoardVariable[],
  choices: Choices,
  span: Span,
): string {
  const own = builtIn(span)
  return expr.replaceAll(/\$(?:\{(\w+)\}|([a-z_]\w*))/gi, (text, braced: string, bare: string) => {
    const name = braced ?? bare
    if (own[name] !== undefined) return own[name]
    const variable = variables.find((candidate) => candidate.name === name)
    if (!variable) {
      throw new Error(
        `${text}: the board has no variable "${name}". It has: ${variables.map((v) => v.name).join(', ')}.`,
      )
    }
    return valueFor(variable, choices[name])
  })
}

function valueFor({ type, allValue, current }: BoardVariable, choice: Choices[string]): string {
  if (type === 'textbox') return String(choice ?? current?.value ?? '')
  const chosen = choice === undefined ? [] : [choice].flat()
  if (chosen.length === 0) return allValue ?? '.*'
  const escaped = chosen.map(escapeForQuotedRegex)
  return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join('|')})`
}

/** A value is data, also inside a pattern inside a quoted string. */
function escapeForQuotedRegex(value: string): string {
  const pattern = value.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return pattern.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
