package tailsamplingprocessor

import (
	"fmt"
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/protobuf/encoding/protowire"
)

// ordinary are spans as most are: plain attributes, a status, nothing nested.
func ordinary(spans int) ptrace.Traces {
	traces := ptrace.NewTraces()
	for _, name := range []string{"next.js", "pg"} {
		resource := traces.ResourceSpans().AppendEmpty()
		resource.Resource().Attributes().PutStr("service.name", "ticketcap")
		resource.SetSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
		scope := resource.ScopeSpans().AppendEmpty()
		scope.Scope().SetName(name)
		for i := range spans {
			span := scope.Spans().AppendEmpty()
			span.SetTraceID(pcommon.TraceID{1, 15: 2})
			span.SetSpanID(pcommon.SpanID{1, 7: byte(i)})
			span.SetParentSpanID(pcommon.SpanID{2})
			span.SetName("GET /api/events/[id]")
			span.SetKind(ptrace.SpanKindServer)
			span.SetFlags(0x101)
			span.SetStartTimestamp(1)
			span.SetEndTimestamp(1 << 62)
			span.SetDroppedAttributesCount(1)
			span.SetDroppedEventsCount(2)
			span.SetDroppedLinksCount(3)
			span.TraceState().FromRaw("ot=th:8")
			span.Status().SetCode(ptrace.StatusCodeError)
			span.Status().SetMessage("not \xff UTF-8")
			attributes := span.Attributes()
			attributes.PutStr("http.request.method", "GET")
			attributes.PutStr("http.route", "/api/events/[id]")
			attributes.PutStr("empty", "")
			attributes.PutInt("http.response.status_code", 200)
			attributes.PutInt("negative", -1)
			attributes.PutBool("next.bubble", true)
			attributes.PutDouble("share", 0.5)
		}
	}
	return traces
}

func packedBytes(t testing.TB, traces ptrace.Traces) []byte {
	t.Helper()
	message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

func TestUnpacksLikeTheStockDecoder(t *testing.T) {
	second := ordinary(1)
	full("with events").ResourceSpans().MoveAndAppendTo(second.ResourceSpans())
	ordinary(3).ResourceSpans().MoveAndAppendTo(second.ResourceSpans())
	unpacker := unpacker{}
	for name, message := range map[string][]byte{
		"ordinary":             packedBytes(t, ordinary(5)),
		"everything":           packedBytes(t, full("x")),
		"one beside the other": packedBytes(t, second),
		"no spans":             packedBytes(t, ordinary(0)),
		"nothing":              nil,
		"an unknown field":     wrapped(protowire.AppendVarint(protowire.AppendTag(nil, 99, protowire.VarintType), 7)),
		"two equal keys": wrapped(appendMessage(appendMessage(nil, attributesField,
			[]byte("\x0a\x01k\x12\x03\x0a\x011")), attributesField, []byte("\x0a\x01k\x12\x03\x0a\x012"))),
		"no value":           wrapped(appendMessage(nil, attributesField, []byte("\x0a\x01k"))),
		"an empty value":     wrapped(appendMessage(nil, attributesField, []byte("\x0a\x01k\x12\x00"))),
		"the value first":    wrapped(appendMessage(nil, attributesField, []byte("\x12\x03\x0a\x011\x0a\x01k"))),
		"two names":          wrapped(appendMessage(appendMessage(nil, nameField, []byte("a")), nameField, []byte("b"))),
		"an id that is none": wrapped(appendMessage(nil, spanIDField, nil)),
	} {
		compare(t, &unpacker, name, message)
	}
}

// compare fails when the two decoders disagree about a message that the stock one can read.
func compare(t *testing.T, u *unpacker, name string, message []byte) {
	t.Helper()
	want, wantErr := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(message)
	got, err := u.unpack(message)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%s: %v, the stock decoder says %v", name, err, wantErr)
	}
	if err == nil && json(t, got) != json(t, want) {
		t.Fatalf("%s:\n%s\nthe stock decoder:\n%s", name, json(t, got), json(t, want))
	}
}

func TestAnOrdinarySpanIsUnpackedWithoutTheStockDecoder(t *testing.T) {
	u := unpacker{}
	if !u.cut(packedBytes(t, ordinary(2))) {
		t.Fatal("what the marshaler wrote was not read")
	}
	for _, spans := range u.spans {
		for _, data := range spans {
			if !unpackSpan(data, ptrace.NewSpan()) {
				t.Errorf("left to the stock decoder: %x", data)
			}
		}
	}
}

func FuzzUnpacksLikeTheStockDecoder(f *testing.F) {
	f.Add(packedBytes(f, ordinary(1)))
	f.Add(packedBytes(f, full("x")))
	u := unpacker{}
	f.Fuzz(func(t *testing.T, message []byte) {
		if _, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(message); err != nil {
			t.Skip("never written")
		}
		compare(t, &u, fmt.Sprintf("%x", message), message)
	})
}

// BenchmarkUnpack is what one span costs when its trace is decided.
func BenchmarkUnpack(b *testing.B) {
	message := packedBytes(b, ordinary(8))
	ours := unpacker{}
	for name, decode := range map[string]func([]byte) (ptrace.Traces, error){
		"stock": (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces, "ours": ours.unpack,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decode(message); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*16), "ns/span")
		})
	}
}
