import { rememberOutput } from './output-on-failure.ts'

/** What a container says, kept for the report of a failing test. */
export interface ContainerSpeaker {
  readonly name: string
  output: string
  /** Set when it has ended. */
  exit: true | undefined
  hear(text: string): void
}

/** Begins to keep what a container says. */
export function rememberContainer(name: string): ContainerSpeaker {
  const speaker: ContainerSpeaker = {
    name,
    output: '',
    exit: undefined,
    hear(text) {
      speaker.output += text
    },
  }
  rememberOutput(speaker)
  return speaker
}
