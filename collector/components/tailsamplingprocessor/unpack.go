package tailsamplingprocessor

import (
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/protobuf/encoding/protowire"
)

// Fields of the messages around a span, of opentelemetry/proto/trace/v1/trace.proto.
const (
	resourceSpansField protowire.Number = 1 // of TracesData
	scopeSpansField    protowire.Number = 2 // of ResourceSpans
	spansField         protowire.Number = 2 // of ScopeSpans
)

// unpacker decodes traces as the stock decoder does, with half of the memory: every trace is decoded for its decision, and
// nine of ten are then left out, which makes this the largest part of what a span costs behind the receiver.
//
// It reads ordinary spans itself, and gives everything else to the stock decoder: resources, scopes, spans with events,
// links or structured values, and whatever a later version of OTLP adds. What it returns shares the bytes of the message.
// Not safe for concurrent use.
type unpacker struct {
	stock ptrace.ProtoUnmarshaler
	// spans are those that were cut out, for each ScopeSpans in order.
	spans [][][]byte
	// message, resource and scope are what is left, one level within the other.
	message, resource, scope []byte
}

// unpack decodes a message, which must not be changed afterwards.
func (u *unpacker) unpack(message []byte) (ptrace.Traces, error) {
	if !u.cut(message) {
		return u.stock.UnmarshalTraces(message)
	}
	traces, err := u.stock.UnmarshalTraces(u.message)
	if err != nil {
		return traces, err
	}
	next := 0
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			if err := u.fill(scope.Spans(), u.spans[next]); err != nil {
				return traces, err
			}
			next++
		}
	}
	return traces, nil
}

func (u *unpacker) fill(to ptrace.SpanSlice, from [][]byte) error {
	to.EnsureCapacity(len(from))
	for _, data := range from {
		span := to.AppendEmpty()
		if unpackSpan(data, span) {
			continue
		}
		alone, err := u.stock.UnmarshalTraces(wrapped(data))
		if err != nil {
			return err
		}
		alone.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).MoveTo(span)
	}
	return nil
}

// wrapped is the message that has only this span.
func wrapped(span []byte) []byte {
	for _, number := range []protowire.Number{spansField, scopeSpansField, resourceSpansField} {
		outer := protowire.AppendTag(make([]byte, 0, len(span)+8), number, protowire.BytesType)
		span = protowire.AppendBytes(outer, span)
	}
	return span
}

// cut separates the spans from the rest of a message. False: it is not what a marshaler writes.
func (u *unpacker) cut(message []byte) bool {
	u.spans, u.message = u.spans[:0], u.message[:0]
	return eachField(message, func(number protowire.Number, field, value []byte) bool {
		if number != resourceSpansField || value == nil {
			return false
		}
		u.resource = u.resource[:0]
		if !eachField(value, u.cutResource) {
			return false
		}
		u.message = appendMessage(u.message, number, u.resource)
		return true
	})
}

func (u *unpacker) cutResource(number protowire.Number, field, value []byte) bool {
	if number != scopeSpansField || value == nil {
		u.resource = append(u.resource, field...)
		return true
	}
	u.scope = u.scope[:0]
	var spans [][]byte
	if len(u.spans) < cap(u.spans) {
		spans = u.spans[:len(u.spans)+1][len(u.spans)][:0]
	}
	whole := eachField(value, func(number protowire.Number, field, value []byte) bool {
		if number == spansField && value != nil {
			spans = append(spans, value)
		} else {
			u.scope = append(u.scope, field...)
		}
		return true
	})
	u.spans = append(u.spans, spans)
	u.resource = appendMessage(u.resource, number, u.scope)
	return whole
}

func appendMessage(to []byte, number protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, number, protowire.BytesType), message)
}

// eachField visits the fields of a message: each with its tag and, if it has a length, without. False when a visit says so
// or the message is malformed.
func eachField(message []byte, visit func(number protowire.Number, field, value []byte) bool) bool {
	for len(message) > 0 {
		number, kind, tag := protowire.ConsumeTag(message)
		if tag < 0 {
			return false
		}
		size := protowire.ConsumeFieldValue(number, kind, message[tag:])
		if size < 0 {
			return false
		}
		field := message[:tag+size]
		var value []byte
		if kind == protowire.BytesType {
			value, _ = protowire.ConsumeBytes(field[tag:])
		}
		if !visit(number, field, value) {
			return false
		}
		message = message[tag+size:]
	}
	return true
}
