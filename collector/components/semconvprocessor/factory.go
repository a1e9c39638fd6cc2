// Package semconvprocessor gives spans one spelling: the stable names of the OpenTelemetry conventions, whatever age the
// instrumentation has, and span names that a caller cannot invent.
//
// The same rules fit into forty statements of the transform processor, and cost there as much as everything else in a
// pipeline together.
package semconvprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
)

// Type is the component type.
var Type = component.MustNewType("semconv")

// Config has nothing to set: what is normalised is what the conventions say.
type Config struct{}

var _ component.Config = (*Config)(nil)

// NewFactory makes semconv processors for traces.
func NewFactory() processor.Factory {
	return processor.NewFactory(Type, func() component.Config { return &Config{} },
		processor.WithTraces(createTraces, component.StabilityLevelBeta))
}

func createTraces(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
	return processorhelper.NewTraces(ctx, set, cfg, next, process, processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: true}))
}

func process(_ context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				normalise(span)
			}
		}
	}
	return traces, nil
}
