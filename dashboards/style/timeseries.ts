import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { PROMETHEUS } from './data-sources.ts'
import { type QueryPanel, withFacts } from './panel.ts'
import { rangeQuery } from './queries.ts'
import { thresholds } from './thresholds.ts'

const HEIGHT = 8

interface TimeseriesPanel extends QueryPanel {
  /** Parts of one whole, drawn on top of each other. */
  readonly stacked?: boolean
}

/** Lines over time; the limit of an alert is a dashed line. */
export function timeseries({ stacked = false, ...panel }: TimeseriesPanel) {
  const limited = panel.worry !== undefined
  const mode = limited ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off
  return withFacts(new PanelBuilder(), panel, HEIGHT)
    .datasource(PROMETHEUS)
    .targets(panel.queries.map(rangeQuery))
    .min(0)
    .lineWidth(1)
    .fillOpacity(stacked ? 40 : 8)
    .showPoints(VisibilityMode.Never)
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None))
    .thresholds(thresholds(panel.worry ?? {}))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(mode))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
}
