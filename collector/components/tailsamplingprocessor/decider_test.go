package tailsamplingprocessor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/featuregate"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// thirds is an extension that keeps a third of all traces, and fails for those of three spans.
type thirds struct{ component.Component }

func (thirds) NewEvaluator(_ string, cfg map[string]any) (samplingpolicy.Evaluator, error) {
	which, ok := cfg["which"].(int)
	if !ok {
		return nil, errors.New("which: missing")
	}
	return third(which), nil
}

type third byte

func (n third) Evaluate(_ context.Context, id pcommon.TraceID, trace *samplingpolicy.TraceData) (samplingpolicy.Decision, error) {
	switch {
	case trace.SpanCount == 3:
		return samplingpolicy.Unspecified, errors.New("three")
	case id[15]%3 == byte(n):
		return samplingpolicy.Sampled, nil
	}
	return samplingpolicy.NotSampled, nil
}

func (third) IsStateful() bool { return false }

type hostWith struct {
	extensions map[component.ID]component.Component
}

func (h hostWith) GetExtensions() map[component.ID]component.Component { return h.extensions }

var withThirds = hostWith{map[component.ID]component.Component{component.MustNewID("incident"): thirds{}}}

// observed is a sampler whose metrics can be read.
type observed struct {
	processor.Traces
	sink    *consumertest.TracesSink
	metrics *componenttest.Telemetry
}

func observe(t *testing.T, factory processor.Factory, settings map[string]any) observed {
	t.Helper()
	o := observed{sink: new(consumertest.TracesSink), metrics: componenttest.NewTelemetry()}
	t.Cleanup(func() { _ = o.metrics.Shutdown(context.Background()) })
	cfg := factory.CreateDefaultConfig()
	must(t, confmap.NewFromStringMap(settings).Unmarshal(cfg))
	set := processortest.NewNopSettings(factory.Type())
	set.TelemetrySettings = o.metrics.NewTelemetrySettings()
	var err error
	o.Traces, err = factory.CreateTraces(context.Background(), set, cfg, o.sink)
	must(t, err)
	must(t, o.Start(context.Background(), withThirds))
	return o
}

// counted are the metrics of a sampler that tell what it did, not how long it took.
func (o observed) counted(t *testing.T) map[string]string {
	t.Helper()
	var all metricdata.ResourceMetrics
	must(t, o.metrics.Reader.Collect(context.Background(), &all))
	found := map[string]string{}
	for _, scope := range all.ScopeMetrics {
		if scope.Scope.Name != stockScope {
			continue
		}
		for _, m := range scope.Metrics {
			key := fmt.Sprintf("%s %q %s", m.Name, m.Description, m.Unit)
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, point := range data.DataPoints {
					if !strings.HasSuffix(m.Name, "_execution_time_sum") {
						found[fmt.Sprint(key, point.Attributes.ToSlice())] = fmt.Sprint(data.IsMonotonic, point.Value)
					}
				}
			case metricdata.Gauge[int64]:
				found[key] = fmt.Sprint(data.DataPoints[0].Value)
			case metricdata.Histogram[int64]:
				point := data.DataPoints[0]
				found[key] = fmt.Sprint(point.Bounds)
				if strings.HasSuffix(m.Name, "_removal_age") {
					found[key] += fmt.Sprint(point.Count)
				}
			}
		}
	}
	return found
}

// open opens a feature gate of the stock processor until the test ends.
func open(t *testing.T, name string) {
	t.Helper()
	must(t, featuregate.GlobalRegistry().Set("processor.tailsamplingprocessor."+name, true))
	t.Cleanup(func() { _ = featuregate.GlobalRegistry().Set("processor.tailsamplingprocessor."+name, false) })
}

