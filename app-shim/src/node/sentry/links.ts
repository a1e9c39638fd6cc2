import type { SentrySettings } from '../../sentry-settings.ts'

/** An hour to either side of the error: a trace is looked up by id, but Tempo reads only the blocks of the range. */
const RANGE_MILLIS = 3_600_000

/** Where Grafana shows a trace; undefined without `GRAFANA_URL`. */
export function traceLink(settings: SentrySettings, traceId: string, atMillis: number): string | undefined {
  const { grafanaUrl, tempoDatasource } = settings
  if (grafanaUrl === undefined) return undefined
  const pane = {
    datasource: tempoDatasource,
    queries: [
      {
        refId: 'A',
        datasource: { type: 'tempo', uid: tempoDatasource },
        queryType: 'traceql',
        query: traceId,
      },
    ],
    range: { from: String(atMillis - RANGE_MILLIS), to: String(atMillis + RANGE_MILLIS) },
  }
  const query = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ t: pane }) })
  return `${grafanaUrl}/explore?${query}`
}

/** Where Sentry lists the errors of a trace; undefined without `SENTRY_ISSUES_URL`. */
export function issuesLink({ issuesUrl }: SentrySettings, traceId: string): string | undefined {
  return issuesUrl && `${issuesUrl}/?${new URLSearchParams({ query: `trace:${traceId}` })}`
}
