package tailsamplingprocessor

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/ticketcap/telemetry/collector/components/tailsamplingprocessor/internal/journal"
)

// memory has on disk what the sampler has in memory. Without a directory it does nothing. A disk that fails takes away
// the protection against a kill, never the spans.
type memory struct {
	options journal.Options
	logger  *zap.Logger
	journal *journal.Journal
	// failing is true from the first span that could not be written to the first that could.
	failing atomic.Bool

	replayed, lost, unprotected metric.Int64Counter
}

func newMemory(cfg *Config, set component.TelemetrySettings) (*memory, error) {
	m := &memory{logger: set.Logger, options: journal.Options{
		Directory: cfg.Journal.Directory,
		MaxBytes:  cfg.Journal.MaxSize,
		// A decision comes decision_wait after the first span, later when the sampler has no time.
		MaxAge: 6*cfg.DecisionWait + time.Minute,
	}}
	return m, m.register(set.MeterProvider.Meter(scopeName))
}

// open gives what an earlier life left to next.
func (m *memory) open(ctx context.Context, next consumer.ConsumeTracesFunc) (err error) {
	if m.options.Directory == "" {
		return nil
	}
	if m.journal, err = journal.Open(m.options); err != nil {
		return err
	}
	found, err := m.journal.Replay(func(traces ptrace.Traces) error { return next(ctx, traces) })
	m.replayed.Add(ctx, int64(found.Replayed))
	m.lost.Add(ctx, int64(found.Lost))
	m.unprotected.Add(ctx, 0)
	switch {
	case found.SetAside != "":
		m.logger.Error("What waited for its decision was given back again and again, and the process always ended. It is set aside.",
			zap.Int("lost_spans", found.Lost), zap.String("directory", found.SetAside))
	case found.Lost > 0:
		m.logger.Error("A part of what waited for its decision cannot be read.",
			zap.Int("lost_spans", found.Lost), zap.Int("replayed_spans", found.Replayed), zap.String("directory", m.options.Directory))
	case found.Replayed > 0:
		m.logger.Warn("The process ended without a stop. What waited for its decision waits again.",
			zap.Int("replayed_spans", found.Replayed))
	}
	return err
}

// keep writes spans that are about to wait.
func (m *memory) keep(ctx context.Context, traces ptrace.Traces) {
	if m.journal != nil {
		m.kept(ctx, traces.SpanCount(), m.journal.Append(traces))
	}
}

// keepMessage writes the same as protobuf.
func (m *memory) keepMessage(ctx context.Context, message []byte, spans int, counts iter.Seq2[pcommon.TraceID, int]) {
	if m.journal != nil {
		m.kept(ctx, spans, m.journal.AppendMessage(message, spans, counts))
	}
}

// kept counts and reports what the disk did not take.
func (m *memory) kept(ctx context.Context, spans int, err error) {
	if err != nil {
		m.unprotected.Add(ctx, int64(spans))
	}
	if m.failing.Swap(err != nil) == (err != nil) {
		return
	}
	if err != nil {
		m.logger.Error("What waits for its decision cannot be written to disk: a kill would lose it.", zap.Error(err))
	} else {
		m.logger.Info("What waits for its decision is on disk again.")
	}
}

// forget says that spans of a trace do not wait any more.
func (m *memory) forget(id pcommon.TraceID, spans int) {
	if m.journal != nil {
		m.journal.Decided(id, spans)
	}
}

// forgetting counts now what to forget later, when the traces may have changed hands.
func (m *memory) forgetting(traces ptrace.Traces) func() {
	if m.journal == nil {
		return func() {}
	}
	counts := journal.CountByTrace(traces)
	return func() {
		for id, spans := range counts {
			m.journal.Decided(id, spans)
		}
	}
}

func (m *memory) close() error {
	if m.journal == nil {
		return nil
	}
	return m.journal.Close()
}
