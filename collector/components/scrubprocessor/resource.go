package scrubprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/xpdata/entity"
)

// resource scrubs a resource, its entity references and its schema URL.
func (b *batch) resource(r pcommon.Resource, schema string, setSchema func(string)) {
	b.text(schemaURL, schema, setSchema)
	b.attributes(resourceAttribute, r.Attributes())
	for _, ref := range entity.ResourceEntityRefs(r).All() {
		b.text(schemaURL, ref.SchemaUrl(), ref.SetSchemaUrl)
		b.text(resourceEntity, ref.Type(), ref.SetType)
		b.names(ref.IdKeys())
		b.names(ref.DescriptionKeys())
	}
}

// names scrubs a list of attribute keys the same way as the keys themselves, so that they still refer to them.
func (b *batch) names(list pcommon.StringSlice) {
	b.place = resourceEntity
	for i, name := range list.All() {
		if key := b.scanner.Key(name); key.Renamed {
			list.SetAt(i, key.Name)
		}
	}
	b.settle()
}

func (b *batch) scope(s pcommon.InstrumentationScope, schema string, setSchema func(string)) {
	b.text(schemaURL, schema, setSchema)
	b.text(scopeName, s.Name(), s.SetName)
	b.text(scopeName, s.Version(), s.SetVersion)
	b.attributes(scopeAttribute, s.Attributes())
}
