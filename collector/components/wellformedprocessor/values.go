package wellformedprocessor

import (
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

const (
	// maxNesting is how deep maps and arrays may lie inside each other. Every level of a map is three levels of
	// protobuf, six lie around it, and readers of protobuf give up at a hundred (prost, which Sentry uses; protobuf.js).
	maxNesting = 16
	// tooDeep stands in the place of what lies deeper.
	tooDeep = "[nested too deep]"
	// replacement is what Unicode has for bytes that are no text.
	replacement = "\uFFFD"
)

// text mends one field.
func (r *request) text(v string, set func(string)) {
	if utf8.ValidString(v) {
		return
	}
	r.encoding++
	set(strings.ToValidUTF8(v, replacement))
}

func (r *request) resource(resource pcommon.Resource, schema string, setSchema func(string)) {
	r.attributes(resource.Attributes())
	r.text(schema, setSchema)
}

func (r *request) scope(scope pcommon.InstrumentationScope, schema string, setSchema func(string)) {
	r.text(scope.Name(), scope.SetName)
	r.text(scope.Version(), scope.SetVersion)
	r.attributes(scope.Attributes())
	r.text(schema, setSchema)
}

func (r *request) attributes(m pcommon.Map) { r.mapping(m, 0) }

func (r *request) mapping(m pcommon.Map, depth int) {
	keys := true
	for key, value := range m.All() {
		keys = keys && utf8.ValidString(key)
		r.value(value, depth)
	}
	if !keys {
		r.keys(m)
	}
}

// keys writes a map anew: a key cannot be changed in its place.
func (r *request) keys(m pcommon.Map) {
	mended := pcommon.NewMap()
	mended.EnsureCapacity(m.Len())
	for key, value := range m.All() {
		r.text(key, func(text string) { key = text })
		value.MoveTo(mended.PutEmpty(key))
	}
	mended.MoveTo(m)
}

func (r *request) value(v pcommon.Value, depth int) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		r.text(v.Str(), v.SetStr)
	case pcommon.ValueTypeMap:
		if depth >= maxNesting {
			r.cut(v)
			return
		}
		r.mapping(v.Map(), depth+1)
	case pcommon.ValueTypeSlice:
		if depth >= maxNesting {
			r.cut(v)
			return
		}
		for _, element := range v.Slice().All() {
			r.value(element, depth+1)
		}
	}
}

func (r *request) cut(v pcommon.Value) {
	r.nesting++
	v.SetStr(tooDeep)
}
