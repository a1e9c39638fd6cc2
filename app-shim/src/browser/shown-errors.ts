/** What is known of an error that an error page shows. */
export type ShownError = Error & { digest?: string }

/**
 * References of errors that error pages show, and one report of each.
 *
 * React draws again when drawing fails, and the second failure is another object: of those that say the same until the
 * page has come to rest, the last is reported. An error with a digest comes from the server, which has reported it.
 *
 * @param later runs work when the page has come to rest; replaced in tests
 */
export function shownErrors(
  currentTraceId: () => string,
  report: (error: Error) => void,
  later: (work: () => void) => void = (work) => setTimeout(work, 0),
): (error: ShownError) => string {
  const references = new WeakMap<Error, string>()
  const waiting = new Map<string, Error>()
  return (error) => {
    const known = references.get(error)
    if (known !== undefined) return known
    const reference = currentTraceId()
    references.set(error, reference)
    if (error.digest === undefined) {
      if (waiting.size === 0) {
        later(() => {
          const errors = [...waiting.values()]
          waiting.clear()
          for (const shown of errors) report(shown)
        })
      }
      waiting.set(`${error.name}: ${error.message}`, error)
    }
    return reference
  }
}
