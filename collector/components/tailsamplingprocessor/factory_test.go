package tailsamplingprocessor

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/cache"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
)

// started makes a sampler that runs until the test ends.
func started(t *testing.T, factory processor.Factory) (processor.Traces, *consumertest.TracesSink) {
	t.Helper()
	made, sink := running(t, factory)
	t.Cleanup(func() { _ = made.Shutdown(context.Background()) })
	return made, sink
}

// running makes a sampler that keeps errors, drops what is called health, and decides after a second.
func running(t *testing.T, factory processor.Factory) (processor.Traces, *consumertest.TracesSink) {
	t.Helper()
	return configured(t, factory, nil)
}

// configured makes the same with other settings.
func configured(t *testing.T, factory processor.Factory, over map[string]any) (processor.Traces, *consumertest.TracesSink) {
	t.Helper()
	sink := new(consumertest.TracesSink)
	made := created(t, factory, sink, over)
	if err := made.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	return made, sink
}

func created(t *testing.T, factory processor.Factory, sink consumer.Traces, over map[string]any) processor.Traces {
	t.Helper()
	cfg := factory.CreateDefaultConfig()
	settings := map[string]any{
		"decision_wait":            "1s",
		"maximum_trace_size_bytes": 1000,
		"decision_cache":           map[string]any{"sampled_cache_size": 10, "non_sampled_cache_size": 10},
		"policies": []any{
			map[string]any{"name": "errors", "type": "status_code", "status_code": map[string]any{"status_codes": []any{"ERROR"}}},
			map[string]any{"name": "drop-health", "type": "drop", "drop": map[string]any{"drop_sub_policy": []any{
				map[string]any{"name": "health", "type": "ottl_condition", "ottl_condition": map[string]any{"span": []any{`span.name == "health"`}}},
			}}},
		},
	}
	maps.Copy(settings, over)
	if err := confmap.NewFromStringMap(settings).Unmarshal(cfg); err != nil {
		t.Fatal(err)
	}
	made, err := factory.CreateTraces(context.Background(), processortest.NewNopSettings(factory.Type()), cfg, sink)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func send(t *testing.T, to processor.Traces, id byte, name string, code ptrace.StatusCode) {
	t.Helper()
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID(pcommon.TraceID{15: id})
	span.SetName(name)
	span.Status().SetCode(code)
	if err := to.ConsumeTraces(context.Background(), traces); err != nil {
		t.Fatal(err)
	}
}

// decided waits until a trace that was sent last is kept.
func decided(t *testing.T, to processor.Traces, sink *consumertest.TracesSink, id byte) {
	t.Helper()
	send(t, to, id, "marker", ptrace.StatusCodeError)
	keptMarker(t, sink, id)
}

func keptMarker(t *testing.T, sink *consumertest.TracesSink, id byte) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !slices.Contains(names(sink, id), "marker"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the marker never came")
		}
	}
}

func names(sink *consumertest.TracesSink, id byte) (found []string) {
	for _, traces := range sink.AllTraces() {
		for _, resource := range traces.ResourceSpans().All() {
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					if span.TraceID()[15] == id {
						found = append(found, span.Name())
					}
				}
			}
		}
	}
	return found
}

func TestAnErrorThatComesLateIsKept(t *testing.T) {
	sampler, sink := started(t, NewFactory())
	send(t, sampler, 1, "early", ptrace.StatusCodeUnset)
	decided(t, sampler, sink, 101)
	send(t, sampler, 1, "late", ptrace.StatusCodeError)
	decided(t, sampler, sink, 102)
	if got := names(sink, 1); len(got) != 1 || got[0] != "late" {
		t.Fatalf("kept %v", got)
	}
}

func TestTheStockSamplerLosesIt(t *testing.T) {
	sampler, sink := started(t, stock.NewFactory())
	send(t, sampler, 1, "early", ptrace.StatusCodeUnset)
	decided(t, sampler, sink, 101)
	send(t, sampler, 1, "late", ptrace.StatusCodeError)
	decided(t, sampler, sink, 102)
	if got := names(sink, 1); len(got) != 0 {
		t.Fatalf("kept %v: this package is not needed any more", got)
	}
}

func TestFinalDecisionsHold(t *testing.T) {
	sampler, sink := started(t, NewFactory())
	send(t, sampler, 1, "health", ptrace.StatusCodeUnset)
	send(t, sampler, 2, strings.Repeat("x", 2000), ptrace.StatusCodeError)
	send(t, sampler, 3, "early", ptrace.StatusCodeUnset)
	decided(t, sampler, sink, 101)
	for id := byte(1); id <= 3; id++ {
		send(t, sampler, id, "late", ptrace.StatusCodeError)
	}
	decided(t, sampler, sink, 102)
	if got := append(names(sink, 1), names(sink, 2)...); len(got) != 0 {
		t.Fatalf("a dropped or giant trace came back: %v", got)
	}
	if got := names(sink, 3); len(got) != 1 {
		t.Fatalf("kept %v of the ordinary one", got)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	f, err := newForgetful(2, 0, &memory{})
	if err != nil {
		t.Fatal(err)
	}
	for id := range byte(100) {
		trace := &stock.TraceData{}
		if id%2 == 0 {
			trace.PolicyName = "drop"
		}
		f.hook(context.Background(), pcommon.TraceID{15: id}, trace)
		f.Put(pcommon.TraceID{15: id}, cache.DecisionMetadata{})
		if _, there := f.Get(pcommon.TraceID{15: id}); !there {
			t.Fatalf("%d is not known to the sampler, which would hold on to it", id)
		}
	}
	if len(f.once) != 0 {
		t.Fatalf("%d ids are left behind", len(f.once))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
