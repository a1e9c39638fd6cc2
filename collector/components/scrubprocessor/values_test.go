package scrubprocessor

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// through passes one span's attributes through the processor.
func through(t *testing.T, cfg *Config, attributes map[string]any) map[string]any {
	t.Helper()
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), cfg, "traces")
	must(t, err)
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	must(t, span.Attributes().FromRaw(attributes))
	_, err = s.processTraces(context.Background(), td)
	must(t, err)
	return span.Attributes().AsRaw()
}

type object = map[string]any

func TestScrubsValuesOfEveryType(t *testing.T) {
	for _, c := range []struct {
		name     string
		in, want object
	}{
		{"a card as an integer", object{"n": 4111111111111111}, object{"n": "[card]"}},
		{"a card as a double", object{"n": 4111111111111111.0}, object{"n": "[card]"}},
		{"a phone as an integer", object{"n": 972501234567}, object{"n": "[phone]"}},
		{"an identity number by its key", object{"tz": 123456782}, object{"tz": "[national_id]"}},
		{"a local phone without its zero by its key", object{"phone": 501234567}, object{"phone": "[phone]"}},
		{"a coordinate by its key", object{"lat": 32.0853}, object{"lat": "[geo]"}},
		{"an order id that looks like a card", object{"order.id": 4111111111111111}, object{"order.id": int64(4111111111111111)}},
		{"epochs, counts and prices", object{"time": 1732459200000, "n": 7, "price": 12.5}, object{"time": int64(1732459200000), "n": int64(7), "price": 12.5}},
		{"text in bytes", object{"b": []byte("to dana@example.com")}, object{"b": []byte("to [email]")}},
		{"UTF-16 in bytes", object{"b": []byte("d\x00a\x00n\x00a\x00@\x00e\x00x\x00.\x00c\x00o\x00m\x00")}, object{"b": []byte("[email]")}},
		{"a trace id in bytes", object{"trace_id": []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}, object{"trace_id": []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}},
		{"an array", object{"a": []any{"x", "dana@example.com"}}, object{"a": []any{"x", "[email]"}}},
		{"a nested map", object{"a": object{"b": object{"email": "dana"}}}, object{"a": object{"b": object{"email": "[email]"}}}},
		{"the name of a person in a map", object{"customers": []any{object{"name": "zeraxon", "city": "x", "plan": "gold"}}}, object{"customers": []any{object{"name": "[name]", "city": "[address]", "plan": "gold"}}}},
		{"the name of a thing in a map", object{"service": object{"name": "zeraxon", "city": "x"}}, object{"service": object{"name": "zeraxon", "city": "x"}}},
		{"everything below a personal key", object{"billing_address": object{"line": "Herzl", "n": 12}}, object{"billing_address": object{"line": "[address]", "n": "[address]"}}},
		{"a card over two elements", object{"a": []any{"41111111", "11111111"}}, object{"a": []any{"[card]", "[card]"}}},
		{"a card over four numbers", object{"a": []any{4111, 1111, 1111, 1111}}, object{"a": []any{"[card]", "[card]", "[card]", "[card]"}}},
		{"an address over two elements", object{"a": []any{"dana.levi", "@example.com"}}, object{"a": []any{"[email]", "[email]"}}},
		{"a list of prices", object{"prices": []any{100, 250, 4000}}, object{"prices": []any{int64(100), int64(250), int64(4000)}}},
		{"a key beside its value", object{"a": object{"key": "email", "value": "dana"}}, object{"a": object{"key": "email", "value": "[email]"}}},
		{"a pair of key and value", object{"a": []any{"phone", "5551234"}}, object{"a": []any{"phone", "[phone]"}}},
		{"a pair of value and key", object{"a": []any{"5551234", "phone"}}, object{"a": []any{"[phone]", "phone"}}},
		{"bytes as numbers", object{"a": []any{100, 97, 110, 97, 64, 101, 120, 46, 99, 111, 109}}, object{"a": []any{"[email]"}}},
		{"flags under personal keys", object{"email": true, "phone.verified": false}, object{"email": true, "phone.verified": false}},
		{"a personal key", object{"dana@example.com": "x"}, object{"[email]": "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := through(t, createDefaultConfig().(*Config), c.in); !reflect.DeepEqual(got, c.want) {
				t.Errorf("became %#v", got)
			}
		})
	}
}

