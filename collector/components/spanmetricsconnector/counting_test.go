package spanmetricsconnector

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	stock "github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/featuregate"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func TestCountsTheSameAsTheStockConnector(t *testing.T) {
	fallback, empty := "none", ""
	for name, change := range map[string]func(*stock.Config){
		"as it is shipped":    func(*stock.Config) {},
		"in milliseconds":     func(c *stock.Config) { must(t, c.Histogram.Unit.UnmarshalText([]byte("ms"))) },
		"without exemplars":   func(c *stock.Config) { c.Exemplars.Enabled = false },
		"with few series":     func(c *stock.Config) { c.AggregationCardinalityLimit = 9 },
		"without a limit":     func(c *stock.Config) { c.AggregationCardinalityLimit = 0 },
		"without a namespace": func(c *stock.Config) { c.Namespace = "" },
		"by whole resources":  func(c *stock.Config) { c.ResourceMetricsKeyAttributes = nil },
		"with few resources":  func(c *stock.Config) { c.ResourceMetricsCacheSize = 2; c.ResourceMetricsKeyAttributes = nil },
		"without dimensions":  func(c *stock.Config) { c.Dimensions = nil },
		"without its own labels": func(c *stock.Config) {
			c.ExcludeDimensions = append(c.ExcludeDimensions, serviceLabel, nameLabel, kindLabel, statusLabel)
		},
		"with defaults": func(c *stock.Config) {
			c.Dimensions[0].Default, c.Dimensions[1].Default = &fallback, &empty
		},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(4) {
				cfg := shipped(t)
				change(cfg)
				if !counts(cfg) {
					t.Fatal("left to the stock connector")
				}
				clock := clockwork.NewFakeClock()
				ours, theirs := flushes(t, newCounting, cfg, clock), flushes(t, stock.NewFactory().CreateTracesToMetrics, cfg, clock)
				random := rand.New(rand.NewPCG(seed, 0))
				for range 3 {
					for range 4 {
						traces := randomTraces(random)
						ours.consume(traces)
						theirs.consume(traces)
						clock.Advance(time.Second)
					}
					got, want := ours.flush(), theirs.flush()
					if len(want) == 0 || !maps.Equal(got, want) {
						t.Fatalf("seed %d: %s", seed, firstDifference(got, want))
					}
				}
			}
		})
	}
}

func TestLeavesToTheStockConnectorWhatItCannot(t *testing.T) {
	if !counts(shipped(t)) {
		t.Fatal("the shipped configuration")
	}
	for name, change := range map[string]func(*stock.Config){
		"default buckets": func(c *stock.Config) { c.Histogram.Explicit = configoptional.None[stock.ExplicitHistogramConfig]() },
		"no buckets":      func(c *stock.Config) { c.Histogram.Explicit.Get().Buckets = nil },
		"exponential": func(c *stock.Config) {
			c.Histogram.Exponential = configoptional.Some(stock.ExponentialHistogramConfig{})
		},
		"no histogram":          func(c *stock.Config) { c.Histogram.Disable = true },
		"calls dimensions":      func(c *stock.Config) { c.CallsDimensions = []stock.Dimension{{Name: "a"}} },
		"duration dimensions":   func(c *stock.Config) { c.Histogram.Dimensions = []stock.Dimension{{Name: "a"}} },
		"patterns":              func(c *stock.Config) { c.Dimensions = []stock.Dimension{{Glob: "http.*"}} },
		"collector.instance.id": func(c *stock.Config) { c.ExcludeDimensions = nil },
		"delta":                 func(c *stock.Config) { c.AggregationTemporality = "AGGREGATION_TEMPORALITY_DELTA" },
		"expiring metrics":      func(c *stock.Config) { c.MetricsExpiration = time.Minute },
		"expiring series":       func(c *stock.Config) { c.SeriesExpiration = time.Minute },
		"events":                func(c *stock.Config) { c.Events.Enabled = true },
		"sampling method":       func(c *stock.Config) { c.EnableMetricsSamplingMethod = true },
		"scopes":                func(c *stock.Config) { c.IncludeInstrumentationScope = []string{"next.js"} },
	} {
		cfg := shipped(t)
		change(cfg)
		if counts(cfg) {
			t.Errorf("%s is counted here", name)
		}
	}
	for _, gate := range gates {
		must(t, featuregate.GlobalRegistry().Set(gate, true))
		if counts(shipped(t)) {
			t.Errorf("%s is counted here", gate)
		}
		must(t, featuregate.GlobalRegistry().Set(gate, false))
	}
}

