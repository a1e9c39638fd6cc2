package sentryexporter

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

const scopeName = "github.com/ticketcap/telemetry/collector/components/sentryexporter"

// Outcomes of an item. What waits for a retry has none yet.
const (
	outcomeDelivered   = "delivered"    // Sentry answered 2xx
	outcomeRateLimited = "rate_limited" // removed, since its category is limited
	outcomeRejected    = "rejected"     // Sentry will never take it
	outcomeUnreadable  = "unreadable"   // the record is no envelope any more
	outcomeOff         = "off"          // a plain log record, and otlp is false
)

// Item types beside those of envelopes.
const (
	itemSpan = "otlp_span"
	itemLog  = "otlp_log"
)

// counters are the exporter's own metrics. Label values come from fixed lists.
type counters struct {
	exporter   string
	items      metric.Int64Counter
	rejected   metric.Int64Counter
	requests   metric.Int64Counter
	spanEvents metric.Int64Counter
	adapted    metric.Int64Counter
}

func newCounters(id component.ID, provider metric.MeterProvider) (*counters, error) {
	meter := provider.Meter(scopeName)
	made := &counters{exporter: id.String()}
	for _, entry := range []struct {
		into              *metric.Int64Counter
		name, about, unit string
	}{
		{&made.items, "otelcol_exporter_sentry_items", "Envelope items, spans and log records by type and by what became of them.", "{item}"},
		{&made.rejected, "otelcol_exporter_rejected_items", "Spans and log records that are lost, though counted as sent: rejected in part, or removed whole since they are rate limited.", "{item}"},
		{&made.requests, "otelcol_exporter_sentry_requests", "HTTP requests to Sentry by endpoint and status.", "{request}"},
		{&made.spanEvents, "otelcol_exporter_sentry_span_events_removed", "Span events left out, since Sentry drops them.", "{event}"},
		{&made.adapted, "otelcol_exporter_sentry_attributes_adapted", "Attributes turned into text, since Sentry shows neither lists nor maps.", "{attribute}"},
	} {
		counter, err := meter.Int64Counter(entry.name, metric.WithDescription(entry.about), metric.WithUnit(entry.unit))
		if err != nil {
			return nil, err
		}
		*entry.into = counter
	}
	return made, nil
}

func (c *counters) item(ctx context.Context, itemType, outcome string, count int) {
	if count <= 0 {
		return
	}
	if itemType != itemSpan && itemType != itemLog {
		itemType = envelope.Label(itemType)
	}
	c.items.Add(ctx, int64(count), metric.WithAttributes(attribute.String("item_type", itemType), attribute.String("outcome", outcome)))
}

// lostAsSent counts what the queue takes for sent. The ledger takes it from what was delivered.
func (c *counters) lostAsSent(ctx context.Context, signal pipeline.Signal, count int) {
	if count > 0 {
		c.rejected.Add(ctx, int64(count), metric.WithAttributes(attribute.String("exporter", c.exporter), attribute.String("otel_signal", signal.String())))
	}
}

func (c *counters) request(ctx context.Context, endpoint, status string) {
	c.requests.Add(ctx, 1, metric.WithAttributes(attribute.String("endpoint", endpoint), attribute.String("status", status)))
}
