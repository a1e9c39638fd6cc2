// Package wellformedprocessor makes what the door let in readable for every backend. A backend that cannot read one span
// refuses the whole request, and with it the spans of everybody who happened to be in the same batch.
package wellformedprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
)

// Type is the component type.
var Type = component.MustNewType("wellformed")

const stability = component.StabilityLevelBeta

var mutates = processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: true})

// Config has nothing to set: the bounds are those of the strictest reader.
type Config struct{}

var _ component.Config = (*Config)(nil)

// NewFactory makes wellformed processors for traces, metrics and logs.
func NewFactory() processor.Factory {
	return processor.NewFactory(Type, func() component.Config { return &Config{} },
		processor.WithTraces(createTraces, stability),
		processor.WithMetrics(createMetrics, stability),
		processor.WithLogs(createLogs, stability))
}

func createTraces(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
	m, err := newMender(set.TelemetrySettings, "traces")
	if err != nil {
		return nil, err
	}
	return processorhelper.NewTraces(ctx, set, cfg, next, m.processTraces, mutates)
}

func createMetrics(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Metrics) (processor.Metrics, error) {
	m, err := newMender(set.TelemetrySettings, "metrics")
	if err != nil {
		return nil, err
	}
	return processorhelper.NewMetrics(ctx, set, cfg, next, m.processMetrics, mutates)
}

func createLogs(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Logs) (processor.Logs, error) {
	m, err := newMender(set.TelemetrySettings, "logs")
	if err != nil {
		return nil, err
	}
	return processorhelper.NewLogs(ctx, set, cfg, next, m.processLogs, mutates)
}
