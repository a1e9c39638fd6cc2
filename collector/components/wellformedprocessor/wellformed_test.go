package wellformedprocessor

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

const broken = "caf\xe9 \xff\xfe"

var (
	traceID = pcommon.TraceID{15: 1}
	spanID  = pcommon.SpanID{7: 1}
)

// through sends traces through the processor.
func through(t *testing.T, traces ptrace.Traces) ptrace.Traces {
	t.Helper()
	sink := new(consumertest.TracesSink)
	made, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(Type), &Config{}, sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.ConsumeTraces(context.Background(), traces); err != nil {
		t.Fatal(err)
	}
	if len(sink.AllTraces()) == 0 {
		return ptrace.NewTraces()
	}
	return sink.AllTraces()[0]
}

// spans makes one resource with a span for each pair of ids.
func spans(ids ...struct {
	trace pcommon.TraceID
	span  pcommon.SpanID
}) (ptrace.Traces, ptrace.SpanSlice) {
	traces := ptrace.NewTraces()
	list := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, id := range ids {
		span := list.AppendEmpty()
		span.SetTraceID(id.trace)
		span.SetSpanID(id.span)
	}
	return traces, list
}

type identity = struct {
	trace pcommon.TraceID
	span  pcommon.SpanID
}

func TestSpansWithoutIdentityAreDroppedAndOthersStay(t *testing.T) {
	good := identity{traceID, spanID}
	traces, _ := spans(identity{span: spanID}, good, identity{trace: traceID}, identity{}, good)
	if got := through(t, traces).SpanCount(); got != 2 {
		t.Errorf("%d spans stayed, want 2", got)
	}
}

func TestNestingIsCutAtTheLimitAndNotBefore(t *testing.T) {
	for _, kind := range []string{"map", "array"} {
		for depth, cut := range map[int]bool{maxNesting: false, maxNesting + 1: true, 5000: true} {
			traces, list := spans(identity{traceID, spanID})
			value := list.At(0).Attributes().PutEmpty("k")
			for range depth {
				if kind == "map" {
					value = value.SetEmptyMap().PutEmpty("k")
				} else {
					value = value.SetEmptySlice().AppendEmpty()
				}
			}
			value.SetStr("bottom")
			text := through(t, traces).ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes().AsRaw()
			levels, bottom := measure(text["k"])
			if want := min(depth, maxNesting); levels != want {
				t.Errorf("%s of depth %d: %d levels stayed, want %d", kind, depth, levels, want)
			}
			if (bottom == tooDeep) != cut {
				t.Errorf("%s of depth %d ends in %q", kind, depth, bottom)
			}
		}
	}
}

func measure(v any) (levels int, bottom any) {
	for ; ; levels++ {
		switch inner := v.(type) {
		case map[string]any:
			v = inner["k"]
		case []any:
			v = inner[0]
		default:
			return levels, v
		}
	}
}

// attributesWith puts the broken text wherever a map has text.
func attributesWith(m pcommon.Map) {
	m.PutStr(broken, broken)
	m.PutStr("plain", "שלום")
	m.PutEmptySlice("list").AppendEmpty().SetStr(broken)
	m.PutEmptyMap("map").PutStr(broken, broken)
}

func TestEveryTextOfASpanBecomesUTF8(t *testing.T) {
	traces, list := spans(identity{traceID, spanID})
	resource := traces.ResourceSpans().At(0)
	attributesWith(resource.Resource().Attributes())
	resource.SetSchemaUrl(broken)
	scope := resource.ScopeSpans().At(0)
	scope.SetSchemaUrl(broken)
	scope.Scope().SetName(broken)
	scope.Scope().SetVersion(broken)
	attributesWith(scope.Scope().Attributes())
	span := list.At(0)
	span.SetName(broken)
	span.TraceState().FromRaw(broken)
	span.Status().SetMessage(broken)
	attributesWith(span.Attributes())
	event := span.Events().AppendEmpty()
	event.SetName(broken)
	attributesWith(event.Attributes())
	link := span.Links().AppendEmpty()
	link.TraceState().FromRaw(broken)
	attributesWith(link.Attributes())
	requireUTF8(t, must((&ptrace.ProtoMarshaler{}).MarshalTraces(through(t, traces))))
}

