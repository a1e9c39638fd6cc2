package tailsamplingprocessor

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/featuregate"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
)

// policy is one of the configuration, sub is one within another.
func policy(name, kind string, settings map[string]any) map[string]any {
	return map[string]any{"name": name, "type": kind, kind: settings}
}

func sub(kind string, settings map[string]any) []any { return []any{policy("sub", kind, settings)} }

func ottlPolicy(context string, conditions ...any) map[string]any {
	return map[string]any{"error_mode": "ignore", context: conditions}
}

// everyKind has each condition that is foreseen, in each place where it can stand.
func everyKind() []any {
	status := map[string]any{"status_codes": []any{"ERROR"}}
	return []any{
		policy("drop", "drop", map[string]any{"drop_sub_policy": []any{
			policy("health", "ottl_condition", ottlPolicy("span", `IsRootSpan() and span.attributes["path"] == "/health"`)),
			policy("without-error", "not", map[string]any{"not_sub_policy": policy("error", "status_code", status)}),
		}}),
		policy("errors", "status_code", status),
		policy("asked", "boolean_attribute", map[string]any{"key": "keep", "value": true}),
		policy("events", "ottl_condition", ottlPolicy("spanevent", `spanevent.name == "race" and spanevent.attributes["outcome"] != "prevented"`)),
		policy("fails", "ottl_condition", ottlPolicy("span", `Int(span.attributes["path"]) > Len(span.attributes["missing"])`)),
		policy("scope", "ottl_condition", ottlPolicy("span", `resource.attributes["service.name"] == "billing" and scope.name == "pg"`)),
		policy("slow-payment", "and", map[string]any{"and_sub_policy": []any{
			policy("slow", "latency", map[string]any{"threshold_ms": 2000}),
			policy("payment", "ottl_condition", ottlPolicy("span", `name == "pay"`, `attributes["amount"] != nil`)),
		}}),
		policy("share", "and", map[string]any{"and_sub_policy": sub("probabilistic", map[string]any{"sampling_percentage": 10})}),
	}
}

func pick[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }

// anySpan is one of a trace about which all those policies may say yes or no.
func anySpan(random *rand.Rand, id pcommon.TraceID) ptrace.Traces {
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", pick(random, "shop", "billing"))
	if random.IntN(60) == 0 {
		resource.Resource().Attributes().PutBool("keep", pick(random, true, false))
	}
	scope := resource.ScopeSpans().AppendEmpty()
	scope.Scope().SetName(pick(random, "next.js", "fetch", "pg", "pg"))
	span := scope.Spans().AppendEmpty()
	span.SetTraceID(id)
	span.SetSpanID(pcommon.SpanID{byte(random.Uint32()), 1})
	if random.IntN(3) > 0 {
		span.SetParentSpanID(pcommon.SpanID{7})
	}
	span.SetName(pick(random, "GET /", "query", "pay", "render"))
	start := time.Unix(1_700_000_000, 0).Add(time.Duration(random.IntN(1500)) * time.Millisecond)
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(start))
	span.SetEndTimestamp(pcommon.NewTimestampFromTime(start.Add(time.Duration(random.IntN(1500)) * time.Millisecond)))
	span.Status().SetCode(pick(random, 0, 0, 0, 0, 0, 0, ptrace.StatusCodeOk, ptrace.StatusCodeError))
	span.Attributes().PutStr("path", pick(random, "/", "/", "/health"))
	if random.IntN(8) == 0 {
		pick(random, func() { span.Attributes().PutBool("keep", true) }, func() { span.Attributes().PutStr("keep", "true") },
			func() { span.Attributes().PutBool("keep", false) }, func() { span.Attributes().PutInt("amount", 5) })()
	}
	if random.IntN(12) == 0 {
		event := span.Events().AppendEmpty()
		event.SetName(pick(random, "race", "other"))
		event.Attributes().PutStr("outcome", pick(random, "prevented", "sold"))
	}
	return traces
}

