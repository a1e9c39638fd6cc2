package retryextension

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

const scopeName = "github.com/ticketcap/telemetry/collector/components/retryextension"

type counters struct {
	requests metric.Int64Counter
}

func newCounters(set component.TelemetrySettings) (counters, error) {
	requests, err := set.MeterProvider.Meter(scopeName).Int64Counter("otelcol_exporter_refused_requests",
		metric.WithUnit("{request}"),
		metric.WithDescription("Requests that a backend refused and that are tried again, by host and status."))
	return counters{requests: requests}, err
}

func (c counters) refused(ctx context.Context, host string, status int) {
	c.requests.Add(ctx, 1, metric.WithAttributes(attribute.String("host", host), attribute.Int("status", status)))
}
