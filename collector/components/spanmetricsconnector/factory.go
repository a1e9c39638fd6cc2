// Package spanmetricsconnector is the stock span_metrics connector, except that it also hands on what it counted
// since the last flush when it stops, and that it finds the series of a span with a fraction of the work.
package spanmetricsconnector

import (
	"context"

	"github.com/jonboulle/clockwork"
	stock "github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
)

// NewFactory makes connectors of the stock type, with the stock configuration.
func NewFactory() connector.Factory {
	factory := stock.NewFactory()
	create := func(ctx context.Context, set connector.Settings, cfg component.Config, next consumer.Metrics) (connector.Traces, error) {
		clock := &flushClock{Clock: clockwork.NewRealClock()}
		construct := factory.CreateTracesToMetrics
		if counts(cfg.(*stock.Config)) {
			construct = newCounting
		}
		counting, err := construct(clockwork.AddToContext(ctx, clock), set, cfg, next)
		if err != nil {
			return nil, err
		}
		return &flushing{Traces: counting, clock: clock}, nil
	}
	return connector.NewFactory(
		factory.Type(),
		factory.CreateDefaultConfig,
		connector.WithTracesToMetrics(create, factory.TracesToMetricsStability()),
	)
}
