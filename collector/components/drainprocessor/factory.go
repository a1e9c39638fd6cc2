package drainprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
)

var (
	componentType = component.MustNewType("drain")
	readsOnly     = processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: false})
)

// NewFactory makes drain processors for traces, metrics and logs.
func NewFactory() processor.Factory {
	return processor.NewFactory(
		componentType,
		createDefaultConfig,
		processor.WithTraces(createTraces, component.StabilityLevelBeta),
		processor.WithMetrics(createMetrics, component.StabilityLevelBeta),
		processor.WithLogs(createLogs, component.StabilityLevelBeta),
	)
}

func createTraces(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
	d := newDrain(cfg)
	pass := func(_ context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
		d.passed()
		return traces, nil
	}
	return processorhelper.NewTraces(ctx, set, cfg, next, pass, readsOnly, processorhelper.WithShutdown(d.shutdown))
}

func createMetrics(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Metrics) (processor.Metrics, error) {
	d := newDrain(cfg)
	pass := func(_ context.Context, metrics pmetric.Metrics) (pmetric.Metrics, error) {
		d.passed()
		return metrics, nil
	}
	return processorhelper.NewMetrics(ctx, set, cfg, next, pass, readsOnly, processorhelper.WithShutdown(d.shutdown))
}

func createLogs(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Logs) (processor.Logs, error) {
	d := newDrain(cfg)
	pass := func(_ context.Context, logs plog.Logs) (plog.Logs, error) {
		d.passed()
		return logs, nil
	}
	return processorhelper.NewLogs(ctx, set, cfg, next, pass, readsOnly, processorhelper.WithShutdown(d.shutdown))
}
