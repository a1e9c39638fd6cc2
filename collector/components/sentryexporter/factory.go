package sentryexporter

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

// Type is the component type. contrib's "sentry" exporter is another thing: it wants an organisation token, and takes no
// envelopes.
var Type = component.MustNewType("sentry_envelope")

const (
	defaultTimeout         = 15 * time.Second
	defaultRejectedBackoff = time.Minute
	defaultConsumers       = 4
)

// NewFactory makes the factory of sentry_envelope exporters.
func NewFactory() exporter.Factory {
	made := &senders{byConfig: map[*Config]*sender{}}
	return exporter.NewFactory(Type, createDefaultConfig,
		exporter.WithLogs(made.createLogs, component.StabilityLevelAlpha),
		exporter.WithTraces(made.createTraces, component.StabilityLevelAlpha))
}

func createDefaultConfig() component.Config {
	queue := exporterhelper.NewDefaultQueueConfig()
	queue.NumConsumers = defaultConsumers
	retry := configretry.NewDefaultBackOffConfig()
	retry.MaxElapsedTime = 0
	return &Config{
		OTLP:            true,
		Timeout:         defaultTimeout,
		Queue:           configoptional.Some(queue),
		Retry:           retry,
		RejectedBackoff: defaultRejectedBackoff,
	}
}

// senders holds one sender for each configured exporter, shared by its logs and traces sides: one set of connections, one
// memory of rate limits, one notice.
type senders struct {
	mutex    sync.Mutex
	byConfig map[*Config]*sender
}

func (s *senders) get(set exporter.Settings, cfg *Config) (*sender, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if found, ok := s.byConfig[cfg]; ok {
		return found, nil
	}
	made, err := newSender(set, cfg)
	if err != nil {
		return nil, err
	}
	made.release = func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		delete(s.byConfig, cfg)
	}
	s.byConfig[cfg] = made
	return made, nil
}

func (s *senders) createLogs(ctx context.Context, set exporter.Settings, config component.Config) (exporter.Logs, error) {
	cfg := config.(*Config)
	shared, err := s.get(set, cfg)
	if err != nil {
		return nil, err
	}
	if cfg.off() {
		return &off{shared: shared}, nil
	}
	return exporterhelper.NewLogs(ctx, set, cfg, shared.pushLogs, options(cfg, shared, true)...)
}

func (s *senders) createTraces(ctx context.Context, set exporter.Settings, config component.Config) (exporter.Traces, error) {
	cfg := config.(*Config)
	shared, err := s.get(set, cfg)
	if err != nil {
		return nil, err
	}
	if cfg.off() || !cfg.OTLP {
		return &off{shared: shared}, nil
	}
	// Spans are adapted on a copy where others read them, too: said here, it would be a copy for every one that is given.
	return exporterhelper.NewTraces(ctx, set, cfg, shared.pushTraces, options(cfg, shared, false)...)
}

// options leaves the helper's own time limit out: one push may be many requests, each with a limit of its own.
func options(cfg *Config, shared *sender, mutates bool) []exporterhelper.Option {
	return []exporterhelper.Option{
		exporterhelper.WithCapabilities(consumer.Capabilities{MutatesData: mutates}),
		exporterhelper.WithTimeout(exporterhelper.TimeoutConfig{}),
		exporterhelper.WithRetry(cfg.Retry),
		exporterhelper.WithQueue(cfg.Queue),
		exporterhelper.WithStart(shared.start),
		exporterhelper.WithShutdown(shared.shutdown),
	}
}
