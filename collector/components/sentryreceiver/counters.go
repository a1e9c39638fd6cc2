package sentryreceiver

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

// Outcomes of an envelope or an item.
const (
	outcomeAccepted   = "accepted"   // the pipeline took it
	outcomeDropped    = "dropped"    // an item policy says drop
	outcomeUnreadable = "unreadable" // a replay that cannot be opened within the limits
	outcomeEmpty      = "empty"      // no item was left to pass on
	outcomeMalformed  = "malformed"  // 4xx: the sender's mistake
	outcomeForbidden  = "forbidden"  // 401 or 403: no right to send here
	outcomeBusy       = "busy"       // 503: max_in_flight_size is taken
	outcomeRefused    = "refused"    // 503 or 422: the pipeline did not take it
)

// counters are the receiver's own metrics. Label values come from fixed lists.
type counters struct {
	envelopes metric.Int64Counter
	items     metric.Int64Counter
}

func newCounters(provider metric.MeterProvider) (*counters, error) {
	meter := provider.Meter(scopeName)
	envelopes, err := meter.Int64Counter("otelcol_receiver_sentry_envelopes",
		metric.WithDescription("Sentry envelopes by what became of them."), metric.WithUnit("{envelope}"))
	if err != nil {
		return nil, err
	}
	items, err := meter.Int64Counter("otelcol_receiver_sentry_items",
		metric.WithDescription("Items of well-formed Sentry envelopes by type and by what became of them."), metric.WithUnit("{item}"))
	if err != nil {
		return nil, err
	}
	return &counters{envelopes: envelopes, items: items}, nil
}

func (c *counters) envelope(ctx context.Context, outcome string) {
	c.envelopes.Add(ctx, 1, metric.WithAttributes(attribute.String("outcome", outcome)))
}

func (c *counters) item(ctx context.Context, itemType, outcome string) {
	c.items.Add(ctx, 1, metric.WithAttributes(
		attribute.String("item_type", envelope.Label(itemType)), attribute.String("outcome", outcome)))
}
