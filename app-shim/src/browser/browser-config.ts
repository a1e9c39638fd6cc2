/** The variable that `withTelemetry` writes at build time and the bundler puts into the page. */
export const BROWSER_CONFIG_VARIABLE = 'TICKETCAP_TELEMETRY_BROWSER'

/** What the browser part has to know; nothing of it is secret. */
export interface BrowserConfig {
  /** Path of the route that takes errors and replays. */
  readonly tunnelPath: string
  readonly release?: string | undefined
  readonly environment?: string | undefined
  readonly ignoreErrors: readonly (string | RegExp)[]
  /** Share of visits that are recorded from the start, 0 to 1. */
  readonly replaysSessionSampleRate: number
  /** Share of visits with an error that are recorded, from a minute before it on, 0 to 1. */
  readonly replaysOnErrorSampleRate: number
}

/** The text that stands in the page. */
export function encodeBrowserConfig(config: BrowserConfig): string {
  return JSON.stringify(config, (_key, value: unknown) =>
    value instanceof RegExp ? { pattern: value.source, flags: value.flags } : value,
  )
}

/** Reads what `encodeBrowserConfig` wrote. */
export function decodeBrowserConfig(text: string): BrowserConfig {
  return JSON.parse(text, (_key, value) =>
    typeof value?.pattern === 'string' ? new RegExp(value.pattern, value.flags) : value,
  ) as BrowserConfig
}
