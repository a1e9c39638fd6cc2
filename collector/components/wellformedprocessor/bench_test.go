package wellformedprocessor

import (
	"fmt"
	"testing"
)

// BenchmarkSpan is the cost of an ordinary span: twelve attributes, nothing to mend.
func BenchmarkSpan(b *testing.B) {
	_, list := spans(identity{traceID, spanID})
	span := list.At(0)
	span.SetName("GET /api/events/[id]")
	for n := range 12 {
		span.Attributes().PutStr(fmt.Sprintf("http.request.header.%d", n), "a value of thirty-two characters")
	}
	r := &request{}
	b.ReportAllocs()
	for b.Loop() {
		r.span(span)
	}
}
