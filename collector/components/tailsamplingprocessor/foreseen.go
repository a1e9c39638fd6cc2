package tailsamplingprocessor

import (
	"context"
	"math"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Settings of a policy that was foreseen: which condition it asks, or of how many milliseconds.
const (
	matches    = "matches"
	longerThan = "longer_than_ms"
)

// foreseenID is the type of such a policy, and the name of the extension that makes them.
var foreseenID = component.MustNewID("foreseen")

// foreseen makes policies that ask the facts of a trace instead of its spans.
type foreseen struct{}

// NewEvaluator implements samplingpolicy.Extension.
func (foreseen) NewEvaluator(_ string, cfg map[string]any) (samplingpolicy.Evaluator, error) {
	if bit, ok := cfg[matches].(int); ok {
		return evaluator(func(f facts) bool { return f.matched&(1<<bit) != 0 }), nil
	}
	limit := cfg[longerThan].(int64)
	return evaluator(func(f facts) bool { return f.length().Milliseconds() > limit }), nil
}

// Start has nothing to begin.
func (foreseen) Start(context.Context, component.Host) error { return nil }

// Shutdown has nothing to end.
func (foreseen) Shutdown(context.Context) error { return nil }

// evaluator keeps the traces about whose facts it says yes.
type evaluator func(facts) bool

// Evaluate implements samplingpolicy.Evaluator.
func (e evaluator) Evaluate(_ context.Context, _ pcommon.TraceID, trace *samplingpolicy.TraceData) (samplingpolicy.Decision, error) {
	whole := facts{start: math.MaxUint64}
	for part := range partsOf(trace.ReceivedBatches) {
		whole.add(part.facts())
	}
	if e(whole) {
		return samplingpolicy.Sampled, nil
	}
	return samplingpolicy.NotSampled, nil
}

// IsStateful is false: nothing but the trace decides.
func (evaluator) IsStateful() bool { return false }

// add puts the facts of two parts together.
func (f *facts) add(other facts) {
	f.matched |= other.matched
	f.start = min(f.start, other.start)
	f.end = max(f.end, other.end)
}

// length is the time from the first start to the last end.
func (f *facts) length() time.Duration {
	return f.end.AsTime().Sub(f.start.AsTime())
}
