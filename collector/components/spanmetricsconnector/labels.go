package spanmetricsconnector

import (
	"slices"
	"strconv"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Labels that every series has unless exclude_dimensions names them.
const (
	serviceLabel = "service.name"
	nameLabel    = "span.name"
	kindLabel    = "span.kind"
	statusLabel  = "status.code"
)

// between the values of a key.
const separator = 0

// Values of two of them, by their numbers in OTLP.
var (
	kinds = []string{
		"SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER",
		"SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER",
	}
	statuses = []string{"STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"}
)

// nth is empty for a number without a name.
func nth(names []string, number int32) string {
	if number < 0 || int(number) >= len(names) {
		return ""
	}
	return names[number]
}

// labels are those of the configuration.
type labels struct {
	service, name, kind, status bool
	dimensions                  []dimension
}

// dimension is an attribute of the span, or of its resource, that is a label.
type dimension struct {
	name string
	// otherwise is the value of a span that has no such attribute; without one it has no such label.
	otherwise    pcommon.Value
	hasOtherwise bool
}

func newLabels(cfg *stock.Config) labels {
	with := func(label string) bool { return !slices.Contains(cfg.ExcludeDimensions, label) }
	l := labels{service: with(serviceLabel), name: with(nameLabel), kind: with(kindLabel), status: with(statusLabel)}
	for _, configured := range cfg.Dimensions {
		d := dimension{name: configured.Name}
		if configured.Default != nil {
			d.otherwise, d.hasOtherwise = pcommon.NewValueStr(*configured.Default), true
		}
		l.dimensions = append(l.dimensions, d)
	}
	return l
}

// within has for each dimension what a span of this resource has when it has no such attribute.
func (l *labels) within(resource pcommon.Map) labels {
	in := *l
	in.dimensions = slices.Clone(l.dimensions)
	for i := range in.dimensions {
		d := &in.dimensions[i]
		if value, ok := resource.Get(d.name); ok {
			d.otherwise, d.hasOtherwise = value, true
		}
	}
	return in
}

func (d *dimension) of(attributes pcommon.Map) (pcommon.Value, bool) {
	if value, ok := attributes.Get(d.name); ok {
		return value, true
	}
	return d.otherwise, d.hasOtherwise
}

// appendKey writes what tells the series of a span from others: the values of its labels.
func (l *labels) appendKey(to []byte, service string, span ptrace.Span) []byte {
	if l.service {
		to = append(to, service...)
	}
	if l.name {
		to = append(append(to, separator), span.Name()...)
	}
	if l.kind {
		to = append(append(to, separator), nth(kinds, int32(span.Kind()))...)
	}
	if l.status {
		to = append(append(to, separator), nth(statuses, int32(span.Status().Code()))...)
	}
	attributes := span.Attributes()
	for i := range l.dimensions {
		if value, ok := l.dimensions[i].of(attributes); ok {
			to = append(append(append(to, separator), l.dimensions[i].name...), ':')
			to = appendValue(to, value)
		}
	}
	return to
}

// appendValue writes value.AsString(), mostly without a text in between.
func appendValue(to []byte, value pcommon.Value) []byte {
	switch value.Type() {
	case pcommon.ValueTypeStr:
		return append(to, value.Str()...)
	case pcommon.ValueTypeInt:
		return strconv.AppendInt(to, value.Int(), 10)
	default:
		return append(to, value.AsString()...)
	}
}

// write writes the labels of a span.
func (l *labels) write(to pcommon.Map, service string, span ptrace.Span) {
	if l.service {
		to.PutStr(serviceLabel, service)
	}
	if l.name {
		to.PutStr(nameLabel, span.Name())
	}
	if l.kind {
		to.PutStr(kindLabel, nth(kinds, int32(span.Kind())))
	}
	if l.status {
		to.PutStr(statusLabel, nth(statuses, int32(span.Status().Code())))
	}
	for i := range l.dimensions {
		if value, ok := l.dimensions[i].of(span.Attributes()); ok {
			value.CopyTo(to.PutEmpty(l.dimensions[i].name))
		}
	}
}
