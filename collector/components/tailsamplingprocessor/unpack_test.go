package tailsamplingprocessor

import (
	"bytes"
	"slices"
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

// apart are the spans of traces one by one, each with its scope and its resource, in an order of their own.
func apart(t testing.TB, traces ptrace.Traces) (all []string) {
	t.Helper()
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				alone := ptrace.NewTraces()
				to := alone.ResourceSpans().AppendEmpty()
				resource.Resource().CopyTo(to.Resource())
				to.SetSchemaUrl(resource.SchemaUrl())
				within := to.ScopeSpans().AppendEmpty()
				scope.Scope().CopyTo(within.Scope())
				within.SetSchemaUrl(scope.SchemaUrl())
				span.CopyTo(within.Spans().AppendEmpty())
				text, err := (&ptrace.JSONMarshaler{}).MarshalTraces(alone)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, string(text))
			}
		}
	}
	slices.Sort(all)
	return all
}

// wrappedSpan is a request that has only this span.
func wrappedSpan(fields ...[]byte) []byte {
	return wrapped(bytes.Join(fields, nil), spansField, scopeSpansField, resourceSpansField)
}

func field(number protowire.Number, value string) []byte { return wrapped([]byte(value), number) }

func TestUnpacksWhatWasPacked(t *testing.T) {
	mixed := ordinary(1)
	full("with events").ResourceSpans().MoveAndAppendTo(mixed.ResourceSpans())
	ordinary(3).ResourceSpans().MoveAndAppendTo(mixed.ResourceSpans())
	for i, span := range mixed.ResourceSpans().At(3).ScopeSpans().At(0).Spans().All() {
		span.SetTraceID(pcommon.TraceID{byte(i)})
	}
	mixed.ResourceSpans().At(0).ScopeSpans().AppendEmpty().Spans().AppendEmpty().SetName("another scope")
	empty := ordinary(0)
	ordinary(1).ResourceSpans().MoveAndAppendTo(empty.ResourceSpans())
	for name, traces := range map[string]ptrace.Traces{
		"ordinary": ordinary(5), "everything": full("x"), "one beside the other": mixed, "no spans": ordinary(0),
		"no spans, and some": empty, "nothing": ptrace.NewTraces(), "an empty span": trace(1),
	} {
		t.Run(name, func(t *testing.T) { compare(t, traces) })
	}
}

func TestReadsASpanLikeTheStockDecoder(t *testing.T) {
	for name, message := range map[string][]byte{
		"an unknown field":   wrappedSpan(protowire.AppendVarint(protowire.AppendTag(nil, 99, protowire.VarintType), 7)),
		"two equal keys":     wrappedSpan(field(attributesField, "\x0a\x01k\x12\x03\x0a\x011"), field(attributesField, "\x0a\x01k\x12\x03\x0a\x012")),
		"no value":           wrappedSpan(field(attributesField, "\x0a\x01k")),
		"an empty value":     wrappedSpan(field(attributesField, "\x0a\x01k\x12\x00")),
		"the value first":    wrappedSpan(field(attributesField, "\x12\x03\x0a\x011\x0a\x01k")),
		"two names":          wrappedSpan(field(nameField, "a"), field(nameField, "b")),
		"an id that is none": wrappedSpan(field(spanIDField, "")),
	} {
		want, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(message)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		p := newPacker(nil)
		if err := p.sort(want, message); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		p.pack()
		got, err := (&unpacker{}).unpackStandIns(p.standIns())
		if err != nil || !slices.Equal(apart(t, got), apart(t, want)) {
			t.Errorf("%s: %v\n%s\nthe stock decoder:\n%s", name, err, apart(t, got), apart(t, want))
		}
	}
}

// compare fails when traces come out of their parts otherwise than they went in.
func compare(t *testing.T, want ptrace.Traces) {
	t.Helper()
	standIns := standInsOf(t, want)
	if standIns.SpanCount() != want.SpanCount() {
		t.Fatalf("%d stand in for %d spans", standIns.SpanCount(), want.SpanCount())
	}
	got, err := (&unpacker{}).unpackStandIns(standIns)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(apart(t, got), apart(t, want)) {
		t.Fatalf("unpacked\n%s\npacked\n%s", apart(t, got), apart(t, want))
	}
	for _, standIn := range standIns.ResourceSpans().All() {
		alone := ptrace.NewTraces()
		standIn.CopyTo(alone.ResourceSpans().AppendEmpty())
		part, err := (&unpacker{}).unpackStandIns(alone)
		if err != nil {
			t.Fatal(err)
		}
		spans := standIn.ScopeSpans().At(0).Spans()
		id := spans.At(0).TraceID()
		for _, resource := range part.ResourceSpans().All() {
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					if span.TraceID() != id {
						t.Fatalf("%s is among the spans of %s", span.TraceID(), id)
					}
				}
			}
		}
		if part.SpanCount() != spans.Len() {
			t.Fatalf("%d spans, counted as %d", part.SpanCount(), spans.Len())
		}
	}
}

func TestAnOrdinarySpanIsUnpackedWithoutTheStockDecoder(t *testing.T) {
	for part := range partsOf(standInsOf(t, ordinary(2))) {
		_ = part.each(func(kind int, data []byte) error {
			if kind == spanEntry && !unpackSpan(data, ptrace.NewSpan()) {
				t.Errorf("left to the stock decoder: %x", data)
			}
			return nil
		})
	}
}

func FuzzUnpacksWhatWasPacked(f *testing.F) {
	for _, traces := range []ptrace.Traces{ordinary(1), full("x")} {
		message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(message)
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		traces, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(message)
		if err != nil {
			t.Skip("never accepted")
		}
		compare(t, traces)
	})
}

// BenchmarkPack is what one span costs when it comes, without encoding it.
func BenchmarkPack(b *testing.B) {
	traces := ordinary(8)
	message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		p := newPacker(nil)
		_ = p.sort(traces, message)
		p.pack()
		p.done()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*16), "ns/span")
}

// BenchmarkUnpack is what one span costs when its trace is kept.
func BenchmarkUnpack(b *testing.B) {
	traces := ordinary(8)
	message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		b.Fatal(err)
	}
	standIns := standInsOf(b, traces)
	ours := unpacker{}
	for name, decode := range map[string]func() (ptrace.Traces, error){
		"stock": func() (ptrace.Traces, error) { return (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(message) },
		"ours":  func() (ptrace.Traces, error) { return ours.unpackStandIns(standIns) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decode(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*16), "ns/span")
		})
	}
}
