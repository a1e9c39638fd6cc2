package requestboundsextension

import (
	"context"
	"errors"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/semconv/v1.43.0/rpcconv"
	"google.golang.org/grpc/codes"
)

const meterName = "github.com/ticketcap/telemetry/collector/components/requestboundsextension"

type counters struct {
	refused metric.Int64Counter
	// The metric in which otelgrpc counts answers: what is refused here never reaches it.
	answered            metric.Float64Histogram
	large, busy, full   metric.MeasurementOption
	malformed, stranger metric.MeasurementOption
	strangerStatus      metric.MeasurementOption
}

func newCounters(set component.TelemetrySettings) (counters, error) {
	meter := set.MeterProvider.Meter(meterName)
	refused, err := meter.Int64Counter("otelcol_receiver_bounds_refused_requests", metric.WithUnit("{request}"),
		metric.WithDescription("Requests refused before they were decoded: too large, too many at once, no memory left, no text, or without the token."))
	if err != nil {
		return counters{}, err
	}
	// In the same words: one metrics page with two descriptions of one name is answered with an error.
	call := rpcconv.ServerCallDuration{}
	answered, err := meter.Float64Histogram(call.Name(), metric.WithUnit(call.Unit()), metric.WithDescription(call.Description()))
	if err != nil {
		return counters{}, err
	}
	reason := func(text string) metric.MeasurementOption {
		return metric.WithAttributeSet(attribute.NewSet(attribute.String("reason", text)))
	}
	status := attribute.String("rpc.response.status_code", "UNAUTHENTICATED")
	return counters{
		refused: refused, answered: answered,
		large: reason("too_large"), busy: reason("too_many"), full: reason("memory"),
		malformed: reason("malformed"), stranger: reason("token"),
		strangerStatus: metric.WithAttributeSet(attribute.NewSet(status)),
	}, nil
}

// refuse books a refusal under the status that answers it, and one for now under what it lacked.
func (c counters) refuse(ctx context.Context, code codes.Code, why error) {
	switch code {
	case codes.ResourceExhausted:
		c.refused.Add(ctx, 1, c.large)
	case codes.Unavailable:
		if errors.Is(why, errFull) {
			c.refused.Add(ctx, 1, c.full)
			return
		}
		c.refused.Add(ctx, 1, c.busy)
	case codes.InvalidArgument:
		c.refused.Add(ctx, 1, c.malformed)
	case codes.Unauthenticated:
		c.refused.Add(ctx, 1, c.stranger)
		c.answered.Record(ctx, 0, c.strangerStatus)
	}
}
