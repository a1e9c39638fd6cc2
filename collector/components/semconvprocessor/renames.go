package semconvprocessor

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// renames are attributes to write once the old ones are gone: what was removed has made room, and no map has to grow.
type renames struct {
	attributes pcommon.Map
	list       [11]rename
	length     int
}

type rename struct {
	key    string
	text   string
	number int64
	kind   pcommon.ValueType
}

func (r *renames) add(entry rename) {
	r.list[r.length] = entry
	r.length++
}

// text gives the value of an old name to the stable one, unless that is there.
func (r *renames) text(stable, old string) {
	if value, ok := r.missing(stable, old); ok {
		r.add(rename{key: stable, text: value.AsString(), kind: pcommon.ValueTypeStr})
	}
}

// path does the same without query and fragment, which carry personal data. A stable one is cut, too.
func (r *renames) path(stable, old string) {
	if value, there := r.attributes.Get(stable); there {
		if value.Type() == pcommon.ValueTypeStr {
			if short := beforeQuery(value.Str()); len(short) < len(value.Str()) {
				value.SetStr(short)
			}
		}
	} else if value, ok := r.attributes.Get(old); ok {
		r.add(rename{key: stable, text: beforeQuery(value.AsString()), kind: pcommon.ValueTypeStr})
	}
}

// number does it for a whole number from least to most, also one that was written as text. Anything else is no such
// number and goes with its old name.
func (r *renames) number(stable, old string, least, most int64) {
	if value, ok := r.missing(stable, old); ok {
		if number, whole := wholeNumber(value); whole && number >= least && number <= most {
			r.add(rename{key: stable, number: number, kind: pcommon.ValueTypeInt})
		}
	}
}

func (r *renames) missing(stable, old string) (pcommon.Value, bool) {
	if _, there := r.attributes.Get(stable); there {
		return pcommon.Value{}, false
	}
	return r.attributes.Get(old)
}

func (r *renames) write() {
	for _, entry := range r.list[:r.length] {
		if entry.kind == pcommon.ValueTypeInt {
			r.attributes.PutInt(entry.key, entry.number)
		} else {
			r.attributes.PutStr(entry.key, entry.text)
		}
	}
}

func beforeQuery(text string) string {
	if end := strings.IndexAny(text, "?#"); end >= 0 {
		return text[:end]
	}
	return text
}

func wholeNumber(value pcommon.Value) (int64, bool) {
	switch value.Type() {
	case pcommon.ValueTypeInt:
		return value.Int(), true
	case pcommon.ValueTypeStr:
		number, err := strconv.ParseUint(value.Str(), 10, 31)
		return int64(number), err == nil
	}
	return 0, false
}
