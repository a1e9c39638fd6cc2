package scrubprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/ticketcap/telemetry/collector/components/internal/scrub"
)

// attributes scrubs a map that stands in the given place.
func (b *batch) attributes(p place, m pcommon.Map) {
	if m.Len() == 0 {
		return
	}
	b.place = p
	b.mapping(nil, m, 0)
	b.settle()
}

// mapping scrubs a map; parent is the key it stands under.
func (b *batch) mapping(parent *scrub.Key, m pcommon.Map, depth int) {
	var removing, renaming, split bool
	var last neighbour
	for k, v := range m.All() {
		key := b.key(parent, k)
		removing = removing || key.Removed
		renaming = renaming || key.Renamed
		if !key.Removed {
			b.value(key, v, depth)
			split = split || last.joins(b.scanner, k, v)
		}
	}
	if removing {
		m.RemoveIf(func(k string, _ pcommon.Value) bool {
			if !b.key(parent, k).Removed {
				return false
			}
			b.removed++
			return true
		})
	}
	if renaming {
		b.rename(m)
	}
	if b.pairs(m) || renaming || split {
		b.siblings(m)
	}
}

// key looks a key up; below a masked key everything is masked alike.
func (b *batch) key(parent *scrub.Key, name string) *scrub.Key {
	key := b.scanner.Key(name)
	if parent != nil && parent.IsMasked() && !key.IsMasked() && !key.Removed {
		return parent.Below(key)
	}
	if parent != nil {
		if of := parent.OfPerson(key); of != nil {
			return of
		}
	}
	return key
}

// rename rebuilds a map whose keys themselves were personal.
func (b *batch) rename(m pcommon.Map) {
	clean := pcommon.NewMap()
	clean.EnsureCapacity(m.Len())
	for k, v := range m.All() {
		v.MoveTo(clean.PutEmpty(b.scanner.Key(k).Name))
	}
	clean.MoveTo(m)
}

// value scrubs one value in place.
func (b *batch) value(key *scrub.Key, v pcommon.Value, depth int) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if out, changed := b.scanner.Text(key, v.Str()); changed {
			v.SetStr(out)
		}
	case pcommon.ValueTypeBytes:
		if out, changed := b.scanner.Bytes(key, v.Bytes().AsRaw); changed {
			v.Bytes().FromRaw(out)
		}
	case pcommon.ValueTypeInt:
		if out, changed := b.scanner.Int(key, v.Int()); changed {
			v.SetStr(out)
		}
	case pcommon.ValueTypeDouble:
		if out, changed := b.scanner.Double(key, v.Double()); changed {
			v.SetStr(out)
		}
	case pcommon.ValueTypeMap:
		if depth >= b.scanner.Nesting() {
			v.SetStr(b.scanner.TooDeep())
			return
		}
		b.mapping(key, v.Map(), depth+1)
	case pcommon.ValueTypeSlice:
		if depth >= b.scanner.Nesting() {
			v.SetStr(b.scanner.TooDeep())
			return
		}
		b.slice(key, v.Slice(), depth+1)
	}
}
