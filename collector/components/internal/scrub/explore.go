package scrub

import (
	"hash/maphash"
	"unsafe"
)

// maxViews bounds how many readings of one text are searched; maxPasses how often a changed text is read again.
const (
	maxViews  = 32
	maxPasses = 4
)

var viewSeed = maphash.MakeSeed()

const controls = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f"

// transform makes another reading of a text, or nil when it does not apply; it is not tried when none of its signs is there.
type transform struct {
	decode func(*view) *view
	signs  string
	high   bool // bytes outside ASCII are a sign too
}

func (t *transform) applies(has *charset) bool {
	return t.signs == "" || has.any(t.signs) || t.high && has.high()
}

var transforms = []transform{
	{decodeInline, "%\\&+" + controls, true}, {decodeQuotedPrintable, "=", false}, {decodePlus, "+", false}, {decodeSpelled, "([{<", false}, {unfold, "\n", false},
	{decodeCSS, "\\", false}, {decodeJoined, "", false}, {decodeSpelledDigits, "", false}, {decodeUU, "\n", false}, {decodeRot13, "", false}, {decodeAtbash, "", false}, {decodeRot47, "", false}, {decodeBackwards, "", false}, {decodeHexdump, " ", false},
	{decodeMorse, ".-", false},
}

// scrubText reads a text that the gate did not clear, until nothing is found any more:
// the result is a fixpoint, so scrubbing it again changes nothing.
func (s *Scanner) scrubText(key *Key, v string) (string, bool) {
	text := unsafe.Slice(unsafe.StringData(v), len(v))
	changed := false
	for pass := 0; pass < maxPasses; pass++ {
		found, ok := s.read(key, text)
		if !ok {
			return s.overrun()
		}
		if len(found) == 0 {
			if !changed {
				return v, false
			}
			return string(text), true
		}
		text = s.replace(text, found, pass == 0)
		changed = true
		if !s.recalling && s.engine.words.clean(unsafe.String(unsafe.SliceData(text), len(text)), key.query) {
			return string(text), true
		}
	}
	return s.overrun()
}

// read opens the budget of a value and finds everything in it.
func (s *Scanner) read(key *Key, text []byte) ([]finding, bool) {
	if len(text) > s.engine.limits.ValueBytes {
		return nil, false
	}
	s.work = max(workFloor, len(text)*s.engine.limits.WorkPerByte)
	s.arena.free()
	return s.explore(key, text, 0)
}

// explore searches every reading of a text; findings are ranges of the text. ok false means the budget ran out.
func (s *Scanner) explore(key *Key, text []byte, depth int) (found []finding, ok bool) {
	var seen [maxViews]uint64
	var queue [maxViews]*view
	queue[0] = &view{b: text, depth: depth, arena: &s.arena}
	seen[0] = maphash.Bytes(viewSeed, text)
	for n, next := 1, 0; next < n; next++ {
		v := queue[next]
		queue[next] = nil
		v.has = charsetOf(v.b)
		if !s.spend(len(v.b)) {
			return nil, false
		}
		found = s.search(key, v, found)
		if v.roles = s.reading.roles; v.mayCipher() {
			v.roles |= cipherKeys(v.b)
		}
		if !s.spend(0) {
			return nil, false
		}
		var fine bool
		if found, fine = s.searchTokens(key, v, found); !fine {
			return nil, false
		}
		if v.depth >= s.engine.limits.Depth {
			continue
		}
		if found, fine = s.searchRadixes(key, v, found); !fine {
			return nil, false
		}
		if found, fine = s.searchBase45(key, v, found); !fine {
			return nil, false
		}
		if found, fine = s.searchNumberLists(key, v, found); !fine {
			return nil, false
		}
		if found, fine = s.searchNumerals(key, v, found); !fine {
			return nil, false
		}
		for _, t := range transforms {
			if !t.applies(&v.has) {
				continue
			}
			child := t.decode(v)
			if child == nil || len(child.b) == 0 {
				continue
			}
			if !s.spend(len(v.b)) {
				return nil, false
			}
			h := maphash.Bytes(viewSeed, child.b)
			known := false
			for _, old := range seen[:n] {
				known = known || old == h
			}
			if known {
				continue
			}
			if n == maxViews {
				return nil, false
			}
			seen[n], queue[n] = h, child
			n++
		}
	}
	return found, true
}

// search runs the detectors over one view and maps what they find to the text.
func (s *Scanner) search(key *Key, v *view, found []finding) []finding {
	r := &s.reading
	r.reset(s, key, v.b, v.has)
	r.guess = v.cipher
	r.detect()
	for _, f := range r.found {
		if f.hi <= f.lo || r.insideMarker(f) || v.joints != nil && !crosses(v.joints, f) {
			continue
		}
		p := v.at(f.lo, f.hi)
		found = append(found, finding{p.lo, p.hi, f.kind})
	}
	return found
}

func crosses(joints []int32, f finding) bool {
	lo, hi := 0, len(joints)
	for lo < hi {
		mid := (lo + hi) / 2
		if int(joints[mid]) <= f.lo {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(joints) && int(joints[lo]) < f.hi
}
