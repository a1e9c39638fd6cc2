import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { PROMETHEUS } from './data-sources.ts'
import { otherBoards, sentryIssues, TAG } from './links.ts'
import type { PanelBuilder } from './panel.ts'
import { dataSources, typedIn } from './variables.ts'

/** Rows count from here, panels from 1. */
const FIRST_ROW_ID = 1000

/** A heading and the panels under it, left to right. */
export interface Row {
  readonly title: string
  readonly panels: readonly PanelBuilder[]
}

interface BoardFacts {
  /** Never changes: alerts link to `/d/<uid>`. */
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly variables: readonly Builder<VariableModel>[]
  readonly rows: readonly Row[]
}

/** A board in the style of the house, ready to be written as JSON. */
export function board({ uid, title, description, variables, rows }: BoardFacts): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG, 'generated'])
    .readonly()
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...dataSources(), ...variables, SENTRY])
    .links([otherBoards(), sentryIssues()])
    .annotation(firingAlerts())
  rows.forEach(({ title, panels }, index) => {
    builder.withRow(new RowBuilder(title).id(FIRST_ROW_ID + index))
    for (const panel of panels) builder.withPanel(panel)
  })
  return builder.build()
}

const SENTRY = typedIn(
  'sentry',
  'Sentry',
  'Address of your Sentry organisation, for the links',
  'https://sentry.io',
)

/** A mark in every graph while an alert of ours fires. */
function firingAlerts() {
  return new AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor('red')
    .expr('ALERTS{alertstate="firing", alertname!="Watchdog"}')
    .titleFormat('{{alertname}}')
    .textFormat('{{severity}}')
    .tagKeys('severity')
    .step('30s')
}
