// Package scrub compares what it costs to scrub spans.
package scrub

import (
	"context"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/transformprocessor"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/ticketcap/telemetry/collector/components/scrubprocessor"
)

// before puts a processor with this configuration before the next consumer.
func before(b *testing.B, factory processor.Factory, config string, next consumer.Traces) consumer.Traces {
	b.Helper()
	cfg := factory.CreateDefaultConfig()
	if config != "" {
		raw, err := confmap.NewRetrievedFromYAML([]byte(config))
		if err != nil {
			b.Fatal(err)
		}
		conf, err := raw.AsConf()
		if err != nil {
			b.Fatal(err)
		}
		if err := conf.Unmarshal(cfg); err != nil {
			b.Fatal(err)
		}
	}
	p, err := factory.CreateTraces(context.Background(), processortest.NewNopSettings(factory.Type()), cfg, next)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

func BenchmarkScrub(b *testing.B) {
	end := consumertest.NewNop()
	for _, pipeline := range []struct {
		name  string
		first consumer.Traces
	}{
		{"none", end},
		{"redaction", before(b, redactionprocessor.NewFactory(), redactionConfig, end)},
		{"redaction+transform", before(b, redactionprocessor.NewFactory(), redactionConfig, before(b, transformprocessor.NewFactory(), transformConfig, end))},
		{"scrub", before(b, scrubprocessor.NewFactory(), "", end)},
	} {
		for _, spans := range []struct {
			name    string
			batches []ptrace.Traces
		}{{"clean", []ptrace.Traces{cleanSpans()}}, {"fresh", freshBatches()}, {"dirty", []ptrace.Traces{dirtySpans()}}} {
			b.Run(pipeline.name+"/"+spans.name, func(b *testing.B) {
				b.ReportAllocs()
				start, turn := cpuTime(), 0
				for b.Loop() {
					td := ptrace.NewTraces()
					spans.batches[turn%len(spans.batches)].CopyTo(td)
					turn++
					if err := pipeline.first.ConsumeTraces(context.Background(), td); err != nil {
						b.Fatal(err)
					}
				}
				count := float64(b.N) * spansPerBatch
				b.ReportMetric(float64(b.Elapsed())/count, "ns/span")
				if used := cpuTime() - start; used > 0 {
					b.ReportMetric(float64(used)/count, "cpu-ns/span")
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
