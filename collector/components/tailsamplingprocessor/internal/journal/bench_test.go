package journal

import (
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// BenchmarkAppendAndDecide is the cost of the journal for one batch of 30 traces with 15 spans of some 300 bytes.
func BenchmarkAppendAndDecide(b *testing.B) {
	j, err := Open(Options{Directory: b.TempDir(), MaxBytes: 1 << 30, MaxAge: 1 << 40})
	if err != nil {
		b.Fatal(err)
	}
	const traces, spans = 30, 15
	batch := ptrace.NewTraces()
	slice := batch.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for trace := range traces {
		for range spans {
			span := slice.AppendEmpty()
			span.SetTraceID(pcommon.TraceID{1: 7, 15: byte(trace)})
			span.SetSpanID(pcommon.SpanID{1})
			span.SetName("GET /api/events/[id]")
			for _, key := range []string{"http.request.method", "http.route", "server.address", "url.path", "db.system.name"} {
				span.Attributes().PutStr(key, "some value that is long")
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := j.Append(batch); err != nil {
			b.Fatal(err)
		}
		for trace := range traces {
			j.Decided(pcommon.TraceID{1: 7, 15: byte(trace)}, spans)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*traces*spans), "ns/span")
}
