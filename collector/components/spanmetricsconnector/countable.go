package spanmetricsconnector

import (
	"slices"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"go.opentelemetry.io/collector/featuregate"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// instanceLabel is random at every start.
const instanceLabel = "collector.instance.id"

// gates change what the stock connector writes. They are closed unless somebody opens them.
var gates = []string{
	"connector.spanmetrics.excludeResourceMetrics",
	"connector.spanmetrics.legacyMetricNames",
	"spanmetrics.statusCodeConvention.useOtelPrefix",
}

// counts tells whether counting does what a configuration asks for. With anything else the stock connector does it.
func counts(cfg *stock.Config) bool {
	explicit := cfg.Histogram.Explicit.Get()
	return explicit != nil && len(explicit.Buckets) > 0 &&
		!cfg.Histogram.Disable && !cfg.Histogram.Exponential.HasValue() &&
		// Calls and durations then have the same labels, and one series is both.
		len(cfg.CallsDimensions) == 0 && len(cfg.Histogram.Dimensions) == 0 &&
		!slices.ContainsFunc(cfg.Dimensions, func(d stock.Dimension) bool { return d.Name == "" }) &&
		slices.Contains(cfg.ExcludeDimensions, instanceLabel) &&
		cfg.GetAggregationTemporality() == pmetric.AggregationTemporalityCumulative &&
		cfg.MetricsExpiration == 0 && cfg.SeriesExpiration == 0 &&
		!cfg.Events.Enabled && !cfg.EnableMetricsSamplingMethod && len(cfg.IncludeInstrumentationScope) == 0 &&
		!anyGateOpen()
}

func anyGateOpen() (open bool) {
	featuregate.GlobalRegistry().VisitAll(func(gate *featuregate.Gate) {
		open = open || gate.IsEnabled() && slices.Contains(gates, gate.ID())
	})
	return open
}
