package drainprocessor

import (
	"context"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
)

// wait is long enough to tell waiting from not waiting on a busy machine.
const wait = 400 * time.Millisecond

func TestStopWaitsForWhatJustPassed(t *testing.T) {
	for name, pass := range map[string]func(*testing.T) stopper{"traces": passTraces, "metrics": passMetrics, "logs": passLogs} {
		t.Run(name, func(t *testing.T) {
			last := time.Now()
			stopped := pass(t)
			if err := stopped.Shutdown(context.Background()); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(last); took < wait {
				t.Fatalf("stopped %s after the last item, the wait is %s", took, wait)
			}
		})
	}
}

func TestStopDoesNotWaitWithoutItems(t *testing.T) {
	if took := stop(t, newDrain(&Config{Wait: time.Hour}), context.Background()); took > time.Minute {
		t.Fatalf("took %s", took)
	}
}

func TestStopDoesNotWaitForOldItems(t *testing.T) {
	d := newDrain(&Config{Wait: time.Hour})
	d.last.Store(time.Now().Add(-2 * time.Hour).UnixNano())
	if took := stop(t, d, context.Background()); took > time.Minute {
		t.Fatalf("took %s", took)
	}
}

func TestStopEndsWithItsContext(t *testing.T) {
	d := newDrain(&Config{Wait: time.Hour})
	d.passed()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if took := stop(t, d, ctx); took > time.Minute {
		t.Fatalf("took %s", took)
	}
}

func TestRefusesAWaitThatCannotBeMeant(t *testing.T) {
	for wait, valid := range map[time.Duration]bool{-1: false, 0: true, maxWait: true, maxWait + 1: false} {
		if err := (&Config{Wait: wait}).Validate(); (err == nil) != valid {
			t.Errorf("%s: %v", wait, err)
		}
	}
}

type stopper interface{ Shutdown(context.Context) error }

func stop(t *testing.T, d *drain, ctx context.Context) time.Duration {
	t.Helper()
	start := time.Now()
	if err := d.shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

func passTraces(t *testing.T) stopper {
	t.Helper()
	sink := new(consumertest.TracesSink)
	d, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(componentType), &Config{Wait: wait}, sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	traces := ptrace.NewTraces()
	traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	if err := d.ConsumeTraces(context.Background(), traces); err != nil {
		t.Fatal(err)
	}
	if sink.SpanCount() != 1 {
		t.Fatalf("%d spans passed, sent 1", sink.SpanCount())
	}
	return d
}

func passMetrics(t *testing.T) stopper {
	t.Helper()
	sink := new(consumertest.MetricsSink)
	d, err := NewFactory().CreateMetrics(context.Background(), processortest.NewNopSettings(componentType), &Config{Wait: wait}, sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	metrics := pmetric.NewMetrics()
	gauge := metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	gauge.SetEmptyGauge().DataPoints().AppendEmpty()
	if err := d.ConsumeMetrics(context.Background(), metrics); err != nil {
		t.Fatal(err)
	}
	if sink.DataPointCount() != 1 {
		t.Fatalf("%d points passed, sent 1", sink.DataPointCount())
	}
	return d
}

func passLogs(t *testing.T) stopper {
	t.Helper()
	sink := new(consumertest.LogsSink)
	d, err := NewFactory().CreateLogs(context.Background(), processortest.NewNopSettings(componentType), &Config{Wait: wait}, sink)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	logs := plog.NewLogs()
	logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	if err := d.ConsumeLogs(context.Background(), logs); err != nil {
		t.Fatal(err)
	}
	if sink.LogRecordCount() != 1 {
		t.Fatalf("%d log records passed, sent 1", sink.LogRecordCount())
	}
	return d
}
