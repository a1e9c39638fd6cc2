package scrub

import (
	"math"
	"strconv"
)

// NoKey is the key of a value that stands under none, such as a log body.
func (s *Scanner) NoKey() *Key { return &noKey }

// Nesting is the deepest nesting of maps and arrays that is visited.
func (s *Scanner) Nesting() int { return s.engine.limits.Nesting }

// TooDeep counts a map or array that lies deeper than Nesting and returns what replaces it.
func (s *Scanner) TooDeep() string {
	out, _ := s.overrun()
	return out
}

// Mask counts a finding made on several values together and returns what replaces each of them.
func (s *Scanner) Mask(k Kind) string {
	s.Counts[k]++
	return markers[k]
}

// Pseudonym gives the hash that stands for a user's id; the same for every spelling of it that Mask's kinds know.
func (s *Scanner) Pseudonym(id string) string {
	if n := markerAt([]byte(id+" "), 0); n == len(id) {
		return id
	}
	s.Counts[User]++
	return s.marker(User, []byte(id))
}

// Below is what holds for a key that stands in a map under a masked key: the mask of the parent.
func (k *Key) Below(child *Key) *Key {
	below := *child
	below.kind, below.plural, below.keep = k.kind, k.plural, TypeNone
	return &below
}

// OfPerson is what holds for a key that stands in a map under the key of a person; nil when that changes nothing.
func (k *Key) OfPerson(child *Key) *Key {
	if !k.person || child.below == None || child.kind != None {
		return nil
	}
	of := *child
	of.kind, of.keep = child.below, TypeNone
	return &of
}

// smallest integer that is read: seven digits; below it lie codes, counts and sizes.
const smallestInt = 1_000_000

// Int scrubs an integer; when changed is true the value becomes the text out.
func (s *Scanner) Int(key *Key, v int64) (out string, changed bool) {
	if key.kind != None {
		if !key.masksNumber(v) {
			return "", false
		}
		s.Counts[key.kind]++
		return s.marker(key.kind, strconv.AppendInt(nil, v, 10)), true
	}
	if v < smallestInt || key.keep == TypeHex || key.keep == TypeRoute {
		return "", false
	}
	var buf [24]byte
	text := strconv.AppendInt(buf[:0], v, 10)
	return s.number(key, text)
}

// number reads the digits of a numeric value: a card, an Israeli phone number with its country code.
func (s *Scanner) number(key *Key, text []byte) (string, bool) {
	if key.keep == TypeID || key.keep == TypeVersion {
		return "", false
	}
	kind := None
	switch {
	case isCard(text):
		kind = Card
	case len(text) == 12 && hasDigits(text, "972") && israeli(text[3:]):
		kind = Phone
	default:
		return "", false
	}
	s.Counts[kind]++
	return s.marker(kind, text), true
}

// Double scrubs a floating point number: a coordinate by its key, a card number by its digits.
func (s *Scanner) Double(key *Key, v float64) (out string, changed bool) {
	if key.kind == Geo || key.kind != None && v == math.Trunc(v) && key.masksNumber(int64(v)) {
		s.Counts[key.kind]++
		return s.marker(key.kind, strconv.AppendFloat(nil, v, 'f', -1, 64)), true
	}
	if v != math.Trunc(v) || v < smallestInt || v > 1<<62 {
		return "", false
	}
	return s.number(key, strconv.AppendFloat(nil, v, 'f', 0, 64))
}

// masksNumber reports whether numbers under a masked key are values of its kind rather than counts or flags.
func (k *Key) masksNumber(v int64) bool {
	switch k.kind {
	case Token, Auth, Cookie, Email, Name, JWT, Credentials, Opaque:
		return !k.plural && (v >= 1000 || v <= -1000)
	}
	return !k.plural || v >= 1000
}

// Bytes scrubs a bytes value; get is called only when the value is read.
func (s *Scanner) Bytes(key *Key, get func() []byte) (out []byte, changed bool) {
	data := get()
	if len(data) == 0 || key.keep == TypeHex && len(data) <= 64 {
		return nil, false
	}
	if key.kind != None {
		if text, changed := s.whole(key.kind, string(data)); changed {
			return []byte(text), true
		}
		return nil, false
	}
	if printable(data) && s.engine.words.clean(string(data), key.query) {
		return nil, false
	}
	for pass := 0; pass < maxPasses; pass++ {
		if len(data) > s.engine.limits.ValueBytes {
			break
		}
		s.work = max(workFloor, len(data)*s.engine.limits.WorkPerByte)
		s.arena.free()
		if !s.spend(len(data)) {
			break
		}
		found, ok := s.exploreBytes(key, data, 0)
		if !ok {
			break
		}
		if len(found) == 0 && len(data) >= minOpaque && !s.engine.rules.OpaqueKept && key.keep != TypeOpaque && key.keep != TypeCode && !mostlyText(data) && fromUTF16(data) == nil && s.unpack(data) == nil {
			found = []finding{{0, len(data), Opaque}}
		}
		if len(found) == 0 {
			if pass == 0 {
				return nil, false
			}
			return data, true
		}
		data = s.replace(data, found, pass == 0)
	}
	text, _ := s.overrun()
	return []byte(text), true
}

func printable(data []byte) bool {
	for _, c := range data {
		if c < 0x20 && c != '\n' && c != '\t' && c != '\r' || c >= 0x7f {
			return false
		}
	}
	return true
}
