package retryextension

import (
	"context"
	"errors"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

const scopeName = "github.com/ticketcap/telemetry/collector/components/retryextension"

type counters struct {
	extension string
	requests  metric.Int64Counter
	items     metric.Int64Counter
	answers   metric.Int64Counter
}

func newCounters(id component.ID, set component.TelemetrySettings) (counters, error) {
	meter := set.MeterProvider.Meter(scopeName)
	requests, err1 := meter.Int64Counter("otelcol_exporter_refused_requests",
		metric.WithUnit("{request}"),
		metric.WithDescription("Requests that a backend refused and that are tried again, by host and status."))
	items, err2 := meter.Int64Counter("otelcol_exporter_rejected_items",
		metric.WithUnit("{item}"),
		metric.WithDescription("Spans, data points and log records that a backend rejected while it took the rest of their request: lost, though counted as sent."))
	answers, err3 := meter.Int64Counter("otelcol_exporter_unreadable_answers",
		metric.WithUnit("{request}"),
		metric.WithDescription("Requests that a backend took with an answer that is no OTLP, by host."))
	return counters{id.String(), requests, items, answers}, errors.Join(err1, err2, err3)
}

func (c counters) refused(ctx context.Context, host string, status int) {
	c.requests.Add(ctx, 1, metric.WithAttributes(attribute.String("host", host), attribute.Int("status", status)))
}

func (c counters) rejected(ctx context.Context, signal string, items int64) {
	c.items.Add(ctx, items, metric.WithAttributes(attribute.String("extension", c.extension), attribute.String("otel_signal", signal)))
}

func (c counters) unreadable(ctx context.Context, host string) {
	c.answers.Add(ctx, 1, metric.WithAttributes(attribute.String("host", host)))
}
