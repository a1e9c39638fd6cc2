// Package sentryvolumeprocessor cuts how many of the kept traces go on to Sentry, without touching what others get.
package sentryvolumeprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
)

// Type is the component type.
var Type = component.MustNewType("sentry_volume")

// NewFactory makes sentry_volume processors for traces.
func NewFactory() processor.Factory {
	return processor.NewFactory(Type, createDefaultConfig, processor.WithTraces(createTraces, component.StabilityLevelBeta))
}

// createTraces says that nothing is changed: a step that takes spans out of what it is given makes the collector copy all
// of it first, the part that stays behind as well.
func createTraces(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
	readsOnly := processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: false})
	return processorhelper.NewTraces(ctx, set, cfg, next, newVolume(cfg.(*Config)).process, readsOnly)
}
