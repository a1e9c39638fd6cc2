package tailsamplingprocessor

import (
	"context"
	"maps"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/featuregate"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// storageGate guards the stock processor's setting for another storage, whose interface may still change there. Here both
// are compiled together at one version.
const storageGate = "processor.tailsamplingprocessor.tailstorageextension"

// waitingID is the name under which the stock processor finds the storage below.
var waitingID = component.NewIDWithName(component.MustNewType("tail_storage"), "waiting")

// allowStorage opens the gate, so that nobody needs a flag for it.
func allowStorage() error {
	return featuregate.GlobalRegistry().Set(storageGate, true)
}

// waiting holds the parts of traces that wait for their decision. As bytes they are a third of the size of the structures
// and nothing for the garbage collector to follow.
//
// It is an extension only in shape: the stock processor takes its storage from the host. One goroutine calls it.
type waiting struct {
	unpacker unpacker
	// traces has the parts of each trace in the order they came.
	traces map[pcommon.TraceID][]part
}

func newWaiting() *waiting {
	return &waiting{traces: map[pcommon.TraceID][]part{}}
}

// Append keeps what a stand-in stands for.
func (w *waiting) Append(id pcommon.TraceID, standIns ptrace.Traces) error {
	for part := range partsOf(standIns) {
		w.traces[id] = append(w.traces[id], part)
	}
	return nil
}

// Take forgets a trace and returns its spans.
func (w *waiting) Take(id pcommon.TraceID) (ptrace.Traces, error) {
	parts := w.traces[id]
	delete(w.traces, id)
	trace := ptrace.NewTraces()
	for _, part := range parts {
		if err := w.unpacker.unpack(part, trace); err != nil {
			return trace, err
		}
	}
	return trace, nil
}

// Delete forgets a trace.
func (w *waiting) Delete(id pcommon.TraceID) error {
	delete(w.traces, id)
	return nil
}

// Start has nothing to begin.
func (*waiting) Start(context.Context, component.Host) error { return nil }

// Shutdown has nothing to end.
func (*waiting) Shutdown(context.Context) error { return nil }

// extended is a host with extensions of the sampler's own.
type extended struct {
	component.Host
	own map[component.ID]component.Component
}

// GetExtensions implements component.Host.
func (e extended) GetExtensions() map[component.ID]component.Component {
	all := maps.Clone(e.Host.GetExtensions())
	if all == nil {
		all = map[component.ID]component.Component{}
	}
	maps.Copy(all, e.own)
	return all
}
