/** Anything a test started that says something: a process, a container. */
export interface Speaker {
  readonly name: string
  readonly output: string
  /** Defined once it has ended. */
  readonly exit: unknown
}

const TAIL_LINES = 80
const speakers = new Set<Speaker>()

/** Keeps what `speaker` says for the report of a failing test. */
export function rememberOutput(speaker: Speaker): void {
  speakers.add(speaker)
}

/** The last lines of everything that ran since the last report; what has ended is then forgotten. */
export function reportOutput(): string {
  const report = [...speakers].map(({ name, output }) => {
    const lines = output.trimEnd().split('\n')
    return [`--- ${name}, last lines`, ...lines.slice(-TAIL_LINES)].join('\n')
  })
  forgetEnded()
  return report.join('\n')
}

/** Drops the output of what has ended. */
export function forgetEnded(): void {
  for (const speaker of speakers) if (speaker.exit !== undefined) speakers.delete(speaker)
}