func TestEveryTextOfAMetricBecomesUTF8(t *testing.T) {
	metrics := pmetric.NewMetrics()
	resource := metrics.ResourceMetrics().AppendEmpty()
	attributesWith(resource.Resource().Attributes())
	list := resource.ScopeMetrics().AppendEmpty().Metrics()
	named := func() pmetric.Metric {
		metric := list.AppendEmpty()
		metric.SetName(broken)
		metric.SetUnit(broken)
		metric.SetDescription(broken)
		attributesWith(metric.Metadata())
		return metric
	}
	for _, points := range []pmetric.NumberDataPointSlice{named().SetEmptyGauge().DataPoints(), named().SetEmptySum().DataPoints()} {
		point := points.AppendEmpty()
		attributesWith(point.Attributes())
		attributesWith(point.Exemplars().AppendEmpty().FilteredAttributes())
	}
	histogram := named().SetEmptyHistogram().DataPoints().AppendEmpty()
	attributesWith(histogram.Attributes())
	attributesWith(histogram.Exemplars().AppendEmpty().FilteredAttributes())
	attributesWith(named().SetEmptyExponentialHistogram().DataPoints().AppendEmpty().Attributes())
	attributesWith(named().SetEmptySummary().DataPoints().AppendEmpty().Attributes())

	sink := new(consumertest.MetricsSink)
	made := must(NewFactory().CreateMetrics(context.Background(), processortest.NewNopSettings(Type), &Config{}, sink))
	if err := made.ConsumeMetrics(context.Background(), metrics); err != nil {
		t.Fatal(err)
	}
	requireUTF8(t, must((&pmetric.ProtoMarshaler{}).MarshalMetrics(sink.AllMetrics()[0])))
}

func TestEveryTextOfALogRecordBecomesUTF8(t *testing.T) {
	logs := plog.NewLogs()
	record := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetEventName(broken)
	record.SetSeverityText(broken)
	attributesWith(record.Body().SetEmptyMap())
	attributesWith(record.Attributes())

	sink := new(consumertest.LogsSink)
	made := must(NewFactory().CreateLogs(context.Background(), processortest.NewNopSettings(Type), &Config{}, sink))
	if err := made.ConsumeLogs(context.Background(), logs); err != nil {
		t.Fatal(err)
	}
	requireUTF8(t, must((&plog.ProtoMarshaler{}).MarshalLogs(sink.AllLogs()[0])))
}

func TestARecordWithASentryEnvelopePassesAsItIs(t *testing.T) {
	logs := plog.NewLogs()
	record := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetEventName(sentryrecord.EventName)
	at := record.Body().SetEmptyMap()
	for range 40 {
		at = at.PutEmptyMap("child")
	}
	want := must((&plog.ProtoMarshaler{}).MarshalLogs(logs))

	sink := new(consumertest.LogsSink)
	made := must(NewFactory().CreateLogs(context.Background(), processortest.NewNopSettings(Type), &Config{}, sink))
	if err := made.ConsumeLogs(context.Background(), logs); err != nil {
		t.Fatal(err)
	}
	if got := must((&plog.ProtoMarshaler{}).MarshalLogs(sink.AllLogs()[0])); !bytes.Equal(got, want) {
		t.Errorf("%d bytes became %d", len(want), len(got))
	}
}

// requireUTF8 looks for the broken bytes in what would be sent: \xff and \xfe stand in no other place of it.
func requireUTF8(t *testing.T, sent []byte) {
	t.Helper()
	if strings.Contains(string(sent), "\xff\xfe") || strings.Contains(string(sent), "caf\xe9") {
		t.Error("bytes that are no UTF-8 would be sent")
	}
	if !strings.Contains(string(sent), "caf\uFFFD \uFFFD") || !strings.Contains(string(sent), "שלום") {
		t.Error("the rest of the text is gone")
	}
}

func TestWhatIsWellFormedIsLeftAsItCame(t *testing.T) {
	traces, list := spans(identity{traceID, spanID})
	list.At(0).SetName("GET /אירועים")
	list.At(0).Attributes().PutEmptyBytes("raw").FromRaw([]byte{0xff, 0xfe})
	list.At(0).Attributes().PutStr("text", replacement)
	marshaler := &ptrace.ProtoMarshaler{}
	before := must(marshaler.MarshalTraces(traces))
	if after := must(marshaler.MarshalTraces(through(t, traces))); string(after) != string(before) {
		t.Error("a well-formed span was changed")
	}
	if !utf8.ValidString(replacement) {
		t.Error("the replacement is no text")
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
