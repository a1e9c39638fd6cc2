package scrub

import "unsafe"

// entityEnd returns the index just after an HTML entity that starts at i, or 0.
func entityEnd[T string | []byte](s T, i int) int {
	for j := i + 1; j < len(s) && j-i < 34; j++ {
		switch {
		case s[j] == ';' && j > i+1:
			return j + 1
		case s[j] == '#' && j == i+1:
		case j > i+1 && s[i+1] == '#' && !isAlnum(s[j]):
			if j > i+2 {
				return j
			}
			return 0
		case !isAlnum(s[j]):
			return 0
		}
	}
	return 0
}

// base64ASCII watches, at all four alignments at once, for base64 that spells ASCII:
// in every group of four the first three characters then have a fixed zero bit.
type base64ASCII struct {
	prev2, prev1 uint8 // class bits of the two bytes before
	run          [4]uint8
	n            uint8
	slot         uint8
}

// base64Groups groups in a row (nine decoded bytes) make a token worth decoding.
const base64Groups = 3

func (a *base64ASCII) add(c byte) bool {
	bits := base64Bits[c]
	hit := false
	a.slot = (a.slot + 1) & 3
	if a.n >= 2 && a.prev2&1 != 0 && a.prev1&2 != 0 && bits&4 != 0 {
		a.run[a.slot]++
		hit = a.run[a.slot] >= base64Groups
	} else {
		a.run[a.slot] = 0
	}
	if a.n < 2 {
		a.n++
	}
	a.prev2, a.prev1 = a.prev1, bits
	return hit
}

// base64Bits: bit 0 = may open a group of ASCII, bit 1 = may be second, bit 2 = may be third.
var base64Bits = func() (t [256]uint8) {
	for c := 0; c < 256; c++ {
		v := base64Value(byte(c))
		if v < 0 {
			continue
		}
		// A first byte below 0x20 is no text either.
		if v < 32 && v >= 8 {
			t[c] |= 1
		}
		if v&8 == 0 {
			t[c] |= 2
		}
		if v&2 == 0 {
			t[c] |= 4
		}
	}
	return
}()

func base64Value(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return -1
}

// hexSpells reports whether hexadecimal digits hold seven readable bytes in a row at either alignment, two letters of Hebrew or Arabic,
// or the start of something compressed. Zero bytes between readable ones are those of UTF-16.
func hexSpells[T string | []byte](s T) bool {
	if len(s) >= 20 && (s[0] == '1' && lower(s[1]) == 'f' && s[2] == '8' && lower(s[3]) == 'b' || s[0] == '7' && s[1] == '8' && zlibFlags(s[2], s[3])) || startsDeflate(s) {
		return true
	}
	for phase := 0; phase < 2; phase++ {
		run, zeros, letters, expect := 0, 0, 0, 0
		for i := phase; i+1 < len(s); i += 2 {
			c := hexValue(s[i])<<4 | hexValue(s[i+1])
			switch {
			case expect > 0 && c&0xc0 == 0x80:
				expect--
				run++
				if expect == 0 {
					letters++
				}
			case c >= 0x20 && c < 0x7f:
				run, zeros, letters, expect = run+1, 0, 0, 0
			case c == 0 && zeros < 3 && run > 0:
				zeros++
			case c == 0x05 && run > 0 || c >= 0xc2 && c < 0xf0:
				if c == 0x05 { // the high half of Hebrew in UTF-16
					run++
				} else if expect = 1; c >= 0xe0 {
					expect = 2
				}
				if c < 0xd7 || c > 0xdb {
					letters = 0
				}
			default:
				run, zeros, letters, expect = 0, 0, 0, 0
			}
			if run >= 7 || letters >= 2 {
				return true
			}
		}
	}
	return false
}

func zlibFlags(hi, lo byte) bool {
	return hi == '9' && lower(lo) == 'c' || hi == '0' && lo == '1' || lower(hi) == 'd' && lower(lo) == 'a' || hi == '5' && lower(lo) == 'e'
}

// spellsWords reports whether a token of capitals is CONSTANT_CASE or KEBAB-CASE words rather than one long code.
func spellsWords(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		if isAlpha(s[i]) {
			if run++; run > 16 {
				return false
			}
			continue
		}
		if isDigit(s[i]) && i > 0 && isAlpha(s[i-1]) && i+1 < len(s) && isAlpha(s[i+1]) {
			return false
		}
		run = 0
	}
	return true
}

