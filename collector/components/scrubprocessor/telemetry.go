package scrubprocessor

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/ticketcap/telemetry/collector/components/internal/scrub"
)

const meterName = "github.com/ticketcap/telemetry/collector/components/scrubprocessor"

// durationBuckets are seconds per batch.
var durationBuckets = []float64{.00001, .0001, .001, .01, .1, 1, 10}

// telemetry holds the processor's own metrics. Every label comes from a fixed list: signal, kind and place.
type telemetry struct {
	findings, removed, overruns, dropped metric.Int64Counter
	duration                             metric.Float64Histogram
	signal                               metric.MeasurementOption
	labels                               [placeCount][scrub.KindCount]metric.MeasurementOption
}

func newTelemetry(set component.TelemetrySettings, signal string) (*telemetry, error) {
	meter := set.MeterProvider.Meter(meterName)
	t := &telemetry{}
	var err error
	counter := func(name, unit, description string) metric.Int64Counter {
		c, e := meter.Int64Counter("otelcol_processor_scrub_"+name, metric.WithUnit(unit), metric.WithDescription(description))
		if e != nil {
			err = e
		}
		return c
	}
	t.findings = counter("findings", "{finding}", "Values replaced, by kind, place and signal.")
	t.removed = counter("fields_removed", "{field}", "Attributes deleted by a key rule.")
	t.overruns = counter("budget_overruns", "{value}", "Values masked because a limit was reached before they were read.")
	t.dropped = counter("items_dropped", "{item}", "Spans, records and metrics dropped because scrubbing them failed.")
	histogram, e := meter.Float64Histogram("otelcol_processor_scrub_duration", metric.WithUnit("s"),
		metric.WithDescription("Time spent on a batch."), metric.WithExplicitBucketBoundaries(durationBuckets...))
	if e != nil {
		err = e
	}
	t.duration = histogram
	signalLabel := attribute.String("signal", signal)
	t.signal = metric.WithAttributeSet(attribute.NewSet(signalLabel))
	for p := range placeCount {
		for k := range scrub.KindCount {
			t.labels[p][k] = metric.WithAttributeSet(attribute.NewSet(signalLabel,
				attribute.String("kind", scrub.Kind(k).String()), attribute.String("place", placeNames[p])))
		}
	}
	return t, err
}

// record adds up what one batch found.
func (t *telemetry) record(ctx context.Context, b *batch, start time.Time) {
	for p := range placeCount {
		if b.touched&(1<<p) == 0 {
			continue
		}
		for k, n := range b.found[p] {
			if n > 0 {
				t.findings.Add(ctx, n, t.labels[p][k])
			}
		}
	}
	if b.removed > 0 {
		t.removed.Add(ctx, b.removed, t.signal)
	}
	if b.scanner.Overruns > 0 {
		t.overruns.Add(ctx, b.scanner.Overruns, t.signal)
	}
	if b.dropped > 0 {
		t.dropped.Add(ctx, b.dropped, t.signal)
	}
	t.duration.Record(ctx, time.Since(start).Seconds(), t.signal)
}
