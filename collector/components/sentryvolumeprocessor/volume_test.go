package sentryvolumeprocessor

import (
	"context"
	"encoding/binary"
	"testing"

	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
)

func made(t *testing.T, cfg *Config) (processor.Traces, *consumertest.TracesSink) {
	t.Helper()
	sink := new(consumertest.TracesSink)
	volume, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(Type), cfg, sink)
	if err != nil {
		t.Fatal(err)
	}
	return volume, sink
}

func on(percentage float64) *Config {
	return &Config{DSN: "https://key@sentry.example/1", Always: []string{"keep-errors"}, Percentage: percentage}
}

// kept is what the sampler and the fan-out hand on: several traces kept by one policy, shared with other exporters.
func kept(policy string, traces, spansEach int) ptrace.Traces {
	kept := ptrace.NewTraces()
	resource := kept.ResourceSpans().AppendEmpty()
	resource.SetSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
	resource.Resource().Attributes().PutStr("service.name", "ticketcap")
	scope := resource.ScopeSpans().AppendEmpty()
	scope.Scope().SetName("next.js")
	if policy != "" {
		scope.Scope().Attributes().PutStr(policyAttribute, policy)
	}
	for i := range traces {
		for range spansEach {
			id := pcommon.TraceID{1}
			// Spread evenly over the ends of ids.
			binary.BigEndian.PutUint16(id[14:], uint16(i*ends/traces))
			span := scope.Spans().AppendEmpty()
			span.SetTraceID(id)
			span.Attributes().PutStr("http.route", "/api/events")
		}
	}
	kept.MarkReadOnly()
	return kept
}

func passed(t *testing.T, cfg *Config, traces ptrace.Traces) map[pcommon.TraceID]int {
	t.Helper()
	volume, sink := made(t, cfg)
	if err := volume.ConsumeTraces(context.Background(), traces); err != nil {
		t.Fatal(err)
	}
	spans := map[pcommon.TraceID]int{}
	for _, traces := range sink.AllTraces() {
		for _, resource := range traces.ResourceSpans().All() {
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					spans[span.TraceID()]++
				}
			}
		}
	}
	return spans
}

func TestAShareOfTracesPassesWhole(t *testing.T) {
	for _, test := range []struct {
		name       string
		policy     string
		percentage float64
		want       int
	}{
		{"an eighth", "baseline", 12.5, 128},
		{"less than one percent", "baseline", 0.78125, 8},
		{"none", "baseline", 0, 0},
		{"all", "baseline", 100, 1024},
		{"all errors, whatever the share", "keep-errors", 0, 1024},
		{"a share of what has no policy", "", 25, 256},
	} {
		t.Run(test.name, func(t *testing.T) {
			spans := passed(t, on(test.percentage), kept(test.policy, 1024, 3))
			if len(spans) != test.want {
				t.Errorf("%d traces pass, want %d", len(spans), test.want)
			}
			for id, count := range spans {
				if count != 3 {
					t.Errorf("%s: %d of 3 spans pass", id, count)
				}
			}
		})
	}
}

func TestWhatPassesIsComplete(t *testing.T) {
	for name, percentage := range map[string]float64{"a part": 50, "all": 100} {
		t.Run(name, func(t *testing.T) {
			volume, sink := made(t, on(percentage))
			given := kept("baseline", 2, 1)
			if err := volume.ConsumeTraces(context.Background(), given); err != nil {
				t.Fatal(err)
			}
			want := given.ResourceSpans().At(0)
			got := sink.AllTraces()[0].ResourceSpans().At(0)
			scope := got.ScopeSpans().At(0)
			if got.SchemaUrl() != want.SchemaUrl() || !got.Resource().Attributes().Equal(want.Resource().Attributes()) {
				t.Errorf("the resource is %v", got.Resource().Attributes().AsRaw())
			}
			if policy, _ := scope.Scope().Attributes().Get(policyAttribute); policy.Str() != "baseline" || scope.Scope().Name() != "next.js" {
				t.Errorf("the scope is %q, %v", scope.Scope().Name(), scope.Scope().Attributes().AsRaw())
			}
			if route, _ := scope.Spans().At(0).Attributes().Get("http.route"); route.Str() != "/api/events" {
				t.Errorf("the span is %v", scope.Spans().At(0).Attributes().AsRaw())
			}
		})
	}
}

func TestNobodyHasToCopyForIt(t *testing.T) {
	volume, _ := made(t, on(10))
	if volume.Capabilities().MutatesData {
		t.Error("the collector would clone every kept trace before this step")
	}
}

// allocations is what one call costs beside a fixed part.
func allocations(t *testing.T, cfg *Config, policy string) float64 {
	t.Helper()
	volume, _ := made(t, cfg)
	cost := func(traces ptrace.Traces) float64 {
		return testing.AllocsPerRun(20, func() { _ = volume.ConsumeTraces(context.Background(), traces) })
	}
	return cost(kept(policy, 2000, 1)) - cost(kept(policy, 2, 1))
}

func TestWithoutADSNNothingIsCopied(t *testing.T) {
	off := on(100)
	off.DSN = ""
	if more := allocations(t, off, "keep-errors"); more > 0 {
		t.Errorf("%v allocations for 2000 spans that go nowhere", more)
	}
	if more := allocations(t, on(100), "keep-errors"); more < 2000 {
		t.Errorf("%v allocations for 2000 spans that pass: this test measures nothing", more)
	}
	if spans := passed(t, off, kept("keep-errors", 10, 1)); len(spans) != 0 {
		t.Errorf("%d traces pass", len(spans))
	}
}

func TestWhatIsLeftOutIsNotCopied(t *testing.T) {
	if more := allocations(t, on(0), "baseline"); more > 0 {
		t.Errorf("%v allocations for 2000 spans that are left out", more)
	}
}

func TestAShareThatIsNoneIsRefused(t *testing.T) {
	for _, percentage := range []float64{-1, 101} {
		if on(percentage).Validate() == nil {
			t.Errorf("%v was taken", percentage)
		}
	}
	if err := on(0.5).Validate(); err != nil {
		t.Error(err)
	}
}
