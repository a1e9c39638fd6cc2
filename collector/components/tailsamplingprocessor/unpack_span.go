package tailsamplingprocessor

import (
	"math"
	"unsafe"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/protobuf/encoding/protowire"
)

// Fields of a span, of opentelemetry/proto/trace/v1/trace.proto.
const (
	traceIDField protowire.Number = iota + 1
	spanIDField
	traceStateField
	parentSpanIDField
	nameField
	kindField
	startField
	endField
	attributesField
	droppedAttributesField
	_ // events
	droppedEventsField
	_ // links
	droppedLinksField
	statusField
	flagsField
)

// unpackSpan decodes an ordinary span. False: it has something that is not ordinary, and is decoded in part.
func unpackSpan(data []byte, to ptrace.Span) bool {
	attributes := to.Attributes()
	attributes.EnsureCapacity(countOf(attributesField, data))
	for len(data) > 0 {
		number, kind, size := protowire.ConsumeTag(data)
		if size < 0 {
			return false
		}
		data = data[size:]
		switch kind {
		case protowire.BytesType:
			value, size := protowire.ConsumeBytes(data)
			if size < 0 || !setBytes(to, attributes, number, value) {
				return false
			}
			data = data[size:]
		case protowire.VarintType:
			value, size := protowire.ConsumeVarint(data)
			if size < 0 || !setVarint(to, number, value) {
				return false
			}
			data = data[size:]
		case protowire.Fixed64Type:
			value, size := protowire.ConsumeFixed64(data)
			if size < 0 {
				return false
			}
			switch number {
			case startField:
				to.SetStartTimestamp(pcommon.Timestamp(value))
			case endField:
				to.SetEndTimestamp(pcommon.Timestamp(value))
			default:
				return false
			}
			data = data[size:]
		case protowire.Fixed32Type:
			value, size := protowire.ConsumeFixed32(data)
			if size < 0 || number != flagsField {
				return false
			}
			to.SetFlags(value)
			data = data[size:]
		default:
			return false
		}
	}
	return true
}

// countOf counts the fields of this number.
func countOf(number protowire.Number, data []byte) (count int) {
	for len(data) > 0 {
		found, _, size := protowire.ConsumeField(data)
		if size < 0 {
			return count
		}
		if found == number {
			count++
		}
		data = data[size:]
	}
	return count
}

func setBytes(to ptrace.Span, attributes pcommon.Map, number protowire.Number, value []byte) bool {
	switch number {
	case traceIDField:
		var id pcommon.TraceID
		if copy(id[:], value) != len(value) || len(value) != len(id) {
			return false
		}
		to.SetTraceID(id)
	case spanIDField, parentSpanIDField:
		var id pcommon.SpanID
		if copy(id[:], value) != len(value) || len(value) != len(id) {
			return false
		}
		if number == spanIDField {
			to.SetSpanID(id)
		} else {
			to.SetParentSpanID(id)
		}
	case traceStateField:
		to.TraceState().FromRaw(text(value))
	case nameField:
		to.SetName(text(value))
	case attributesField:
		return setAttribute(attributes, value)
	case statusField:
		return setStatus(to.Status(), value)
	default:
		return false
	}
	return true
}

func setVarint(to ptrace.Span, number protowire.Number, value uint64) bool {
	switch number {
	case kindField:
		to.SetKind(ptrace.SpanKind(value))
	case droppedAttributesField:
		to.SetDroppedAttributesCount(uint32(value))
	case droppedEventsField:
		to.SetDroppedEventsCount(uint32(value))
	case droppedLinksField:
		to.SetDroppedLinksCount(uint32(value))
	default:
		return false
	}
	return true
}

func setStatus(to ptrace.Status, data []byte) bool {
	const messageField, codeField = 2, 3
	for len(data) > 0 {
		number, kind, size := protowire.ConsumeTag(data)
		if size < 0 {
			return false
		}
		data = data[size:]
		switch {
		case number == messageField && kind == protowire.BytesType:
			var message []byte
			if message, size = protowire.ConsumeBytes(data); size < 0 {
				return false
			}
			to.SetMessage(text(message))
		case number == codeField && kind == protowire.VarintType:
			var code uint64
			if code, size = protowire.ConsumeVarint(data); size < 0 {
				return false
			}
			to.SetCode(ptrace.StatusCode(code))
		default:
			return false
		}
		data = data[size:]
	}
	return true
}

// setAttribute adds an attribute with a plain value under a new key.
func setAttribute(to pcommon.Map, data []byte) bool {
	const keyTag, valueTag = 1<<3 | byte(protowire.BytesType), 2<<3 | byte(protowire.BytesType)
	var key, value []byte
	for len(data) > 0 {
		field, size := protowire.ConsumeBytes(data[1:])
		switch {
		case size < 0:
			return false
		case data[0] == keyTag && key == nil:
			key = field
		case data[0] == valueTag && value == nil:
			value = field
		default:
			return false
		}
		data = data[1+size:]
	}
	if key == nil || value == nil {
		return false
	}
	before := to.Len()
	return setValue(to, text(key), value) && to.Len() == before+1
}

func setValue(to pcommon.Map, key string, data []byte) bool {
	const stringField, boolField, intField, doubleField = 1, 2, 3, 4
	number, kind, size := protowire.ConsumeTag(data)
	if size < 0 {
		return false
	}
	data = data[size:]
	switch {
	case number == stringField && kind == protowire.BytesType:
		var value []byte
		if value, size = protowire.ConsumeBytes(data); size == len(data) {
			to.PutStr(key, text(value))
			return true
		}
	case number == doubleField && kind == protowire.Fixed64Type:
		var value uint64
		if value, size = protowire.ConsumeFixed64(data); size == len(data) {
			to.PutDouble(key, math.Float64frombits(value))
			return true
		}
	case (number == boolField || number == intField) && kind == protowire.VarintType:
		var value uint64
		if value, size = protowire.ConsumeVarint(data); size != len(data) {
			return false
		}
		if number == boolField {
			to.PutBool(key, value != 0)
		} else {
			to.PutInt(key, int64(value))
		}
		return true
	}
	return false
}

// text is data as a string, without a copy: nobody changes a part.
func text(data []byte) string {
	return unsafe.String(unsafe.SliceData(data), len(data))
}

// bytesOf is the way back. Nobody may write to them.
func bytesOf[T ~string](text T) []byte {
	return unsafe.Slice(unsafe.StringData(string(text)), len(text))
}
