package scrubprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func (b *batch) traces(td ptrace.Traces) {
	td.ResourceSpans().RemoveIf(func(rs ptrace.ResourceSpans) bool {
		if b.failed("resource", func() { b.resource(rs.Resource(), rs.SchemaUrl(), rs.SetSchemaUrl) }) {
			return true
		}
		rs.ScopeSpans().RemoveIf(func(ss ptrace.ScopeSpans) bool {
			if b.failed("scope", func() { b.scope(ss.Scope(), ss.SchemaUrl(), ss.SetSchemaUrl) }) {
				return true
			}
			ss.Spans().RemoveIf(func(span ptrace.Span) bool {
				return b.failed("span", func() { b.span(span) })
			})
			return false
		})
		return false
	})
}

func (b *batch) span(span ptrace.Span) {
	b.text(spanName, span.Name(), span.SetName)
	b.state(span.TraceState())
	b.text(statusMessage, span.Status().Message(), span.Status().SetMessage)
	b.attributes(spanAttribute, span.Attributes())
	for _, event := range span.Events().All() {
		b.text(eventName, event.Name(), event.SetName)
		b.attributes(eventAttribute, event.Attributes())
	}
	for _, link := range span.Links().All() {
		b.state(link.TraceState())
		b.attributes(linkAttribute, link.Attributes())
	}
}

func (b *batch) state(state pcommon.TraceState) {
	b.text(traceState, state.AsRaw(), state.FromRaw)
}
