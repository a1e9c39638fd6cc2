package wellformedprocessor

import (
	"context"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

func (m *mender) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	r := &request{}
	for _, resource := range traces.ResourceSpans().All() {
		r.resource(resource.Resource(), resource.SchemaUrl(), resource.SetSchemaUrl)
		for _, scope := range resource.ScopeSpans().All() {
			r.scope(scope.Scope(), scope.SchemaUrl(), scope.SetSchemaUrl)
			scope.Spans().RemoveIf(r.span)
		}
	}
	m.record(ctx, r)
	return traces, nil
}

// span mends one span; true when it cannot be kept.
func (r *request) span(span ptrace.Span) (drop bool) {
	if span.TraceID().IsEmpty() || span.SpanID().IsEmpty() {
		r.identifiers++
		return true
	}
	r.text(span.Name(), span.SetName)
	r.text(span.TraceState().AsRaw(), span.TraceState().FromRaw)
	r.text(span.Status().Message(), span.Status().SetMessage)
	r.attributes(span.Attributes())
	for _, event := range span.Events().All() {
		r.text(event.Name(), event.SetName)
		r.attributes(event.Attributes())
	}
	for _, link := range span.Links().All() {
		r.text(link.TraceState().AsRaw(), link.TraceState().FromRaw)
		r.attributes(link.Attributes())
	}
	return false
}

func (m *mender) processMetrics(ctx context.Context, metrics pmetric.Metrics) (pmetric.Metrics, error) {
	r := &request{}
	for _, resource := range metrics.ResourceMetrics().All() {
		r.resource(resource.Resource(), resource.SchemaUrl(), resource.SetSchemaUrl)
		for _, scope := range resource.ScopeMetrics().All() {
			r.scope(scope.Scope(), scope.SchemaUrl(), scope.SetSchemaUrl)
			for _, metric := range scope.Metrics().All() {
				r.metric(metric)
			}
		}
	}
	m.record(ctx, r)
	return metrics, nil
}

func (r *request) metric(m pmetric.Metric) {
	r.text(m.Name(), m.SetName)
	r.text(m.Description(), m.SetDescription)
	r.text(m.Unit(), m.SetUnit)
	r.attributes(m.Metadata())
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		r.numbers(m.Gauge().DataPoints())
	case pmetric.MetricTypeSum:
		r.numbers(m.Sum().DataPoints())
	case pmetric.MetricTypeHistogram:
		for _, point := range m.Histogram().DataPoints().All() {
			r.point(point.Attributes(), point.Exemplars())
		}
	case pmetric.MetricTypeExponentialHistogram:
		for _, point := range m.ExponentialHistogram().DataPoints().All() {
			r.point(point.Attributes(), point.Exemplars())
		}
	case pmetric.MetricTypeSummary:
		for _, point := range m.Summary().DataPoints().All() {
			r.attributes(point.Attributes())
		}
	}
}

func (r *request) numbers(points pmetric.NumberDataPointSlice) {
	for _, point := range points.All() {
		r.point(point.Attributes(), point.Exemplars())
	}
}

func (r *request) point(attributes pcommon.Map, exemplars pmetric.ExemplarSlice) {
	r.attributes(attributes)
	for _, exemplar := range exemplars.All() {
		r.attributes(exemplar.FilteredAttributes())
	}
}

func (m *mender) processLogs(ctx context.Context, logs plog.Logs) (plog.Logs, error) {
	r := &request{}
	for _, resource := range logs.ResourceLogs().All() {
		r.resource(resource.Resource(), resource.SchemaUrl(), resource.SetSchemaUrl)
		for _, scope := range resource.ScopeLogs().All() {
			r.scope(scope.Scope(), scope.SchemaUrl(), scope.SetSchemaUrl)
			for _, record := range scope.LogRecords().All() {
				if sentryrecord.Is(record) {
					continue // leaves as JSON, alone in its request, and a recorded page lies deeper than any attribute
				}
				r.text(record.EventName(), record.SetEventName)
				r.text(record.SeverityText(), record.SetSeverityText)
				r.value(record.Body(), 0)
				r.attributes(record.Attributes())
			}
		}
	}
	m.record(ctx, r)
	return logs, nil
}
