package scrub

import (
	"slices"
	"unsafe"
)

// radix is an encoding that writes groups of bytes as groups of characters, most significant first.
type radix struct {
	value        [256]int8 // of each character, -1 for none
	chars, bytes int
}

func newRadix(alphabet string, chars, bytes int) *radix {
	r := &radix{chars: chars, bytes: bytes}
	for i := range r.value {
		r.value[i] = -1
	}
	for i := 0; i < len(alphabet); i++ {
		r.value[alphabet[i]] = int8(i)
	}
	return r
}

const (
	digits10 = "0123456789"
	upper26  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	lower26  = "abcdefghijklmnopqrstuvwxyz"
)

// radixes are the base85 of Adobe, of git (RFC 1924) and of ZeroMQ, and the base64 of crypt and of xxencode.
var radixes = []*radix{
	newRadix("!\"#$%&'()*+,-./0123456789:;<=>?@"+upper26+"[\\]^_`abcdefghijklmnopqrstu", 5, 4),
	newRadix(digits10+upper26+lower26+"!#$%&()*+-;<=>?@^_`{|}~", 5, 4),
	newRadix(digits10+lower26+upper26+".-:+=^!/*?&<>()[]{}@%$#", 5, 4),
	newRadix("./"+digits10+upper26+lower26, 4, 3),
	newRadix("+-"+digits10+upper26+lower26, 4, 3),
}

// base45 is the alphabet of RFC 9285; unlike the others it holds a blank, and its least significant character comes first.
var base45 = newRadix(digits10+upper26+" $%*+-./:", 3, 2)

// pairs45 decodes as much of s as is text; n is how many characters that takes.
func (r *radix) pairs45(s []byte, text []byte) (out []byte, n int) {
	for n+1 < len(s) {
		size := min(3, len(s)-n)
		v, weight := 0, 1
		for _, c := range s[n : n+size] {
			d := int(r.value[c])
			if d < 0 {
				return text, n
			}
			v, weight = v+d*weight, weight*45
		}
		if v >= 1<<(8*(size-1)) {
			return text, n
		}
		before := len(text)
		if size == 3 {
			text = append(text, byte(v>>8))
		}
		text = append(text, byte(v))
		for _, c := range text[before:] {
			if c < 0x20 && !is(c, clSpace) || c == 0x7f {
				return text[:before], n
			}
		}
		n += size
	}
	return text, n
}

// searchBase45 reads the runs of its alphabet, from every character on that may start a group.
func (s *Scanner) searchBase45(key *Key, v *view, found []finding) ([]finding, bool) {
	b := v.b
	for i := 0; i < len(b); {
		lo, capitals := i, 0
		for i < len(b) && base45.value[b[i]] >= 0 {
			if is(b[i], clUpper) {
				capitals++
			}
			i++
		}
		for start := lo; capitals > 1 && start+minBase45 <= i; {
			text, n := base45.pairs45(b[start:i], s.radixText[:0])
			s.radixText = text
			if !s.spend(n) {
				return nil, false
			}
			if len(text) < minBase45Text || textBytes(text) < len(text) {
				start++
				continue
			}
			var ok bool
			if found, ok = s.searchDecoded(key, v, span{start, start + n}, slices.Clone(text), nil, found); !ok {
				return nil, false
			}
			start += n
		}
		i = max(i, lo+1)
	}
	return found, true
}

// spellsBase45 reports whether a run of capitals, digits and signs holds text in base45.
func spellsBase45(run string) bool {
	var window [minBase45Text + 8]byte
	b := unsafe.Slice(unsafe.StringData(run), len(run))
	for i := 0; i+minBase45 <= len(b); i++ {
		if text, _ := base45.pairs45(b[i:min(len(b), i+3*len(window)/2)], window[:0]); len(text) >= minBase45Text {
			return true
		}
	}
	return false
}

// minRadix is the shortest run that is tried; minRadixText the shortest text that counts: of four random bytes in a row one in fifty
// is text, so this much is no accident.
const minRadix, minRadixText = 15, 11

// minBase45 and minBase45Text are shorter: one group of three in ten is two bytes of text, and most of its alphabet no words are written in.
const minBase45, minBase45Text = 14, 9

