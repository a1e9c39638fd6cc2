package tailsamplingprocessor

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
)

// withJournal makes samplers that keep what waits in a directory.
func withJournal(directory string) processor.Factory {
	factory := NewFactory()
	return processor.NewFactory(factory.Type(), func() component.Config {
		cfg := factory.CreateDefaultConfig().(*Config)
		cfg.Journal.Directory = directory
		return cfg
	}, processor.WithTraces(factory.CreateTraces, component.StabilityLevelBeta))
}

func TestAKilledSamplerDecidesInItsNextLife(t *testing.T) {
	directory := t.TempDir()
	killed, before := running(t, withJournal(directory))
	send(t, killed, 1, "decided", ptrace.StatusCodeError)
	decided(t, killed, before, 101)
	send(t, killed, 2, "failed", ptrace.StatusCodeError)
	send(t, killed, 3, "dull", ptrace.StatusCodeUnset)

	next, after := started(t, withJournal(directory))
	decided(t, next, after, 102)
	if got := names(after, 2); !slices.Equal(got, []string{"failed"}) {
		t.Fatalf("kept %v of what waited", got)
	}
	if got := append(names(after, 1), names(after, 3)...); len(got) != 0 {
		t.Fatalf("decided twice, or kept what is dull: %v", got)
	}
}

func TestWithoutAJournalAKillLosesWhatWaits(t *testing.T) {
	killed, _ := running(t, NewFactory())
	send(t, killed, 2, "failed", ptrace.StatusCodeError)
	next, after := started(t, NewFactory())
	decided(t, next, after, 102)
	if got := names(after, 2); len(got) != 0 {
		t.Fatalf("kept %v", got)
	}
}

func TestEveryDecisionEmptiesTheJournal(t *testing.T) {
	directory := t.TempDir()
	sampler, sink := started(t, withJournal(directory))
	send(t, sampler, 1, "health", ptrace.StatusCodeUnset)
	send(t, sampler, 2, string(make([]byte, 2000)), ptrace.StatusCodeError)
	send(t, sampler, 3, "dull", ptrace.StatusCodeUnset)
	send(t, sampler, 4, "failed", ptrace.StatusCodeError)
	decided(t, sampler, sink, 101)
	for id := byte(1); id <= 4; id++ {
		send(t, sampler, id, "late", ptrace.StatusCodeUnset)
	}
	decided(t, sampler, sink, 102)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		left, err := filepath.Glob(filepath.Join(directory, "*.journal"))
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%v is left", left)
		}
	}
}

func TestADiskThatTakesNothingCostsNoSpan(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "journal")
	sampler, sink := started(t, withJournal(directory))
	if err := os.RemoveAll(directory); err != nil {
		t.Fatal(err)
	}
	send(t, sampler, 1, "failed", ptrace.StatusCodeError)
	decided(t, sampler, sink, 101)
	if got := names(sink, 1); len(got) != 1 {
		t.Fatalf("kept %v", got)
	}
}

func TestAJournalThatCannotBeMadeStopsTheStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sampler := created(t, withJournal(file), consumertest.NewNop(), nil)
	if err := sampler.Start(context.Background(), componenttest.NewNopHost()); err == nil {
		t.Fatal("started")
	}
	_ = sampler.Shutdown(context.Background())
}