// quotedPrintable tells =XX from a parameter that starts with two hexadecimal digits: it stands for punctuation, or more of them follow.
func quotedPrintable(s string, i int) bool {
	if i+2 >= len(s) {
		return false
	}
	hi, lo := hexValue(s[i+1]), hexValue(s[i+2])
	if hi < 0 || lo < 0 {
		return false
	}
	c := byte(hi<<4 | lo)
	return c >= 0x20 && c < 0x7f && !isAlnum(c) || i+3 < len(s) && s[i+3] == '='
}

// spelled tells "(at)" and "[dot]".
func spelled(s string, i int) bool {
	for i++; i < len(s) && s[i] == ' '; i++ {
	}
	if i+2 >= len(s) {
		return false
	}
	a, b := lower(s[i]), lower(s[i+1])
	return a == 'a' && b == 't' && !isAlpha(s[i+2]) || a == 'd' && b == 'o' && lower(s[i+2]) == 't'
}

// minBase32 is the shortest part of a run that is taken for base32; in small letters, in which words are written, minBase32Small.
const minBase32, minBase32Small = 12, 16

// encodedPart tells a part of a run that may be base32 or a number in base 36, or mixes capitals and small letters as base58 does.
func encodedPart(s string, changes int) bool {
	var classes uint16
	hex, alnum := true, true
	for i := 0; i < len(s); i++ {
		k := classOf[s[i]]
		classes |= k & (clUpper | clLower | clDigit)
		hex = hex && k&clHex != 0
		alnum = alnum && k&(clUpper|clLower|clDigit) != 0
	}
	switch classes & (clUpper | clLower) {
	case clUpper:
		if alnum && !spellsWords(s) {
			return true
		}
	case clUpper | clLower:
		return mixes(changes, 0, len(s))
	}
	return alnum && !hex && (len(s) >= minBase32Small && spellsBase32(s) || classes&clDigit != 0 && len(s) >= minBase36 && base36.endsInText(unsafe.Slice(unsafe.StringData(s), len(s))))
}

// minBase36 is the shortest run that is taken for base36: ten bytes of text.
const minBase36 = 15

// longRun reports whether seven digits stand in a row.
func longRun(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			run = 0
		} else if run++; run >= 7 {
			return true
		}
	}
	return false
}

// dashedHexSpells reports whether hexadecimal digits that hyphens cut into groups of one length hold readable text.
func dashedHexSpells(s string) bool {
	if len(s) < 20 || len(s) == 36 && s[8] == '-' && s[13] == '-' { // a UUID
		return false
	}
	var joined [128]byte
	n, width, from := 0, 0, 0
	for i := 0; i < len(s) && n < len(joined); i++ {
		if s[i] == '-' {
			if width == 0 {
				width = i
			}
			if i-from != width { // a time and a random part, as in the id of a request
				return false
			}
			from = i + 1
			continue
		}
		if !is(s[i], clHex) {
			return false
		}
		joined[n] = s[i]
		n++
	}
	return hexSpells(joined[:n])
}

// brokenLine tells a line break at i inside a word or number: nothing stands around it, or only blanks before more of a number.
func brokenLine(s string, i int) bool {
	if i == 0 || !isAlnum(s[i-1]) && s[i-1] != '.' && s[i-1] != '\\' {
		return false
	}
	j := i + 1
	for j < len(s) && j-i < maxIndent && (s[j] == ' ' || s[j] == '\t') {
		j++
	}
	return j < len(s) && (j == i+1 && isAlnum(s[j]) || isDigit(s[j]))
}

// repeatsMark reports whether the same letter stands at every fourth or fifth place of a group: 0x400x41, u0040u0041.
func repeatsMark(s string) bool {
	for stride := 4; stride <= 5; stride++ {
		for at := 0; at < stride; at++ {
			n := 0
			for i := at; i < len(s) && isAlpha(s[i]) && s[i] == s[at]; i += stride {
				n++
			}
			if n >= minBytes {
				return true
			}
		}
	}
	return false
}
