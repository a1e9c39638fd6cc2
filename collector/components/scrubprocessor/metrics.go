package scrubprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

func (b *batch) metrics(md pmetric.Metrics) {
	md.ResourceMetrics().RemoveIf(func(rm pmetric.ResourceMetrics) bool {
		if b.failed("resource", func() { b.resource(rm.Resource(), rm.SchemaUrl(), rm.SetSchemaUrl) }) {
			return true
		}
		rm.ScopeMetrics().RemoveIf(func(sm pmetric.ScopeMetrics) bool {
			if b.failed("scope", func() { b.scope(sm.Scope(), sm.SchemaUrl(), sm.SetSchemaUrl) }) {
				return true
			}
			sm.Metrics().RemoveIf(func(metric pmetric.Metric) bool {
				return b.failed("metric", func() { b.metric(metric) })
			})
			return false
		})
		return false
	})
}

func (b *batch) metric(m pmetric.Metric) {
	b.text(metricText, m.Name(), m.SetName)
	b.text(metricText, m.Description(), m.SetDescription)
	b.text(metricText, m.Unit(), m.SetUnit)
	b.attributes(metricMetadata, m.Metadata())
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		b.numbers(m.Gauge().DataPoints())
	case pmetric.MetricTypeSum:
		b.numbers(m.Sum().DataPoints())
	case pmetric.MetricTypeHistogram:
		for _, point := range m.Histogram().DataPoints().All() {
			b.point(point.Attributes(), point.Exemplars())
		}
	case pmetric.MetricTypeExponentialHistogram:
		for _, point := range m.ExponentialHistogram().DataPoints().All() {
			b.point(point.Attributes(), point.Exemplars())
		}
	case pmetric.MetricTypeSummary:
		for _, point := range m.Summary().DataPoints().All() {
			b.scanner.StartItem()
			b.attributes(datapointAttribute, point.Attributes())
		}
	}
}

func (b *batch) numbers(points pmetric.NumberDataPointSlice) {
	for _, point := range points.All() {
		b.point(point.Attributes(), point.Exemplars())
	}
}

func (b *batch) point(attributes pcommon.Map, exemplars pmetric.ExemplarSlice) {
	b.scanner.StartItem()
	b.attributes(datapointAttribute, attributes)
	for _, exemplar := range exemplars.All() {
		b.attributes(exemplarAttribute, exemplar.FilteredAttributes())
	}
}
