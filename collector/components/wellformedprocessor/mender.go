package wellformedprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"
)

const (
	meterName   = "github.com/ticketcap/telemetry/collector/components/wellformedprocessor"
	metricsName = "otelcol_processor_wellformed_"
)

// mender mends the requests of one pipeline and counts what it changed.
type mender struct {
	logger                         *zap.Logger
	mended, dropped                metric.Int64Counter
	encoding, nesting, identifiers metric.MeasurementOption
}

func newMender(set component.TelemetrySettings, signal string) (*mender, error) {
	meter := set.MeterProvider.Meter(meterName)
	mended, err := meter.Int64Counter(metricsName+"values_mended", metric.WithUnit("{value}"),
		metric.WithDescription("Texts with bytes that are no UTF-8, and values nested too deep, that were replaced."))
	if err != nil {
		return nil, err
	}
	dropped, err := meter.Int64Counter(metricsName+"items_dropped", metric.WithUnit("{item}"),
		metric.WithDescription("Spans dropped because they have no trace id or no span id."))
	if err != nil {
		return nil, err
	}
	label := func(reason string) metric.MeasurementOption {
		return metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", signal), attribute.String("reason", reason)))
	}
	return &mender{
		logger: set.Logger, mended: mended, dropped: dropped,
		encoding: label("encoding"), nesting: label("nesting"), identifiers: label("identifiers"),
	}, nil
}

// request counts what one request needed.
type request struct{ encoding, nesting, identifiers int64 }

// record books a request. Nearly every one needed nothing.
func (m *mender) record(ctx context.Context, r *request) {
	if r.encoding > 0 {
		m.mended.Add(ctx, r.encoding, m.encoding)
	}
	if r.nesting > 0 {
		m.mended.Add(ctx, r.nesting, m.nesting)
	}
	if r.identifiers > 0 {
		m.dropped.Add(ctx, r.identifiers, m.identifiers)
		m.logger.Error("Spans without a trace id or a span id were dropped: no backend takes them.",
			zap.Int64("spans", r.identifiers))
	}
}
