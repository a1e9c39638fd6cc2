import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard'
import { TEMPO } from './data-sources.ts'
import { placeholder } from './placeholder.ts'

/** On every board: Grafana lists the boards with this tag beside each other. */
export const TAG = 'ticketcap'

/** To the other boards, with the same variables and time. */
export function otherBoards() {
  return new DashboardLinkBuilder('Boards')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .includeVars(true)
    .keepTime(true)
}

/** To the unresolved errors in Sentry, at the address typed into the variable. */
export function sentryIssues() {
  return new DashboardLinkBuilder('Errors in Sentry')
    .type(DashboardLinkType.Link)
    .icon('bolt')
    .url(`${placeholder('sentry')}/issues/?query=is%3Aunresolved`)
    .targetBlank(true)
}

/** From a point of a panel to the traces behind it, in the trace store of the board. */
export function tracesLink(title: string, traceql: string) {
  const pane = {
    datasource: TEMPO.uid,
    queries: [{ refId: 'A', datasource: TEMPO, queryType: 'traceql', query: traceql, limit: 20 }],
    range: { from: placeholder('__from'), to: placeholder('__to') },
  }
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(`/explore?schemaVersion=1&panes=${encodeKeepingVariables(JSON.stringify({ traces: pane }))}`)
    .targetBlank(true)
}

/** Grafana replaces variables before the browser decodes, so they must stay readable. */
function encodeKeepingVariables(text: string): string {
  return text
    .split(/(\$\{[^}]+\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('')
}
