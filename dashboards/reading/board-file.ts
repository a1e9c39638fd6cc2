import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../grafana/', import.meta.url)

/** What a reader other than Grafana needs of a query. */
export interface Target {
  readonly refId: string
  /** PromQL; queries of the trace store have `query` instead. */
  readonly expr?: string
  readonly query?: string
  readonly legendFormat?: string
  readonly instant?: boolean
  readonly exemplar?: boolean
  readonly datasource: { readonly type: string; readonly uid: string }
}

/** A colour from a value on; null is the beginning. */
interface ThresholdStep {
  readonly value: number | null
  readonly color: string
}

/** What a reader other than Grafana needs of a panel. */
export interface BoardPanel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly Target[]
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string
      readonly decimals?: number
      readonly max?: number
      readonly links?: readonly { readonly title: string; readonly url?: string }[]
      readonly thresholds?: { readonly steps: readonly ThresholdStep[] }
      readonly custom?: { readonly stacking?: { readonly mode: string } }
    }
    readonly overrides: readonly {
      readonly matcher: { readonly id: string; readonly options?: unknown }
      readonly properties: readonly { readonly id: string; readonly value?: unknown }[]
    }[]
  }
  readonly transformations?: readonly {
    readonly id: string
    readonly options: { readonly renameByName?: Readonly<Record<string, string>> }
  }[]
}

/** A variable of a board. */
export interface BoardVariable {
  readonly name: string
  readonly type: string
  readonly label?: string
  readonly definition?: string
  readonly allValue?: string
  readonly current?: { readonly value?: string | readonly string[] }
}

/** A board as Grafana imports it, as far as others read it. */
export interface BoardFile {
  readonly uid: string
  readonly title: string
  readonly description?: string
  readonly panels: readonly BoardPanel[]
  readonly templating: { readonly list: readonly BoardVariable[] }
}

/** Names of the committed boards, without `.json`. */
export function boardNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}

/** A committed board. @throws Error when there is no such file */
export function readBoard(name: string): BoardFile {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as BoardFile
}
