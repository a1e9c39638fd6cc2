package queuestorageextension

import (
	"context"
	"errors"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

const scopeName = "github.com/ticketcap/telemetry/collector/components/queuestorageextension"

type counters struct {
	files, requests metric.Int64Counter
}

func newCounters(set component.TelemetrySettings) (counters, error) {
	meter := set.MeterProvider.Meter(scopeName)
	files, err := meter.Int64Counter("otelcol_extension_queue_storage_damaged_files", metric.WithUnit("{file}"),
		metric.WithDescription("Queue files that were damaged and set aside; what could be read of them is in the queue."))
	requests, errRequests := meter.Int64Counter("otelcol_extension_queue_storage_lost_requests", metric.WithUnit("{request}"),
		metric.WithDescription("Requests in a queue that could not be read any more."))
	return counters{files: files, requests: requests}, errors.Join(err, errRequests)
}

// lost counts for one queue, by the name of its file. Zeroes make the series known before anything happens.
func (c counters) lost(queue string, files, requests int) {
	of := metric.WithAttributes(attribute.String("queue", queue))
	c.files.Add(context.Background(), int64(files), of)
	c.requests.Add(context.Background(), int64(requests), of)
}
