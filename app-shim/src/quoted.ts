/** What a warning repeats of a value, in characters. */
const SHOWN_CHARACTERS = 80

/**
 * A value in quotes, as a warning shows it: on one line, and of a long one only the start.
 *
 * @example quoted('htp:/x') // "htp:/x"
 */
export function quoted(value: string): string {
  if (value.length <= SHOWN_CHARACTERS) return JSON.stringify(value)
  return `${JSON.stringify(`${value.slice(0, SHOWN_CHARACTERS)}…`)} (${value.length} characters)`
}
