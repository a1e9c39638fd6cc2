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

// packedID is the name under which the stock processor finds the storage below.
var packedID = component.NewIDWithName(component.MustNewType("tail_storage"), "packed")

// allowStorage opens the gate, so that nobody needs a flag for it.
func allowStorage() error {
	return featuregate.GlobalRegistry().Set(storageGate, true)
}

// packed holds the spans that wait for their decision as protobuf. A span as a structure is dozens of pointers, which
// the garbage collector follows again and again during decision_wait; as bytes it is none, and a third of the size.
//
// It is an extension only in shape: the stock processor takes its storage from the host. One goroutine calls it.
type packed struct {
	encoder ptrace.ProtoMarshaler
	decoder unpacker
	// traces has the messages of each trace in the order they came.
	traces map[pcommon.TraceID][][]byte
}

func newPacked() *packed {
	return &packed{traces: map[pcommon.TraceID][][]byte{}}
}

// Append packs more spans of a trace.
func (p *packed) Append(id pcommon.TraceID, spans ptrace.Traces) error {
	message, err := p.encoder.MarshalTraces(spans)
	if err != nil {
		return err
	}
	p.traces[id] = append(p.traces[id], message)
	return nil
}

// Take unpacks a trace and forgets it.
func (p *packed) Take(id pcommon.TraceID) (ptrace.Traces, error) {
	trace := ptrace.NewTraces()
	messages := p.traces[id]
	delete(p.traces, id)
	for _, message := range messages {
		part, err := p.decoder.unpack(message)
		if err != nil {
			return trace, err
		}
		part.ResourceSpans().MoveAndAppendTo(trace.ResourceSpans())
	}
	return trace, nil
}

// Delete forgets a trace.
func (p *packed) Delete(id pcommon.TraceID) error {
	delete(p.traces, id)
	return nil
}

// Start has nothing to begin.
func (*packed) Start(context.Context, component.Host) error { return nil }

// Shutdown has nothing to end.
func (*packed) Shutdown(context.Context) error { return nil }

// storing is a host with the storage among its extensions.
type storing struct {
	component.Host
	storage *packed
}

// GetExtensions implements component.Host.
func (s storing) GetExtensions() map[component.ID]component.Component {
	all := maps.Clone(s.Host.GetExtensions())
	if all == nil {
		all = map[component.ID]component.Component{}
	}
	all[packedID] = s.storage
	return all
}