func TestRoundsAFractionAtRandom(t *testing.T) {
	const spans = 100_000
	var sum uint64
	for range spans {
		// Two of three spans are kept: each stands for one and a half.
		sum += weight("ot=th:55555555555554")
	}
	if mean := float64(sum) / spans; mean < 1.48 || mean > 1.52 {
		t.Fatalf("a span stands for %f", mean)
	}
}

func BenchmarkCount(b *testing.B) {
	traces := randomTraces(rand.New(rand.NewPCG(1, 0)))
	for name, create := range map[string]creates{"stock": stock.NewFactory().CreateTracesToMetrics, "ours": newCounting} {
		b.Run(name, func(b *testing.B) {
			counting := flushes(b, create, shipped(b), clockwork.NewFakeClock())
			for b.Loop() {
				counting.consume(traces)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*traces.SpanCount()), "ns/span")
		})
	}
}

// shipped is the configuration of collector-config.yaml.
func shipped(t testing.TB) *stock.Config {
	t.Helper()
	text, err := os.ReadFile("../../../collector-config.yaml")
	must(t, err)
	_, connectors, _ := strings.Cut(string(text), "\nconnectors:\n")
	_, section, found := strings.Cut(connectors, "  span_metrics:\n")
	section, _, ended := strings.Cut(section, "\n  forward/")
	if !found || !ended {
		t.Fatal("collector-config.yaml has no span_metrics")
	}
	retrieved, err := confmap.NewRetrievedFromYAML([]byte(strings.ReplaceAll(section, "${env:METRICS_FLUSH_INTERVAL:-60s}", "1h")))
	must(t, err)
	read, err := retrieved.AsConf()
	must(t, err)
	cfg := NewFactory().CreateDefaultConfig().(*stock.Config)
	must(t, read.Unmarshal(cfg))
	must(t, cfg.Validate())
	return cfg
}

type creates = func(context.Context, connector.Settings, component.Config, consumer.Metrics) (connector.Traces, error)

// counter is a connector that flushes when it is told to.
type counter struct {
	t     testing.TB
	clock *flushClock
	came  chan pmetric.Metrics
	connector.Traces
}

func flushes(t testing.TB, create creates, cfg *stock.Config, clock clockwork.Clock) *counter {
	t.Helper()
	c := &counter{t: t, clock: &flushClock{Clock: clock}, came: make(chan pmetric.Metrics, 1)}
	sink, err := consumer.NewMetrics(func(_ context.Context, metrics pmetric.Metrics) error {
		c.came <- metrics
		return nil
	})
	must(t, err)
	c.Traces, err = create(clockwork.AddToContext(t.Context(), c.clock), connectortest.NewNopSettings(stock.NewFactory().Type()), cfg, sink)
	must(t, err)
	must(t, c.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { must(t, c.Shutdown(context.Background())) })
	return c
}

func (c *counter) consume(traces ptrace.Traces) { must(c.t, c.ConsumeTraces(c.t.Context(), traces)) }

