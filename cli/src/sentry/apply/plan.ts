import type { SentryDashboard, SentryIssueAlert } from '../../../../dashboards/sentry/shapes.ts'
import type { SentryApi, Stored } from './api.ts'
import { type DifferenceLine, differences } from './difference.ts'

/** What would have to be done with one dashboard or alert, and how. */
export interface SentryChange {
  action: 'add' | 'change'
  what: 'dashboard' | 'issue alert'
  name: string
  lines: DifferenceLine[]
  apply(): Promise<void>
}

/** What turns the project in Sentry into what is wanted. What has another title or name is never touched. */
export async function planSentry(
  api: SentryApi,
  dashboard: SentryDashboard,
  alerts: readonly SentryIssueAlert[],
): Promise<SentryChange[]> {
  const wanted = { ...dashboard, projects: [await api.projectId()] }
  const present = await api.findDashboard(dashboard.title)
  const rules = await api.listIssueAlerts()
  const planned = [
    planDashboard(api, wanted, present),
    ...alerts.map((alert) => planAlert(api, alert, rules)),
  ]
  return planned.filter((change) => change !== undefined)
}

function planDashboard(
  api: SentryApi,
  wanted: SentryDashboard & { projects: number[] },
  present: Stored | undefined,
): SentryChange | undefined {
  const about = { what: 'dashboard', name: wanted.title } as const
  if (!present) {
    const lines = wanted.widgets.map(({ title, displayType }) => `+ ${title} (${displayType})`)
    return { ...about, action: 'add', lines, apply: () => api.createDashboard(wanted) }
  }
  // Compared by title, so that a widget that was moved by hand is one change and not two.
  const stored = (present.widgets ?? []) as Stored[]
  const byTitle = new Map(stored.map((widget) => [widget.title, widget]))
  const widgets = wanted.widgets.map((widget) => byTitle.get(widget.title))
  const extra = stored.filter(({ title }) => !wanted.widgets.some((widget) => widget.title === title))
  const lines = differences(wanted, { ...present, widgets: [...widgets, ...extra] })
  if (lines.length === 0) return undefined
  // A widget with its id is changed, one without is added, and what is not named is removed.
  const body = { ...wanted, widgets: wanted.widgets.map((widget, i) => withIds(widget, widgets[i])) }
  return { ...about, action: 'change', lines, apply: () => api.updateDashboard(present.id, body) }
}

function withIds(widget: SentryDashboard['widgets'][number], stored: Stored | undefined): object {
  if (!stored) return widget
  const queries = (stored.queries ?? []) as Stored[]
  return {
    ...widget,
    id: stored.id,
    queries: widget.queries.map((query, i) => (queries[i] ? { ...query, id: queries[i].id } : query)),
  }
}

function planAlert(
  api: SentryApi,
  wanted: SentryIssueAlert,
  rules: readonly Stored[],
): SentryChange | undefined {
  const about = { what: 'issue alert', name: wanted.name } as const
  const present = rules.find(({ name }) => name === wanted.name)
  const lines = differences(wanted, present)
  if (!present) return { ...about, action: 'add', lines, apply: () => api.createIssueAlert(wanted) }
  if (lines.length === 0) return undefined
  return { ...about, action: 'change', lines, apply: () => api.updateIssueAlert(present.id, wanted) }
}
