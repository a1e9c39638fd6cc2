package spanmetricsconnector

import (
	"context"
	"testing"
	"time"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func TestHandsOnWhatItCountedWhenItStops(t *testing.T) {
	either(t, func(t *testing.T, cfg *stock.Config) {
		sink := new(consumertest.MetricsSink)
		counting := started(t, NewFactory(), cfg, sink)
		consume(t, counting, 3)
		if got := calls(sink); got != 0 {
			t.Fatalf("%d calls before the stop", got)
		}
		stop(t, counting)
		if got := calls(sink); got != 3 {
			t.Fatalf("%d calls after the stop, sent 3", got)
		}
	})
}

// When this fails, upstream flushes by itself.
func TestTheStockConnectorDoesNot(t *testing.T) {
	sink := new(consumertest.MetricsSink)
	counting := started(t, stock.NewFactory(), defaults(), sink)
	consume(t, counting, 3)
	stop(t, counting)
	if got := calls(sink); got != 0 {
		t.Fatalf("%d calls after the stop of the stock connector", got)
	}
}

func TestStillFlushesAtEveryInterval(t *testing.T) {
	either(t, func(t *testing.T, cfg *stock.Config) {
		sink := new(consumertest.MetricsSink)
		cfg.MetricsFlushInterval = 10 * time.Millisecond
		counting := started(t, NewFactory(), cfg, sink)
		consume(t, counting, 2)
		for deadline := time.Now().Add(10 * time.Second); calls(sink) != 2; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%d calls without a stop, sent 2", calls(sink))
			}
		}
		stop(t, counting)
	})
}

func TestStopsWhenItWasNeverStarted(t *testing.T) {
	either(t, func(t *testing.T, cfg *stock.Config) {
		stop(t, created(t, NewFactory(), cfg, new(consumertest.MetricsSink)))
	})
}

func TestStopsTwice(t *testing.T) {
	either(t, func(t *testing.T, cfg *stock.Config) {
		counting := started(t, NewFactory(), cfg, new(consumertest.MetricsSink))
		stop(t, counting)
		stop(t, counting)
	})
}

func TestIsADropInForTheStockConnector(t *testing.T) {
	if got, want := NewFactory().Type(), stock.NewFactory().Type(); got != want {
		t.Fatalf("type %s, stock is %s", got, want)
	}
}

// either runs a test where the stock connector counts, and where it is counted here.
func either(t *testing.T, test func(*testing.T, *stock.Config)) {
	t.Run("stock", func(t *testing.T) { test(t, defaults()) })
	t.Run("ours", func(t *testing.T) { test(t, shipped(t)) })
}

// defaults are those of the stock connector, but for ticks nobody asked for.
func defaults() *stock.Config {
	cfg := NewFactory().CreateDefaultConfig().(*stock.Config)
	cfg.MetricsFlushInterval = time.Hour
	return cfg
}

func created(t *testing.T, factory connector.Factory, cfg *stock.Config, sink *consumertest.MetricsSink) connector.Traces {
	t.Helper()
	counting, err := factory.CreateTracesToMetrics(context.Background(), connectortest.NewNopSettings(factory.Type()), cfg, sink)
	if err != nil {
		t.Fatal(err)
	}
	return counting
}

func started(t *testing.T, factory connector.Factory, cfg *stock.Config, sink *consumertest.MetricsSink) connector.Traces {
	t.Helper()
	counting := created(t, factory, cfg, sink)
	if err := counting.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	return counting
}

func stop(t *testing.T, counting connector.Traces) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := counting.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
}

func consume(t *testing.T, counting connector.Traces, spans int) {
	t.Helper()
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "app")
	scope := resource.ScopeSpans().AppendEmpty()
	for range spans {
		scope.Spans().AppendEmpty().SetName("GET /")
	}
	if err := counting.ConsumeTraces(context.Background(), traces); err != nil {
		t.Fatal(err)
	}
}

// calls is the newest value of the only series.
func calls(sink *consumertest.MetricsSink) int64 {
	all := sink.AllMetrics()
	if len(all) == 0 {
		return 0
	}
	newest := all[len(all)-1]
	for i := range newest.ResourceMetrics().Len() {
		metrics := newest.ResourceMetrics().At(i).ScopeMetrics().At(0).Metrics()
		for j := range metrics.Len() {
			if metric := metrics.At(j); metric.Type() == pmetric.MetricTypeSum {
				return metric.Sum().DataPoints().At(0).IntValue()
			}
		}
	}
	return 0
}