// flush returns the data points by their metric, resource and labels.
func (c *counter) flush() map[string]string {
	must(c.t, c.clock.tick(c.t.Context()))
	points := map[string]string{}
	for _, resource := range (<-c.came).ResourceMetrics().All() {
		for _, scope := range resource.ScopeMetrics().All() {
			for _, metric := range scope.Metrics().All() {
				key := fmt.Sprint(scope.Scope().Name(), resource.Resource().Attributes().AsRaw(), metric.Name(), metric.Unit(), metric.Type())
				points[key] = "there"
				put := func(labels pcommon.Map, values ...any) {
					points[fmt.Sprint(key, labels.AsRaw())] = fmt.Sprint(values...)
				}
				if metric.Type() == pmetric.MetricTypeSum {
					for _, p := range metric.Sum().DataPoints().All() {
						put(p.Attributes(), metric.Sum().IsMonotonic(), metric.Sum().AggregationTemporality(), p.IntValue(), " ",
							p.StartTimestamp(), p.Timestamp(), examples(p.Exemplars()))
					}
					continue
				}
				for _, p := range metric.Histogram().DataPoints().All() {
					put(p.Attributes(), metric.Histogram().AggregationTemporality(), p.Count(), " ", p.Sum(), p.BucketCounts().AsRaw(),
						p.ExplicitBounds().AsRaw(), p.HasMin(), p.HasMax(), p.StartTimestamp(), p.Timestamp(), examples(p.Exemplars()))
				}
			}
		}
	}
	return points
}

func examples(slice pmetric.ExemplarSlice) (all []string) {
	for _, e := range slice.All() {
		all = append(all, fmt.Sprint(e.TraceID(), e.SpanID(), e.DoubleValue(), e.Timestamp()))
	}
	return all
}

func firstDifference(got, want map[string]string) string {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] != want[key] {
			return fmt.Sprintf("%s\n got %s\nwant %s", key, got[key], want[key])
		}
	}
	return fmt.Sprintf("%d data points, stock has %d", len(got), len(want))
}

// randomTraces have few values for each label, so that series meet again, and what is rare: other types of values, labels
// on the resource, an attribute that is empty, numbers without a name, spans that end before they start.
func randomTraces(random *rand.Rand) ptrace.Traces {
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	label := func(to pcommon.Map, key string) {
		switch random.IntN(8) {
		case 0, 1, 2:
			to.PutStr(key, one("a", "b", "", "a\x00b"))
		case 3:
			to.PutInt(key, int64(random.IntN(3)-1))
		case 4:
			to.PutDouble(key, 0.5)
		case 5:
			to.PutBool(key, true)
		case 6:
			to.PutEmptySlice(key).AppendEmpty().SetStr("a")
		}
	}
	keys := []string{"http.request.method", "http.route", "http.response.status_code"}
	traces := ptrace.NewTraces()
	for range 3 {
		resource := traces.ResourceSpans().AppendEmpty()
		attributes := resource.Resource().Attributes()
		if random.IntN(8) > 0 {
			attributes.PutStr("service.name", one("web", "jobs"))
		}
		attributes.PutStr("service.instance.id", one("1", "2", "3"))
		attributes.PutStr("deployment.environment.name", one("production", "test"))
		if random.IntN(3) == 0 {
			label(attributes, keys[random.IntN(len(keys))])
		}
		scope := resource.ScopeSpans().AppendEmpty()
		for range 20 {
			span := scope.Spans().AppendEmpty()
			span.SetName(one("GET", "POST", "pg.query", ""))
			span.SetKind(ptrace.SpanKind(random.IntN(8) - 1))
			span.Status().SetCode(ptrace.StatusCode(random.IntN(5) - 1))
			span.SetStartTimestamp(pcommon.Timestamp(random.Int64N(1e9)))
			span.SetEndTimestamp(span.StartTimestamp() + pcommon.Timestamp(random.Int64N(40)-2)*1e8)
			if random.IntN(6) > 0 {
				span.SetTraceID(pcommon.TraceID{byte(random.IntN(255) + 1)})
			}
			span.SetSpanID(pcommon.SpanID{byte(random.IntN(256))})
			// Weights of 1, 2 and 16, and what is none.
			span.TraceState().FromRaw(one("", "", "ot=th:8", "vendor=1,ot=th:f", "ot=", "ot=th:x", "vendor=1"))
			for _, key := range keys {
				label(span.Attributes(), key)
			}
		}
	}
	return traces
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
