package spanmetricsconnector

import (
	"math/rand/v2"
	"strings"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/sampling"
)

// weight is how many spans one stands for, because its sender left out others and wrote so into the trace state. A
// fraction is rounded up or down at random, so that the sum is right.
func weight(tracestate string) uint64 {
	if !strings.Contains(tracestate, "ot=") {
		return 1
	}
	state, err := sampling.NewW3CTraceState(tracestate)
	if err != nil {
		return 1
	}
	threshold, ok := state.OTelValue().TValueThreshold()
	if !ok || threshold.Unsigned() == sampling.MaxAdjustedCount {
		return 1
	}
	kept := sampling.MaxAdjustedCount - threshold.Unsigned()
	whole, rest := sampling.MaxAdjustedCount/kept, sampling.MaxAdjustedCount%kept
	if rest > 0 && rand.Uint64N(kept) < rest {
		whole++
	}
	return whole
}

// weights remembers the last: the spans of a trace have the same trace state.
type weights struct {
	tracestate string
	weight     uint64
}

func (w *weights) of(tracestate string) uint64 {
	if tracestate == "" {
		return 1
	}
	if tracestate != w.tracestate {
		*w = weights{tracestate, weight(tracestate)}
	}
	return w.weight
}
