package tailsamplingprocessor

import (
	"context"
	"math"
	"sync"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/cache"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// forgetful is the sampler's cache of traces that were left out. It remembers final decisions, a drop policy's and those
// over the size limit, whose every span would be as unwelcome as the first. Of all others it knows just long enough for
// the sampler to let go of the trace: the sampler puts an id and gets it at once.
type forgetful struct {
	final   cache.Cache
	maxSize uint64
	memory  *memory

	mutex sync.Mutex
	once  map[pcommon.TraceID]struct{}
}

var _ cache.Cache = (*forgetful)(nil)

func newForgetful(size int, maxTraceSize uint64, memory *memory) (*forgetful, error) {
	final, err := cache.NewLRUDecisionCache(size)
	if err != nil {
		return nil, err
	}
	return &forgetful{final: final, maxSize: maxTraceSize, memory: memory, once: map[pcommon.TraceID]struct{}{}}, nil
}

// hook is called before Put, with the reason. Only drop policies leave their name on a trace that is left out.
func (f *forgetful) hook(_ context.Context, id pcommon.TraceID, trace *stock.TraceData) {
	if trace.PolicyName != "" || (f.maxSize > 0 && trace.SizeBytes > f.maxSize) {
		f.final.Put(id, cache.DecisionMetadata{PolicyName: trace.PolicyName})
	}
	f.memory.forget(id, int(trace.SpanCount))
}

// Put remembers the id for one question, unless it is known for good.
func (f *forgetful) Put(id pcommon.TraceID, _ cache.DecisionMetadata) {
	if _, known := f.final.Get(id); known {
		return
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.once[id] = struct{}{}
}

// Get answers for what is final, and once for what was put.
func (f *forgetful) Get(id pcommon.TraceID) (cache.DecisionMetadata, bool) {
	if decision, known := f.final.Get(id); known {
		// The sampler asks when spans come, and lets go of them at this answer.
		f.memory.forget(id, math.MaxInt)
		return decision, true
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	_, there := f.once[id]
	delete(f.once, id)
	return cache.DecisionMetadata{}, there
}
