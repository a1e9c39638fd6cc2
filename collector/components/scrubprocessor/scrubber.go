package scrubprocessor

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/ticketcap/telemetry/collector/components/internal/scrub"
)

// scrubber scrubs the batches of one pipeline.
type scrubber struct {
	engine    *scrub.Engine
	telemetry *telemetry
	logger    *zap.Logger
	sentry    sentryRules
}

func newScrubber(set component.TelemetrySettings, cfg *Config, signal string) (*scrubber, error) {
	rules, err := cfg.rules()
	if err != nil {
		return nil, err
	}
	engine, err := scrub.New(rules)
	if err != nil {
		return nil, err
	}
	t, err := newTelemetry(set, signal)
	if err != nil {
		return nil, err
	}
	return &scrubber{engine: engine, telemetry: t, logger: set.Logger, sentry: cfg.Sentry.rules()}, nil
}

// batch is the state of one request: a scanner and what it found where.
type batch struct {
	scanner *scrub.Scanner
	logger  *zap.Logger
	sentry  *sentryRules
	place   place
	counted [scrub.KindCount]int64
	found   [placeCount][scrub.KindCount]int64
	touched uint32
	removed int64
	dropped int64
	parts   [maxParts]string // of values that are read together
}

func (s *scrubber) run(ctx context.Context, walk func(*batch)) {
	start := time.Now()
	b := &batch{scanner: s.engine.Scanner(), logger: s.logger, sentry: &s.sentry}
	walk(b)
	if b.scanner.Remembers() { // names under their keys: look for them in the other texts of the batch
		b.scanner.Recall()
		walk(b)
	}
	s.telemetry.record(ctx, b, start)
	s.engine.Release(b.scanner)
}

func (s *scrubber) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	s.run(ctx, func(b *batch) { b.traces(td) })
	return td, nil
}

func (s *scrubber) processLogs(ctx context.Context, ld plog.Logs) (plog.Logs, error) {
	s.run(ctx, func(b *batch) { b.logs(ld) })
	return ld, nil
}

func (s *scrubber) processMetrics(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	s.run(ctx, func(b *batch) { b.metrics(md) })
	return md, nil
}

// failed runs one item's scrubbing; a panic drops that item alone. The log says what failed, never on what value.
func (b *batch) failed(what string, scrubItem func()) (drop bool) {
	defer func() {
		if recover() != nil {
			b.dropped++
			drop = true
			b.logger.Error("Scrubbing failed, the item was dropped.", zap.String("item", what))
		}
	}()
	b.scanner.StartItem()
	scrubItem()
	return false
}

// settle books the findings made since the last call under the current place.
func (b *batch) settle() {
	if b.scanner.Counts == b.counted {
		return
	}
	for k, n := range b.scanner.Counts {
		b.found[b.place][k] += n - b.counted[k]
	}
	b.counted = b.scanner.Counts
	b.touched |= 1 << b.place
}

// text scrubs a field that is no attribute.
func (b *batch) text(p place, v string, set func(string)) {
	if v == "" {
		return
	}
	b.place = p
	if out, changed := b.scanner.Text(nil, v); changed {
		set(out)
		b.settle()
	}
}
