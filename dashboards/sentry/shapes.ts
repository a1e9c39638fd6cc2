/** One widget, as Sentry's API for dashboards takes it. */
export interface SentryWidget {
  title: string
  /** Shown beside the title; at most 255 characters. */
  description: string
  displayType: 'line' | 'area' | 'bar' | 'table' | 'big_number'
  /** The data set: error events, or spans that came by OTLP. */
  widgetType: 'error-events' | 'spans'
  /** Width of a time step. */
  interval: string
  /** Rows or series, 1 to 10. */
  limit?: number
  /** In a grid of 6 columns. */
  layout: { x: number; y: number; w: number; h: number; minH: number }
  queries: SentryQuery[]
}

/** What a widget asks. `fields` is `columns` and `aggregates` together, in the order of the table. */
export interface SentryQuery {
  name: string
  fields: string[]
  columns: string[]
  aggregates: string[]
  conditions: string
  orderby: string
}

/** A dashboard; its title is what it is found by. */
export interface SentryDashboard {
  title: string
  /** What it shows when it is opened. */
  period: string
  widgets: SentryWidget[]
}

/** A condition, a filter or an action of an issue alert: the name of Sentry's class, and its settings. */
export interface SentryRulePart {
  id: string
  [setting: string]: string | number
}

/** An issue alert; its name is what it is found by. */
export interface SentryIssueAlert {
  name: string
  conditions: SentryRulePart[]
  filters: SentryRulePart[]
  actions: SentryRulePart[]
  /** Whether any or all conditions have to hold. */
  actionMatch: 'any' | 'all'
  filterMatch: 'any' | 'all'
  /** Minutes between two notifications about the same issue, 5 to 43,200. */
  frequency: number
}
