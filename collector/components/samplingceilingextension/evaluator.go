package samplingceilingextension

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"
)

const (
	scopeName = "github.com/ticketcap/telemetry/collector/components/samplingceilingextension"
	// sayEvery is the pause between two lines in the log while the ceiling holds.
	sayEvery = time.Minute
)

// ceiling is the extension: one budget for all its evaluators.
type ceiling struct {
	bucket  *bucket
	refused metric.Int64Counter
	logger  *zap.Logger
	said    atomic.Int64
}

func newCounter(set component.TelemetrySettings) (metric.Int64Counter, error) {
	return set.MeterProvider.Meter(scopeName).Int64Counter("otelcol_sampling_ceiling_refused_spans",
		metric.WithUnit("{span}"),
		metric.WithDescription("Spans of traces that a policy would have kept and the ceiling did not let it, by policy."))
}

// Start has nothing to begin.
func (*ceiling) Start(context.Context, component.Host) error { return nil }

// Shutdown has nothing to end.
func (*ceiling) Shutdown(context.Context) error { return nil }

// evaluator is the ceiling as one policy sees it.
type evaluator struct {
	ceiling *ceiling
	policy  string
	leave   float64
}

// Evaluate keeps the trace while the budget lasts.
func (e *evaluator) Evaluate(ctx context.Context, _ pcommon.TraceID, trace *samplingpolicy.TraceData) (samplingpolicy.Decision, error) {
	if e.ceiling.bucket.take(trace.SpanCount, e.leave) {
		return samplingpolicy.Sampled, nil
	}
	e.ceiling.refused.Add(ctx, trace.SpanCount, metric.WithAttributes(attribute.String("policy", e.policy)))
	if now, last := time.Now().UnixNano(), e.ceiling.said.Load(); now-last > int64(sayEvery) && e.ceiling.said.CompareAndSwap(last, now) {
		e.ceiling.logger.Warn("More traces than the ceiling allows: ordinary ones are left out, errors never.",
			zap.String("policy", e.policy), zap.Float64("spans_per_second", e.ceiling.bucket.perSecond))
	}
	return samplingpolicy.NotSampled, nil
}

// IsStateful is true: what was kept before decides.
func (*evaluator) IsStateful() bool { return true }
