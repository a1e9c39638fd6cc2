package tailsamplingprocessor

import (
	"context"
	"maps"
	"runtime"
	"testing"
	"time"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
)

// full has something in every field of a span.
func full(name string) ptrace.Traces {
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.SetSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
	resource.Resource().Attributes().PutStr("service.name", "ticketcap")
	scope := resource.ScopeSpans().AppendEmpty()
	scope.Scope().SetName("next.js")
	scope.Scope().SetVersion("16")
	span := scope.Spans().AppendEmpty()
	span.SetName(name)
	span.SetTraceID(pcommon.TraceID{1, 15: 2})
	span.SetSpanID(pcommon.SpanID{3})
	span.SetParentSpanID(pcommon.SpanID{4})
	span.SetFlags(0x101)
	span.TraceState().FromRaw("ot=th:8")
	span.SetKind(ptrace.SpanKindServer)
	span.SetStartTimestamp(1)
	span.SetEndTimestamp(1 << 62)
	span.SetDroppedAttributesCount(5)
	span.Status().SetCode(ptrace.StatusCodeError)
	span.Status().SetMessage("not \xff UTF-8")
	span.Attributes().PutEmptyBytes("bytes").FromRaw([]byte{0, 1, 255})
	span.Attributes().PutEmptySlice("list").AppendEmpty().SetDouble(0.5)
	span.Attributes().PutEmptyMap("map").PutBool("deep", true)
	span.Attributes().PutEmpty("nothing")
	event := span.Events().AppendEmpty()
	event.SetName("seats held")
	event.Attributes().PutInt("spots", 2)
	link := span.Links().AppendEmpty()
	link.SetTraceID(pcommon.TraceID{6})
	return traces
}

func json(t *testing.T, traces ptrace.Traces) string {
	t.Helper()
	text, err := (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// standInsOf are what the stock processor gets in the place of traces.
func standInsOf(t testing.TB, traces ptrace.Traces, asked ...condition) ptrace.Traces {
	t.Helper()
	message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		t.Fatal(err)
	}
	p := newPacker(asked)
	defer p.done()
	if err := p.sort(traces, message); err != nil {
		t.Fatal(err)
	}
	p.pack()
	return p.standIns()
}

func TestWhatWasPackedComesBackAsItWas(t *testing.T) {
	storage, id := newWaiting(), pcommon.TraceID{1}
	want := ptrace.NewTraces()
	for _, name := range []string{"first", "second", "third"} {
		full(name).ResourceSpans().MoveAndAppendTo(want.ResourceSpans())
		if err := storage.Append(id, standInsOf(t, full(name))); err != nil {
			t.Fatal(err)
		}
	}
	got, err := storage.Take(id)
	if err != nil {
		t.Fatal(err)
	}
	if json(t, got) != json(t, want) {
		t.Fatalf("packed\n%s\nunpacked\n%s", json(t, want), json(t, got))
	}
}

func TestATraceIsTakenOnce(t *testing.T) {
	storage := newWaiting()
	taken, deleted, other := pcommon.TraceID{1}, pcommon.TraceID{2}, pcommon.TraceID{3}
	for _, id := range []pcommon.TraceID{taken, deleted, other} {
		_ = storage.Append(id, standInsOf(t, trace(2)))
	}
	_, _ = storage.Take(taken)
	_ = storage.Delete(deleted)
	_ = storage.Delete(deleted)
	for id, want := range map[pcommon.TraceID]int{taken: 0, deleted: 0, other: 1} {
		if got, err := storage.Take(id); err != nil || got.ResourceSpans().Len() != want {
			t.Errorf("%s: %d parts, %v", id, got.ResourceSpans().Len(), err)
		}
	}
	if len(storage.traces) != 0 {
		t.Errorf("%d traces are left behind", len(storage.traces))
	}
}

// bytesWaiting is what one waiting span holds of the heap.
func bytesWaiting(t *testing.T, factory processor.Factory, over map[string]any) float64 {
	t.Helper()
	const traces, spans = 300, 20
	settings := map[string]any{"decision_wait": "1h", "maximum_trace_size_bytes": 0}
	maps.Copy(settings, over)
	sampler, _ := configured(t, factory, settings)
	before := heap()
	for i := range traces + 2*runtime.NumCPU() {
		request := ptrace.NewTraces()
		for range spans {
			full("GET /api/events").ResourceSpans().At(0).ScopeSpans().At(0).Spans().MoveAndAppendTo(
				spansOf(request))
		}
		for _, span := range spansOf(request).All() {
			span.SetTraceID(pcommon.TraceID{byte(i), byte(i >> 8), 15: 1})
		}
		// The sampler takes as many requests as there are processors before it has dealt with the first.
		if err := sampler.ConsumeTraces(context.Background(), request); err != nil {
			t.Fatal(err)
		}
	}
	held := heap() - before
	if err := sampler.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	return float64(held) / (traces * spans)
}

func spansOf(request ptrace.Traces) ptrace.SpanSlice {
	if request.ResourceSpans().Len() == 0 {
		request.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	}
	return request.ResourceSpans().At(0).ScopeSpans().At(0).Spans()
}

// heap is what is in use once earlier tests have nothing left to give back: their goroutines end, and finalizers run, after a round.
func heap() int64 {
	var memory runtime.MemStats
	for before, settled := int64(0), 0; settled < 3; {
		runtime.GC()
		runtime.ReadMemStats(&memory)
		now := int64(memory.HeapAlloc)
		if settled++; before-now > 10_000 {
			settled = 0
		}
		before = now
		time.Sleep(10 * time.Millisecond)
	}
	return int64(memory.HeapAlloc)
}

func TestWhatWaitsTakesAThirdOfTheMemory(t *testing.T) {
	packed, loose := bytesWaiting(t, NewFactory(), nil), bytesWaiting(t, stock.NewFactory(), nil)
	t.Logf("%.0f bytes a waiting span, %.0f with the stock storage", packed, loose)
	if packed > loose/2.5 {
		t.Fatalf("%.0f bytes a waiting span, %.0f with the stock storage", packed, loose)
	}
}

func TestShardsKeepTheStockStorage(t *testing.T) {
	made, sink := configured(t, NewFactory(), map[string]any{"num_shards": 2})
	t.Cleanup(func() { _ = made.Shutdown(context.Background()) })
	if made.(*sampler).storage != nil {
		t.Fatal("two goroutines would call one storage")
	}
	decided(t, made, sink, 101)
}
