package tailsamplingprocessor

import (
	"errors"

	"go.opentelemetry.io/otel/metric"
)

const scopeName = "github.com/ticketcap/telemetry/collector/components/tailsamplingprocessor"

func (m *memory) register(meter metric.Meter) error {
	var errs [3]error
	m.replayed, errs[0] = meter.Int64Counter("otelcol_processor_tail_sampling_replayed_spans", metric.WithUnit("{span}"),
		metric.WithDescription("Spans that waited for their decision when the process was killed, and were given back to the sampler."))
	m.lost, errs[1] = meter.Int64Counter("otelcol_processor_tail_sampling_lost_spans", metric.WithUnit("{span}"),
		metric.WithDescription("Spans that waited for their decision when the process was killed, and cannot be read any more."))
	m.unprotected, errs[2] = meter.Int64Counter("otelcol_processor_tail_sampling_unprotected_spans", metric.WithUnit("{span}"),
		metric.WithDescription("Spans that wait for their decision in memory only, because the disk did not take them."))
	return errors.Join(errs[:]...)
}
