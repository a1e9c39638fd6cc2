package requestboundsextension

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func traceBody(t testing.TB, spans, attributes int) []byte {
	t.Helper()
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "app")
	list := resource.ScopeSpans().AppendEmpty().Spans()
	for range spans {
		span := list.AppendEmpty()
		span.SetName("GET /")
		for n := range attributes {
			span.Attributes().PutStr(fmt.Sprint(n), "value")
		}
		span.Events().AppendEmpty().Attributes().PutInt("n", 1)
		span.Links().AppendEmpty().Attributes().PutBool("b", true)
	}
	body, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestCountsEveryMessageOfATrace(t *testing.T) {
	// Request, resource spans, resource with a key and a value, scope spans, scope; a span has a status, an event and a
	// link with a key and a value each, and its attributes.
	const around, perSpan, perAttribute = 7, 8, 2
	for _, c := range []struct{ spans, attributes int }{{1, 0}, {1, 3}, {50, 10}} {
		want := around - 1 + c.spans*(perSpan+c.attributes*perAttribute)
		got, err := countProtobuf(traceBody(t, c.spans, c.attributes), traceRequest, 1e6)
		if err != nil || got < want || got > want+1 {
			t.Errorf("%d spans of %d attributes: %d messages, %v; want %d", c.spans, c.attributes, got, err, want)
		}
	}
}

func TestCountsThePointsOfEveryKindOfMetric(t *testing.T) {
	metrics := pmetric.NewMetrics()
	list := metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics()
	const points = 100
	gauge, sum := list.AppendEmpty().SetEmptyGauge(), list.AppendEmpty().SetEmptySum()
	histogram, exponential := list.AppendEmpty().SetEmptyHistogram(), list.AppendEmpty().SetEmptyExponentialHistogram()
	summary := list.AppendEmpty().SetEmptySummary()
	for range points {
		gauge.DataPoints().AppendEmpty().Attributes().PutStr("k", "v")
		sum.DataPoints().AppendEmpty().Exemplars().AppendEmpty().FilteredAttributes().PutStr("k", "v")
		histogram.DataPoints().AppendEmpty().Attributes().PutStr("k", "v")
		exponential.DataPoints().AppendEmpty().Attributes().PutStr("k", "v")
		summary.DataPoints().AppendEmpty().QuantileValues().AppendEmpty()
	}
	body, err := (&pmetric.ProtoMarshaler{}).MarshalMetrics(metrics)
	if err != nil {
		t.Fatal(err)
	}
	got, err := countProtobuf(body, metricRequest, 1e6)
	if want := points * (3 + 4 + 3 + 3 + 2); err != nil || got < want {
		t.Errorf("%d messages, %v; want %d or more", got, err, want)
	}
}

// field writes a length-delimited field.
func field(number byte, content []byte) []byte {
	out := []byte{number<<3 | 2}
	for n := len(content); ; n >>= 7 {
		if n < 128 {
			return append(append(out, byte(n)), content...)
		}
		out = append(out, byte(n)|128)
	}
}

func TestRefusesWhatIsSmallOnTheWireAndLargeInMemory(t *testing.T) {
	const most = 1000
	for what, item := range map[string]byte{"spans": 2} {
		for count, refused := range map[int]bool{most - 3: false, most + 1: true, 2_000_000: true} {
			body := field(1, field(2, bytes.Repeat([]byte{item<<3 | 2, 0}, count)))
			_, err := countProtobuf(body, traceRequest, most)
			var bound *tooMany
			if errors.As(err, &bound) != refused {
				t.Errorf("%d empty %s: %v", count, what, err)
			}
		}
	}
}

func TestRefusesDeepNestingAndTakesWhatAnAppSends(t *testing.T) {
	nested := func(depth int) []byte {
		value := field(1, []byte("bottom"))
		for range depth {
			value = field(5, field(1, value))
		}
		attribute := append(field(1, []byte("k")), field(2, value)...)
		return field(1, field(2, field(2, field(9, attribute))))
	}
	for depth, refused := range map[int]bool{3: false, 100: false, 200: true, 5000: true} {
		_, err := countProtobuf(nested(depth), traceRequest, 1e6)
		if (err != nil) != refused {
			t.Errorf("depth %d: %v", depth, err)
		}
	}
	for depth, refused := range map[int]bool{3: false, maxNesting: false, maxNesting + 1: true, 1e5: true} {
		_, err := countJSON([]byte(strings.Repeat("[", depth)+strings.Repeat("]", depth)), 1e6)
		if (err != nil) != refused {
			t.Errorf("JSON of depth %d: %v", depth, err)
		}
	}
}

func TestCountsObjectsOfJSONAndNotTheirText(t *testing.T) {
	body := []byte(`{"resourceSpans":[{"a":"{[{[\"{{{ \\"},{},[]]}`)
	if got, err := countJSON(body, 100); err != nil || got != 5 {
		t.Errorf("%d objects, %v; want 5", got, err)
	}
	if _, err := countJSON(body, 4); err == nil {
		t.Error("one over the limit was taken")
	}
	if _, err := countJSON([]byte("{\"a\":\"\xff\"}"), 100); err == nil {
		t.Error("bytes that are no text were taken")
	}
}

func TestLeavesWhatIsMalformedToTheReceiver(t *testing.T) {
	body := traceBody(t, 2, 2)
	for _, broken := range [][]byte{body[:len(body)-3], []byte("hello"), {0x0b}, {0x0a}, {0x0a, 0xff}, bytes.Repeat([]byte{0xff}, 20)} {
		if _, err := countProtobuf(broken, traceRequest, 1e6); !errors.Is(err, errMalformed) {
			t.Errorf("%x: %v", broken[:min(len(broken), 8)], err)
		}
	}
}

func FuzzCountProtobuf(f *testing.F) {
	f.Add(traceBody(f, 2, 2))
	f.Add([]byte{0x0a, 0x02, 0x12, 0x00})
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, schema := range []*message{traceRequest, metricRequest, logRequest} {
			if count, _ := countProtobuf(body, schema, 100); count > 101 || count > len(body)/2+1 {
				t.Errorf("%d messages in %d bytes", count, len(body))
			}
		}
		_, _ = countJSON(body, 100)
	})
}

// BenchmarkCount is the cost of a full batch: 512 spans of 20 attributes.
func BenchmarkCount(b *testing.B) {
	body := traceBody(b, 512, 20)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := countProtobuf(body, traceRequest, 1e6); err != nil {
			b.Fatal(err)
		}
	}
}
