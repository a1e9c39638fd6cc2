package spanmetricsconnector

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// overflowLabel is the only one of the series for what comes beyond the limit.
const overflowLabel = "otel.metric.overflow"

// series is a counter of calls and a histogram of their durations, which have the same labels.
type series struct {
	attributes pcommon.Map
	start      pcommon.Timestamp
	calls      uint64
	duration   float64
	// buckets are not cumulative; the last has what is above all bounds.
	buckets   []uint64
	exemplars pmetric.ExemplarSlice
	// known is true once the counter was handed on.
	known bool
	// overflow is true for the series of what comes beyond the limit.
	overflow bool
}

func newSeries(start pcommon.Timestamp, buckets int) *series {
	return &series{
		attributes: pcommon.NewMap(),
		start:      start,
		buckets:    make([]uint64, buckets),
		exemplars:  pmetric.NewExemplarSlice(),
	}
}

// add counts a span as weight spans.
func (s *series) add(bounds []float64, duration float64, weight uint64) {
	s.calls += weight
	s.duration += duration * float64(weight)
	bucket, _ := slices.BinarySearch(bounds, duration)
	s.buckets[bucket] += weight
}

// example keeps the first most spans since the last flush.
func (s *series) example(span ptrace.Span, duration float64, most int) {
	if s.overflow || s.exemplars.Len() >= most || span.TraceID().IsEmpty() {
		return
	}
	exemplar := s.exemplars.AppendEmpty()
	exemplar.SetTraceID(span.TraceID())
	exemplar.SetSpanID(span.SpanID())
	exemplar.SetDoubleValue(duration)
}

// flush writes both and forgets the exemplars. A counter is handed on as 0 first, so that its first increase is seen.
func (s *series) flush(calls pmetric.NumberDataPoint, durations pmetric.HistogramDataPoint, bounds []float64, now pcommon.Timestamp) {
	for _, exemplar := range s.exemplars.All() {
		exemplar.SetTimestamp(now)
	}
	calls.SetStartTimestamp(s.start)
	calls.SetTimestamp(now)
	if s.known {
		calls.SetIntValue(int64(s.calls))
	} else {
		calls.SetIntValue(0)
		s.known = true
	}
	s.exemplars.CopyTo(calls.Exemplars())
	s.attributes.CopyTo(calls.Attributes())

	durations.SetStartTimestamp(s.start)
	durations.SetTimestamp(now)
	durations.ExplicitBounds().FromRaw(bounds)
	durations.BucketCounts().FromRaw(s.buckets)
	durations.SetCount(s.calls)
	durations.SetSum(s.duration)
	s.exemplars.MoveAndAppendTo(durations.Exemplars())
	s.attributes.CopyTo(durations.Attributes())
}