func TestMasksANameThatAnotherFieldOfTheBatchNames(t *testing.T) {
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
	must(t, err)
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	texts := map[string]string{
		"seat of zephra quillon, row 5": "seat of [name], row 5",
		"quillon, zephra":               "[name]",
		"Error: no seat for Xanthipa":   "Error: no seat for [name]",
		"Summer Event is sold out":      "Summer Event is sold out",
		"הזיכוי לשחרזדה נשלח":           "הזיכוי לשחרזדה נשלח",
		"Xanthipan is somebody else":    "Xanthipan is somebody else",
	}
	first := spans.AppendEmpty()
	for in := range texts {
		spans.AppendEmpty().Attributes().PutStr("note", in)
	}
	first.SetName("print badge of zephra quillon")
	first.Attributes().PutStr("customer.name", "zephra quillon")
	first.Attributes().PutStr("guest.name", "Xanthipa Event")
	_, err = s.processTraces(context.Background(), td)
	must(t, err)
	if first.Name() != "print badge of [name]" {
		t.Errorf("the span's own name became %q", first.Name())
	}
	seen := map[string]bool{}
	for i := 1; i < spans.Len(); i++ {
		v, _ := spans.At(i).Attributes().Get("note")
		seen[v.Str()] = true
	}
	for in, want := range texts {
		if !seen[want] {
			t.Errorf("%q did not become %q: %v", in, want, seen)
		}
	}
	// The next batch knows nothing of it.
	next := ptrace.NewTraces()
	again := next.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	again.SetName("seat of zephra quillon")
	_, err = s.processTraces(context.Background(), next)
	must(t, err)
	if again.Name() != "seat of zephra quillon" {
		t.Errorf("the next batch became %q", again.Name())
	}
}

func TestScrubsACardOverTwoAttributes(t *testing.T) {
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
	must(t, err)
	td := ptrace.NewTraces()
	a := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().Attributes()
	a.PutStr("payment.part1", "41111111")
	a.PutStr("payment.part2", "11111111")
	_, err = s.processTraces(context.Background(), td)
	must(t, err)
	if got := a.AsRaw(); !reflect.DeepEqual(got, object{"payment.part1": "[card]", "payment.part2": "[card]"}) {
		t.Errorf("became %v", got)
	}
}

func TestBoundsNesting(t *testing.T) {
	deep := any("dana@example.com")
	for range 1000 {
		deep = object{"a": deep}
	}
	got := through(t, createDefaultConfig().(*Config), object{"a": deep})
	if text := flat(got); strings.Contains(text, "dana") || !strings.Contains(text, "[limit]") {
		t.Errorf("became %.200s", text)
	}
}

// A recorded page is as deep as the Sentry receiver lets pass, and as deep as the personal keys in it may lie.
func TestReadsWhatLiesAsDeepAsARecordedPage(t *testing.T) {
	deep := any("dana@example.com")
	for range 260 {
		deep = object{"a": deep}
	}
	if text := flat(through(t, createDefaultConfig().(*Config), object{"a": deep})); text != "[email]" {
		t.Errorf("became %.200s", text)
	}
}

func TestRenamesKeysAtEveryDepthInLinearTime(t *testing.T) {
	const leaf = 1 << 20
	deep := any(strings.Repeat("a quiet line. ", leaf/14))
	for range 250 {
		deep = object{"dana@example.com": deep, "noa@example.com": 1}
	}
	start := time.Now()
	got := through(t, createDefaultConfig().(*Config), object{"a": deep})
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if _, ok := got["a"].(object)["[email]"]; !ok {
		t.Error("the keys are not renamed")
	}
}

func flat(v any) string {
	m, ok := v.(object)
	if !ok {
		return v.(string)
	}
	return flat(m["a"])
}

func TestScrubsTenThousandAttributes(t *testing.T) {
	in := object{}
	for i := range 10_000 {
		in["key."+strings.Repeat("x", i%7)+string(rune('a'+i%26))+strings.Repeat("y", i/26)[:min(i/26, 50)]] = "dana@example.com"
	}
	for k, v := range through(t, createDefaultConfig().(*Config), in) {
		if v != "[email]" {
			t.Fatalf("%s is %v", k, v)
		}
	}
}
