package sentryexporter

import (
	"context"
	"fmt"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.opentelemetry.io/collector/pipeline"
)

// pushTraces sends spans by OTLP, in the shape Sentry can show.
func (s *sender) pushTraces(ctx context.Context, traces ptrace.Traces) error {
	count := traces.SpanCount()
	if count == 0 {
		return nil
	}
	categories := []string{categorySpan}
	if limited, wait := s.hold(categories); wait != nil {
		return wait
	} else if limited {
		s.counts.item(ctx, itemSpan, outcomeRateLimited, count)
		s.counts.lostAsSent(ctx, pipeline.SignalTraces, count)
		return nil
	}
	if traces.IsReadOnly() {
		// From a queue in memory, where other exporters still have it; what comes from a disk is nobody else's.
		own := ptrace.NewTraces()
		traces.CopyTo(own)
		traces = own
	}
	events, attributes := adaptTraces(traces)
	s.counts.spanEvents.Add(ctx, events)
	s.counts.adapted.Add(ctx, attributes)
	body, err := ptraceotlp.NewExportRequestFromTraces(traces).MarshalProto()
	if err != nil {
		s.counts.item(ctx, itemSpan, outcomeUnreadable, count)
		return consumererror.NewPermanent(fmt.Errorf("traces: cannot be encoded: %w", err))
	}
	return s.sendOTLP(ctx, otlpRequest{s.tracesEndpoint(), body, pipeline.SignalTraces, itemSpan, count, categories, rejectedSpans})
}

func rejectedSpans(body []byte) (int64, error) {
	answer := ptraceotlp.NewExportResponse()
	err := answer.UnmarshalProto(body)
	return answer.PartialSuccess().RejectedSpans(), err
}
