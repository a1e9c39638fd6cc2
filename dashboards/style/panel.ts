import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import type { DashboardLink, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import type { Query } from './queries.ts'
import type { Worry } from './thresholds.ts'

/** What every panel says about itself. */
export interface PanelFacts {
  /** Unique on its board and never reused: alerts and bookmarks point at it (`?viewPanel=panel-7`). */
  readonly id: number
  readonly title: string
  /** What is shown, and when to worry. */
  readonly description: string
  /** Grafana's unit id, e.g. `s`, `percentunit`, `reqps`. */
  readonly unit: string
  /** Columns of 24. */
  readonly width: number
  readonly worry?: Worry
  readonly links?: readonly Builder<DashboardLink>[]
}

/** A panel that draws PromQL. */
export interface QueryPanel extends PanelFacts {
  readonly queries: readonly Query[]
  readonly decimals?: number
}

export type PanelBuilder = Builder<Panel>

/** The setters that all panel builders share, whatever they draw. */
interface Common<Self> {
  id(id: number): Self
  title(title: string): Self
  description(description: string): Self
  unit(unit: string): Self
  span(width: number): Self
  height(rows: number): Self
  dataLinks(links: Builder<DashboardLink>[]): Self
}

/** Sets on any builder what every panel has. */
export function withFacts<Self extends Common<Self>>(builder: Self, facts: PanelFacts, height: number): Self {
  const named = builder.id(facts.id).title(facts.title).description(facts.description)
  return named
    .unit(facts.unit)
    .span(facts.width)
    .height(height)
    .dataLinks([...(facts.links ?? [])])
}
