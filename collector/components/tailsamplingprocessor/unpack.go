package tailsamplingprocessor

import (
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/protobuf/encoding/protowire"
)

// unpacker decodes parts as the stock decoder would, with half of the memory.
//
// It reads ordinary spans itself, and gives everything else to the stock decoder: resources, scopes, spans with events,
// links or structured values, and whatever a later version of OTLP adds. What it returns shares the bytes of the part.
type unpacker struct {
	stock ptrace.ProtoUnmarshaler
}

// unpack adds the spans of a part to traces.
func (u *unpacker) unpack(p part, to ptrace.Traces) error {
	var resource ptrace.ResourceSpans
	var scope ptrace.ScopeSpans
	return p.each(func(kind int, data []byte) error {
		switch kind {
		case resourceEntry:
			alone, err := u.stock.UnmarshalTraces(wrapped(data, resourceSpansField))
			if err != nil {
				return err
			}
			resource = to.ResourceSpans().AppendEmpty()
			alone.ResourceSpans().At(0).MoveTo(resource)
		case scopeEntry:
			alone, err := u.stock.UnmarshalTraces(wrapped(data, scopeSpansField, resourceSpansField))
			if err != nil {
				return err
			}
			scope = resource.ScopeSpans().AppendEmpty()
			alone.ResourceSpans().At(0).ScopeSpans().At(0).MoveTo(scope)
		case spanEntry:
			span := scope.Spans().AppendEmpty()
			if unpackSpan(data, span) {
				return nil
			}
			alone, err := u.stock.UnmarshalTraces(wrapped(data, spansField, scopeSpansField, resourceSpansField))
			if err != nil {
				return err
			}
			alone.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).MoveTo(span)
		}
		return nil
	})
}

// wrapped puts a message into others, the innermost first.
func wrapped(message []byte, fields ...protowire.Number) []byte {
	for _, number := range fields {
		outer := protowire.AppendTag(make([]byte, 0, len(message)+8), number, protowire.BytesType)
		message = protowire.AppendBytes(outer, message)
	}
	return message
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