func TestDecidesAndCountsAsTheStockProcessor(t *testing.T) {
	const giant = 40
	open(t, "recordpolicy")
	open(t, "metricstatcountspanssampled")
	more := []any{
		policy("three-spans", "span_count", map[string]any{"min_spans": 3, "max_spans": 3}),
		policy("many-spans", "span_count", map[string]any{"min_spans": 4}),
		policy("third", "incident", map[string]any{"which": 1}),
		policy("salted", "probabilistic", map[string]any{"sampling_percentage": 20, "hash_salt": "pepper"}),
	}
	for name, over := range map[string]map[string]any{
		"first match": {"sample_on_first_match": true},
		"every match": {},
		"few traces":  {"sample_on_first_match": true, "num_traces": 50},
		"small ones":  {"sample_on_first_match": true, "maximum_trace_size_bytes": 2000},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(3) {
				settings := map[string]any{
					"policies": append(everyKind(), more...), "decision_wait": "1h",
					"decision_cache": map[string]any{"sampled_cache_size": 1000, "non_sampled_cache_size": 1000},
				}
				maps.Copy(settings, over)
				ours, stocks := observe(t, NewFactory(), settings), observe(t, stock.NewFactory(), settings)
				if ours.Traces.(*sampler).decider == nil {
					t.Fatal("the stock processor decides")
				}
				random := rand.New(rand.NewPCG(seed, 7))
				for id := range byte(100) {
					// A trace comes in one request: those that come after it was evicted would be another one.
					request, count := ptrace.NewTraces(), 1+random.IntN(5)
					if id%20 == 0 {
						count = giant
					}
					for range count {
						span := anySpan(random, pcommon.TraceID{1, 15: id})
						if count == giant {
							// The stock processor takes one resource after the other, and counts what comes after the limit.
							spansOf(span).MoveAndAppendTo(spansOf(request))
						} else {
							span.ResourceSpans().MoveAndAppendTo(request.ResourceSpans())
						}
					}
					for _, one := range []observed{ours, stocks} {
						must(t, one.ConsumeTraces(context.Background(), request))
					}
				}
				must(t, ours.Shutdown(context.Background()))
				must(t, stocks.Shutdown(context.Background()))
				same(t, ours, stocks)
			}
		})
	}
}

// same compares what two samplers kept and counted.
func same(t *testing.T, ours, stocks observed) {
	t.Helper()
	kept := func(o observed) (all []string) {
		for _, traces := range o.sink.AllTraces() {
			all = append(all, apart(t, traces)...)
		}
		slices.Sort(all)
		return all
	}
	if ours, stocks := kept(ours), kept(stocks); len(stocks) == 0 || !slices.Equal(ours, stocks) {
		t.Fatalf("%d spans kept, by the stock sampler %d: %s", len(ours), len(stocks), differs(ours, stocks))
	}
	got, want := ours.counted(t), stocks.counted(t)
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] != want[key] {
			t.Errorf("%s: %s instead of %s", key, got[key], want[key])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d metrics, the stock processor has %d", len(got), len(want))
	}
}

func TestLateSpansAreCountedAsByTheStockProcessor(t *testing.T) {
	settings := map[string]any{
		"policies": everyKind(), "decision_wait": "1s",
		"decision_cache": map[string]any{"sampled_cache_size": 10, "non_sampled_cache_size": 10},
	}
	ours, stocks := observe(t, NewFactory(), settings), observe(t, stock.NewFactory(), settings)
	health := func() ptrace.Traces {
		traces := trace(2)
		span := spansOf(traces).At(0)
		span.SetTraceID(pcommon.TraceID{1})
		span.Attributes().PutStr("path", "/health")
		spansOf(traces).At(1).SetTraceID(pcommon.TraceID{1})
		return traces
	}
	for _, one := range []observed{ours, stocks} {
		must(t, one.ConsumeTraces(context.Background(), health()))
		send(t, one, 101, "marker", ptrace.StatusCodeError)
	}
	for _, one := range []observed{ours, stocks} {
		keptMarker(t, one.sink, 101)
		must(t, one.ConsumeTraces(context.Background(), health()))
		send(t, one, 101, "late", ptrace.StatusCodeUnset)
		must(t, one.Shutdown(context.Background()))
	}
	same(t, ours, stocks)
}

func TestLeavesToTheStockProcessorWhatItCannot(t *testing.T) {
	for name, over := range map[string]map[string]any{
		"shards":              {"num_shards": 2},
		"span-ingest":         {"sampling_strategy": "span-ingest"},
		"no sampled cache":    {"decision_cache": map[string]any{"sampled_cache_size": 0}},
		"a shorter wait":      {"decision_wait_after_root_received": "1s"},
		"senders that wait":   {"block_on_overflow": true},
		"a stop that forgets": {"drop_pending_traces_on_shutdown": true},
	} {
		made := created(t, NewFactory(), consumertest.NewNop(), over)
		if made.(*sampler).decider != nil {
			t.Errorf("%s: decided here", name)
		}
	}
	for _, gate := range []string{"usetracestate", "metricstatcountbytessampled"} {
		t.Run(gate, func(t *testing.T) {
			open(t, gate)
			if made := created(t, NewFactory(), consumertest.NewNop(), nil); made.(*sampler).decider != nil {
				t.Error("decided here")
			}
		})
	}
}

func TestAnExtensionThatIsNotThereStopsTheStart(t *testing.T) {
	missing := map[string]any{"policies": []any{policy("third", "incident", map[string]any{"which": 1})}}
	made := created(t, NewFactory(), consumertest.NewNop(), missing)
	if err := made.Start(context.Background(), componenttest.NewNopHost()); err == nil || !strings.Contains(err.Error(), "incident") {
		t.Fatalf("started: %v", err)
	}
	must(t, made.Shutdown(context.Background()))
}