// packedRun tells a run without blanks that may be written in one of the radixes: capitals, no long word, and more than letters.
func packedRun[T string | []byte](run T) bool {
	if len(run) < minRadix {
		return false
	}
	var classes uint16
	others, word := 0, 0
	for i := 0; i < len(run); i++ {
		k := classOf[run[i]]
		if k&clHigh != 0 {
			return false
		}
		classes |= k
		if k&(clUpper|clLower|clDigit) == 0 {
			others++
		}
		if k&clLower == 0 {
			word = 0
		} else if word++; word > 9 {
			return false
		}
	}
	return classes&clUpper != 0 && classes&clLower != 0 && (others > 1 || classes&clDigit != 0)
}

// group decodes the characters s[i:], at most a whole group; ok is false when one is not of the alphabet or the bytes are no text.
func (r *radix) group(s []byte, out []byte) (text []byte, ok bool) {
	n := min(len(s), r.chars)
	base, v := uint64(85), uint64(0)
	if r.bytes == 3 {
		base = 64
	}
	for k := 0; k < r.chars; k++ {
		d := int64(base - 1) // what is missing at the end counts as the highest digit
		if k < n {
			if d = int64(r.value[s[k]]); d < 0 {
				return out, false
			}
		} else if base == 64 {
			d = 0
		}
		v = v*base + uint64(d)
	}
	if v >= 1<<(8*r.bytes) {
		return out, false
	}
	for k := 0; k < r.bytes-(r.chars-n); k++ {
		c := byte(v >> (8 * (r.bytes - 1 - k)))
		if c < 0x20 && !is(c, clSpace) || c == 0x7f {
			return out, false
		}
		out = append(out, c)
	}
	return out, true
}

// searchRadixes reads the runs of a view in every radix, from every character on that may start a group.
func (s *Scanner) searchRadixes(key *Key, v *view, found []finding) ([]finding, bool) {
	b := v.b
	for i := 0; i < len(b); {
		lo := i
		for i < len(b) && b[i] > ' ' && b[i] < 0x7f {
			i++
		}
		if packedRun(b[lo:i]) {
			if !s.spend(i - lo) {
				return nil, false
			}
			for _, r := range radixes {
				for phase := 0; phase < r.chars; phase++ {
					var ok bool
					if found, ok = s.searchRadix(key, v, r, lo+phase, i, found); !ok {
						return nil, false
					}
				}
			}
		}
		i = max(i, lo+1)
	}
	return found, true
}

func (s *Scanner) searchRadix(key *Key, v *view, r *radix, lo, hi int, found []finding) ([]finding, bool) {
	for i := lo; i < hi; {
		text := s.radixText[:0]
		start, ok := i, true
		for i < hi && ok {
			if text, ok = r.group(v.b[i:min(hi, i+r.chars)], text); ok {
				i = min(hi, i+r.chars)
			}
		}
		for cut := min(hi-i, r.chars-1); !ok && cut > 1; cut-- { // a shorter group ends the text
			if tail, fits := r.group(v.b[i:i+cut], text); fits {
				text, i = tail, i+cut
				break
			}
		}
		s.radixText = text
		if len(text) >= minRadixText && textBytes(text) == len(text) {
			if !s.spend(len(text)) {
				return nil, false
			}
			if found, ok = s.searchDecoded(key, v, span{start, i}, slices.Clone(text), nil, found); !ok {
				return nil, false
			}
		}
		i = max(i, start+r.chars)
		if i > start+r.chars { // the groups stay in step
			i = start + (i-start+r.chars-1)/r.chars*r.chars
		}
	}
	return found, true
}

// spellsRadix reports whether a run holds text in one of the radixes.
func spellsRadix(run string) bool {
	if !packedRun(run) {
		return false
	}
	var window [minRadixText + 8]byte
	for _, r := range radixes {
		for i := 0; i+minRadix <= len(run); i++ {
			text, ok := window[:0], true
			for j := i; ok && len(text) < minRadixText && j < len(run); j += r.chars {
				text, ok = r.group([]byte(run[j:min(len(run), j+r.chars)]), text)
			}
			if ok && len(text) >= minRadixText {
				return true
			}
		}
	}
	return false
}