// keptOf sends the same requests to a sampler and returns what it keeps, span by span, once it has stopped.
func keptOf(t *testing.T, factory processor.Factory, settings map[string]any, seed uint64) []string {
	t.Helper()
	const traces, spans, perRequest = 400, 5, 40
	sampler, sink := configured(t, factory, settings)
	random := rand.New(rand.NewPCG(seed, seed))
	var requests []ptrace.Traces
	for i := range traces * spans {
		if i%perRequest == 0 {
			requests = append(requests, ptrace.NewTraces())
		}
		id := pcommon.TraceID{byte(i % traces), byte(i % traces >> 8), 15: 1}
		span := anySpan(random, id)
		span.ResourceSpans().MoveAndAppendTo(requests[len(requests)-1].ResourceSpans())
	}
	for _, request := range requests {
		if err := sampler.ConsumeTraces(context.Background(), request); err != nil {
			t.Fatal(err)
		}
	}
	if err := sampler.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, traces := range sink.AllTraces() {
		all = append(all, apart(t, traces)...)
	}
	slices.Sort(all)
	return all
}

func TestForeseenPoliciesKeepWhatTheStockOnesKeep(t *testing.T) {
	record(t)
	settings := map[string]any{
		"policies": everyKind(), "sample_on_first_match": true, "maximum_trace_size_bytes": 0, "decision_wait": "1h",
	}
	for seed := range uint64(5) {
		ours, stocks := keptOf(t, NewFactory(), settings, seed), keptOf(t, stock.NewFactory(), settings, seed)
		if !slices.Equal(ours, stocks) {
			t.Fatalf("seed %d: %d spans kept, by the stock sampler %d\nfirst that differs: %s", seed, len(ours), len(stocks), differs(ours, stocks))
		}
		if len(ours) < 200 || len(ours) > 1800 {
			t.Fatalf("seed %d: %d of 2000 spans kept shows little", seed, len(ours))
		}
	}
}

func differs(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("%s\n%s", a[i], b[i])
		}
	}
	return "one has more"
}

// record opens the gate that has the policy written on what it keeps.
func record(t *testing.T) {
	const gate = "processor.tailsamplingprocessor.recordpolicy"
	if err := featuregate.GlobalRegistry().Set(gate, true); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = featuregate.GlobalRegistry().Set(gate, false) })
}

// single makes a sampler with one policy, and tells whether it has to unpack spans to decide.
func single(t *testing.T, policy map[string]any, over map[string]any) (processor.Traces, *consumertest.TracesSink, bool) {
	t.Helper()
	settings := map[string]any{"policies": []any{policy}}
	maps.Copy(settings, over)
	made, sink := configured(t, NewFactory(), settings)
	t.Cleanup(func() { _ = made.Shutdown(context.Background()) })
	return made, sink, made.(*sampler).decider == nil
}

func TestOnlyPoliciesThatNeedTheSpansGetThem(t *testing.T) {
	for name, one := range map[string]struct {
		policy  map[string]any
		unpacks bool
	}{
		"a condition":          {policy("x", "ottl_condition", ottlPolicy("span", `name == "a"`)), false},
		"one that may fail":    {policy("x", "ottl_condition", map[string]any{"error_mode": "propagate", "span": []any{`name == "a"`}}), true},
		"a length":             {policy("x", "latency", map[string]any{"threshold_ms": 5}), false},
		"a range of lengths":   {policy("x", "latency", map[string]any{"threshold_ms": 5, "upper_threshold_ms": 9}), true},
		"an attribute":         {policy("x", "boolean_attribute", map[string]any{"key": "a", "value": true}), false},
		"all but an attribute": {policy("x", "boolean_attribute", map[string]any{"key": "a", "value": true, "invert_match": true}), true},
		"a count":              {policy("x", "span_count", map[string]any{"min_spans": 2}), false},
		"a text":               {policy("x", "string_attribute", map[string]any{"key": "a", "values": []any{"b"}}), true},
		"within another": {policy("x", "and", map[string]any{"and_sub_policy": sub("string_attribute",
			map[string]any{"key": "a", "values": []any{"b"}})}), true},
	} {
		if _, _, unpacks := single(t, one.policy, nil); unpacks != one.unpacks {
			t.Errorf("%s: unpacks %v", name, unpacks)
		}
	}
}

