package sentryexporter

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// adaptTraces gives spans the shape Sentry can show: no span events, which it drops on arrival, and no attributes that are
// lists, maps or bytes. It returns how many events went and how many attributes became text. Doing it twice changes
// nothing more.
func adaptTraces(traces ptrace.Traces) (events, attributes int64) {
	for _, resource := range traces.ResourceSpans().All() {
		attributes += flatten(resource.Resource().Attributes())
		for _, scope := range resource.ScopeSpans().All() {
			attributes += flatten(scope.Scope().Attributes())
			for _, span := range scope.Spans().All() {
				attributes += flatten(span.Attributes())
				for _, link := range span.Links().All() {
					attributes += flatten(link.Attributes())
				}
				events += int64(span.Events().Len())
				span.Events().RemoveIf(func(ptrace.SpanEvent) bool { return true })
			}
		}
	}
	return events, attributes
}

// adaptLogs does the same for log records, whose body must be text.
func adaptLogs(logs plog.Logs) (attributes int64) {
	for _, resource := range logs.ResourceLogs().All() {
		attributes += flatten(resource.Resource().Attributes())
		for _, scope := range resource.ScopeLogs().All() {
			attributes += flatten(scope.Scope().Attributes())
			for _, record := range scope.LogRecords().All() {
				attributes += flatten(record.Attributes())
				if record.Body().Type() != pcommon.ValueTypeStr {
					record.Body().SetStr(record.Body().AsString())
				}
			}
		}
	}
	return attributes
}

// flatten joins lists with commas, as HTTP header lists are written, and writes maps as JSON and bytes as base64.
func flatten(attributes pcommon.Map) (changed int64) {
	for _, value := range attributes.All() {
		switch value.Type() {
		case pcommon.ValueTypeSlice:
			value.SetStr(join(value.Slice()))
		case pcommon.ValueTypeMap, pcommon.ValueTypeBytes:
			value.SetStr(value.AsString())
		default:
			continue
		}
		changed++
	}
	return changed
}

func join(list pcommon.Slice) string {
	parts := make([]string, 0, list.Len())
	for _, value := range list.All() {
		parts = append(parts, value.AsString())
	}
	return strings.Join(parts, ", ")
}
