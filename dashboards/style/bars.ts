import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge'
import {
  BarGaugeDisplayMode,
  BarGaugeValueMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common'
import { PROMETHEUS } from './data-sources.ts'
import { type QueryPanel, withFacts } from './panel.ts'
import { instantQuery } from './queries.ts'
import { thresholds } from './thresholds.ts'

const HEIGHT = 8

interface BarsPanel extends QueryPanel {
  /** What a full bar stands for; without it the longest bar is full. */
  readonly full?: number
}

/** Horizontal bars, one per series, as of now. */
export function bars({ full, ...panel }: BarsPanel) {
  const builder = withFacts(new PanelBuilder(), panel, HEIGHT)
    .datasource(PROMETHEUS)
    .targets(panel.queries.map(instantQuery))
    .thresholds(thresholds(panel.worry ?? {}))
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Color)
    .orientation(VizOrientation.Horizontal)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .min(0)
  return full === undefined ? builder : builder.max(full)
}
