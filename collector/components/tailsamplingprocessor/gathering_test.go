package tailsamplingprocessor

import (
	"context"
	"errors"
	"testing"
	"time"

	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

func trace(spans int) ptrace.Traces {
	traces := ptrace.NewTraces()
	slice := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for range spans {
		slice.AppendEmpty()
	}
	return traces
}

func give(t *testing.T, g *gathering, traces, spans int) {
	t.Helper()
	for range traces {
		if err := g.ConsumeTraces(context.Background(), trace(spans)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTracesOfOneRoundGoOnTogether(t *testing.T) {
	sink := new(consumertest.TracesSink)
	g := newGathering(sink, &memory{}, zap.NewNop())
	give(t, g, 250, 20)
	g.flush()
	if got := len(sink.AllTraces()); got > 4 || sink.SpanCount() != 5000 {
		t.Fatalf("%d calls with %d spans, sent 250 traces with 5000", got, sink.SpanCount())
	}
}

func TestASingleTraceDoesNotWaitForOthers(t *testing.T) {
	sink := new(consumertest.TracesSink)
	give(t, newGathering(sink, &memory{}, zap.NewNop()), 1, 3)
	for deadline := time.Now().Add(20 * time.Second); sink.SpanCount() < 3; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it never went on")
		}
	}
}

func TestNothingIsHandedOnWhenThereIsNothing(t *testing.T) {
	sink := new(consumertest.TracesSink)
	newGathering(sink, &memory{}, zap.NewNop()).flush()
	if len(sink.AllTraces()) != 0 {
		t.Fatal("an empty call")
	}
}

func TestAFullQueueIsSaid(t *testing.T) {
	core, logs := observer.New(zapcore.WarnLevel)
	full, err := consumer.NewTraces(func(context.Context, ptrace.Traces) error { return errors.New("queue is full") })
	if err != nil {
		t.Fatal(err)
	}
	g := newGathering(full, &memory{}, zap.New(core))
	give(t, g, 1, 1)
	g.flush()
	if logs.Len() != 1 {
		t.Fatalf("%d lines", logs.Len())
	}
	if err := g.ConsumeTraces(context.Background(), trace(gatherSpans)); err == nil {
		t.Fatal("the sampler was not told")
	}
}

func TestAStopHandsOnWhatWasDecided(t *testing.T) {
	sampler, sink := running(t, NewFactory())
	send(t, sampler, 1, "failed", ptrace.StatusCodeError)
	if err := sampler.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := names(sink, 1); len(got) != 1 {
		t.Fatalf("handed on %v", got)
	}
}
