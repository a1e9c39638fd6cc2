package scrubprocessor

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/ticketcap/telemetry/collector/components/internal/scrub"
)

// maxParts and maxPart bound the values that are read together: longer ones do not come from one split value.
const (
	maxParts = 24
	maxPart  = 512
)

// slice scrubs the elements of an array: each by itself, a pair of key and value as such, and short ones joined,
// because one value may be spread over several elements.
func (b *batch) slice(key *scrub.Key, s pcommon.Slice, depth int) {
	if s.Len() == 2 && s.At(0).Type() == pcommon.ValueTypeStr && s.At(1).Type() == pcommon.ValueTypeStr {
		for i := range 2 {
			if strings.ContainsAny(s.At(i).Str(), "=(;{") {
				continue // a sentence or a line of a program
			}
			if name := b.scanner.Key(s.At(i).Str()); name.IsMasked() {
				b.value(name, s.At(1-i), depth)
				break
			}
		}
	}
	for i := range s.Len() {
		b.value(key, s.At(i), depth)
	}
	if s.Len() < 2 || b.characters(key, s) {
		return
	}
	for from := 0; from < s.Len(); {
		n := 0
		for from+n < s.Len() && n < maxParts {
			part, ok := partOf(s.At(from + n))
			if !ok {
				break
			}
			b.parts[n] = part
			n++
		}
		if n > 1 {
			for i, masked := range b.scanner.Parts(key, b.parts[:n]) {
				if masked != scrub.None {
					s.At(from + i).SetStr(b.scanner.Mask(masked))
				}
			}
		}
		from += max(n, 1)
	}
	b.bytesInNumbers(key, s)
}

// minCharacters is the shortest list of single characters that is read as one text.
const minCharacters = 7

// characters reads a list of single characters as the text that was spread over it, and puts what is left of that in its place as one
// string; false when the list is another or says nothing personal.
func (b *batch) characters(key *scrub.Key, s pcommon.Slice) bool {
	if s.Len() < minCharacters {
		return false
	}
	text := make([]byte, 0, 2*s.Len())
	for i := range s.Len() {
		v := s.At(i)
		if v.Type() != pcommon.ValueTypeStr || utf8.RuneCountInString(v.Str()) != 1 {
			return false
		}
		text = append(text, v.Str()...)
	}
	out, changed := b.scanner.Text(key, string(text))
	if changed {
		s.RemoveIf(func(pcommon.Value) bool { return true })
		s.AppendEmpty().SetStr(out)
	}
	return changed
}

// bytesInNumbers reads an array of small integers as the bytes of a text, as printers of buffers write it.
func (b *batch) bytesInNumbers(key *scrub.Key, s pcommon.Slice) {
	if s.Len() < 7 || s.Len() > 1<<16 {
		return
	}
	data := make([]byte, 0, s.Len())
	for i := range s.Len() {
		v := s.At(i)
		if v.Type() != pcommon.ValueTypeInt || v.Int() < 0 || v.Int() > 255 {
			return
		}
		data = append(data, byte(v.Int()))
	}
	if out, changed := b.scanner.Bytes(key, func() []byte { return data }); changed {
		s.RemoveIf(func(pcommon.Value) bool { return true })
		s.AppendEmpty().SetStr(string(out))
	}
}

// partOf gives the text of a value that may be a part of a longer one.
func partOf(v pcommon.Value) (string, bool) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if s := v.Str(); s != "" && len(s) <= maxPart {
			return s, true
		}
	case pcommon.ValueTypeInt:
		if n := v.Int(); n >= 0 {
			return strconv.FormatInt(n, 10), true
		}
	}
	return "", false
}

// neighbour is the attribute before another.
type neighbour struct {
	key   string
	signs scrub.Signs
}

// joins reports whether an attribute and the one before it may be parts of one value, and takes its place. It costs nearly nothing:
// most maps hold no such pair, and siblings has nothing to do.
func (n *neighbour) joins(s *scrub.Scanner, key string, v pcommon.Value) bool {
	signs := scrub.SignFragment // any number
	switch v.Type() {
	case pcommon.ValueTypeStr:
		text := v.Str()
		if text == "" || len(text) > maxPart {
			return false
		}
		signs = s.Signs(text)
	case pcommon.ValueTypeInt:
		if !mayBePart(v) {
			return false
		}
	default:
		return false
	}
	before := *n
	*n = neighbour{key, signs}
	return before.key != "" && before.signs.With(signs) && scrub.Related(before.key, key)
}

// siblings reads neighbouring attributes whose keys differ only at the end (card.part1, card.part2) as one value.
func (b *batch) siblings(m pcommon.Map) {
	if m.Len() < 2 {
		return
	}
	var values [maxParts]pcommon.Value
	n, previous := 0, ""
	for k, v := range m.All() {
		if !mayBePart(v) {
			continue
		}
		if n == maxParts || n > 0 && !scrub.Related(previous, k) {
			b.joined(values[:n])
			n = 0
		}
		values[n], previous = v, k
		n++
	}
	b.joined(values[:n])
}

// joined reads the parts together and masks those that belong to one value.
func (b *batch) joined(values []pcommon.Value) {
	if len(values) < 2 {
		return
	}
	parts := b.parts[:len(values)]
	for i, v := range values {
		if parts[i] = "1"; v.Type() == pcommon.ValueTypeStr { // any number will do for a first look
			parts[i] = v.Str()
		}
	}
	if !scrub.MayBeParts(parts) {
		return
	}
	for i, v := range values {
		parts[i], _ = partOf(v)
	}
	for i, masked := range b.scanner.Parts(nil, parts) {
		if masked != scrub.None {
			values[i].SetStr(b.scanner.Mask(masked))
		}
	}
}

// mayBePart tells a value that may be a part of a longer one, without formatting it.
func mayBePart(v pcommon.Value) bool {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return v.Str() != "" && len(v.Str()) <= maxPart
	case pcommon.ValueTypeInt:
		return v.Int() >= 100 && v.Int() < 1e13
	}
	return false
}

// pairs applies a key that is itself a value: {"key": "email", "value": "dana"} and {"name": ..., "value": ...}; true when it did.
func (b *batch) pairs(m pcommon.Map) (applied bool) {
	if m.Len() < 2 || m.Len() > 8 {
		return false
	}
	value, ok := m.Get("value")
	if !ok {
		if value, ok = m.Get("Value"); !ok {
			return false
		}
	}
	for _, holder := range [...]string{"key", "name", "Key", "Name", "field", "label", "id"} {
		if name, ok := m.Get(holder); ok && name.Type() == pcommon.ValueTypeStr {
			if key := b.scanner.Key(name.Str()); key.IsMasked() {
				b.value(key, value, 0)
				applied = true
			}
		}
	}
	return applied
}
