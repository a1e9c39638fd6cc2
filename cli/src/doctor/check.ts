/** `fail` ends the command with exit code 1; `warn` and `skip` do not. A skip says why in `message`. */
export type Status = 'ok' | 'warn' | 'fail' | 'skip'

/** What one check saw: where, what, and what to do about it. */
export interface Finding {
  readonly id: string
  readonly status: Status
  readonly message: string
  /** The next step; there for every warning and failure. */
  readonly hint?: string
}

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where doctor is asked about. `railway`: it runs inside a service of the project. */
export const TARGETS = ['native', 'compose', 'railway'] as const
export type Target = (typeof TARGETS)[number]

/** Everything a check may look at, so that a test can pass another world. */
export interface Surroundings {
  readonly target: Target
  readonly environment: Environment
  /** Directory of the app that is looked at. */
  readonly appDirectory: string
  readonly nodeVersion: string
  /** Runs a program; `output` is both streams, `code` undefined when there is no such program. */
  run(
    command: string,
    args: readonly string[],
    environment?: Environment,
  ): Promise<{ code?: number; output: string }>
  /** What an address answers; undefined when it does not in time. */
  get(
    url: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: string } | undefined>
  /** The addresses of a host name. @throws as `dns.lookup` does. */
  resolve(host: string): Promise<readonly string[]>
}

/** Looks at one thing. It never throws: what it cannot find out is a finding too. */
export type Check = (surroundings: Surroundings) => Promise<readonly Finding[]>

/** A value, or undefined when it is empty. */
export function read(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined
}