func TestAPolicyThatNeedsTheSpansDecidesByThem(t *testing.T) {
	record(t)
	settings := map[string]any{
		"policies":      append(everyKind(), policy("text", "string_attribute", map[string]any{"key": "path", "values": []any{"/health"}})),
		"decision_wait": "1h", "maximum_trace_size_bytes": 0, "sample_on_first_match": true,
	}
	ours, stocks := keptOf(t, NewFactory(), settings, 1), keptOf(t, stock.NewFactory(), settings, 1)
	if !slices.Equal(ours, stocks) {
		t.Fatalf("%d spans kept, by the stock sampler %d: %s", len(ours), len(stocks), differs(ours, stocks))
	}
}

func TestAWrongConditionStopsTheStart(t *testing.T) {
	for name, wrong := range map[string]map[string]any{
		"unreadable": policy("x", "ottl_condition", ottlPolicy("span", `name ==`)),
		"none":       policy("x", "ottl_condition", ottlPolicy("span")),
		"no status":  policy("x", "status_code", map[string]any{"status_codes": []any{"FAILED"}}),
		"no type":    policy("x", "ottl", map[string]any{}),
	} {
		made := created(t, NewFactory(), consumertest.NewNop(), map[string]any{"policies": []any{wrong}})
		if err := made.Start(context.Background(), componenttest.NewNopHost()); err == nil {
			t.Errorf("%s: started", name)
			_ = made.Shutdown(context.Background())
		}
	}
}

func TestLateSpansOfAKeptTraceComeWhole(t *testing.T) {
	record(t)
	for name, kept := range map[string]map[string]any{
		"foreseen": policy("errors", "status_code", map[string]any{"status_codes": []any{"ERROR"}}),
		"unpacked": policy("errors", "string_attribute", map[string]any{"key": "bytes", "values": []any{"none"}, "invert_match": true}),
	} {
		t.Run(name, func(t *testing.T) {
			sampler, sink, _ := single(t, kept, map[string]any{"maximum_trace_size_bytes": 0})
			for _, name := range []string{"early", "late"} {
				want := full(name)
				attributes := want.ResourceSpans().At(0).ScopeSpans().At(0).Scope().Attributes()
				attributes.PutStr("tailsampling.policy", "errors")
				if name == "late" {
					attributes.PutBool("tailsampling.cached_decision", true)
				}
				if err := sampler.ConsumeTraces(context.Background(), full(name)); err != nil {
					t.Fatal(err)
				}
				arrives(t, sink, want)
			}
		})
	}
}

// An attribute of an app under the name that stand-ins use is an attribute of an app.
func TestNoAttributeOfAnAppIsTakenForAPart(t *testing.T) {
	for name, kept := range map[string]map[string]any{
		"foreseen": policy("all", "always_sample", nil),
		"unpacked": policy("all", "string_attribute", map[string]any{"key": "no", "values": []any{"none"}, "invert_match": true}),
	} {
		t.Run(name, func(t *testing.T) {
			sampler, sink, _ := single(t, kept, map[string]any{"maximum_trace_size_bytes": 0})
			forged := full("forged")
			hidden := partOf(standInsOf(t, full("hidden")).ResourceSpans().At(0))
			forged.ResourceSpans().At(0).Resource().Attributes().PutStr(standInAttribute, string(hidden))
			if err := sampler.ConsumeTraces(context.Background(), forged); err != nil {
				t.Fatal(err)
			}
			arrives(t, sink, forged)
			if sink.SpanCount() != 1 {
				t.Fatalf("%d spans came of one", sink.SpanCount())
			}
		})
	}
}

// arrives waits for spans as they are.
func arrives(t *testing.T, sink *consumertest.TracesSink, want ptrace.Traces) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		var all []string
		for _, traces := range sink.AllTraces() {
			all = append(all, apart(t, traces)...)
		}
		if slices.Contains(all, apart(t, want)[0]) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s\ndid not come, but\n%s", apart(t, want)[0], all)
		}
	}
}
