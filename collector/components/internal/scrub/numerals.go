package scrub

import "slices"

// maxNumeralGap bounds what stands between two numerals: }\o{.
const maxNumeralGap = 8

// numeral is one number of a list, in digits of a base that may be written before it: 0x40, 0o100, 0b1000000, 40.
type numeral struct{ lo, hi, base int }

// numeralAt reads the numeral at i; hi is 0 when there is none.
func numeralAt(b []byte, i int) (u numeral) {
	if u.lo = i; i+2 < len(b) && b[i] == '0' {
		switch lower(b[i+1]) {
		case 'x':
			u.base = 16
		case 'o':
			u.base = 8
		case 'b':
			u.base = 2
		}
		if u.base > 0 {
			u.lo += 2
		}
	}
	hi := u.lo
	for hi < len(b) && hi-u.lo < 17 && is(b[hi], clHex) {
		hi++
	}
	if u.base > 0 && hi < len(b) && hi > u.lo+1 && b[hi-1] == '0' && lower(b[hi]) == 'x' {
		hi-- // 0x400x41
	}
	if n := hi - u.lo; n < 2 || n > 16 {
		return numeral{}
	}
	u.hi = hi
	return u
}

// searchNumerals reads lists of numbers in another base than ten, or in words of several bytes, that have the same text between them:
// u0040u0041, 0x400x41, 40h 41h, \o{100}\o{101}, 0b1000000 0b1000001, 6461_6e61. The gap may be anything, so no list of syntaxes is needed.
func (s *Scanner) searchNumerals(key *Key, v *view, found []finding) ([]finding, bool) {
	b := v.b
	var units []numeral
	for i := 0; i < len(b); i++ {
		if !is(b[i], clHex) || i > 0 && is(b[i-1], clHex) {
			continue
		}
		first := numeralAt(b, i)
		if first.hi == 0 {
			continue
		}
		if units = numeralsFrom(b, first, units[:0]); len(units) < 4 {
			continue
		}
		end := units[len(units)-1].hi
		if !s.spend(end - i) {
			return nil, false
		}
		for _, data := range readNumerals(b, units) {
			var ok bool
			if found, ok = s.searchDecoded(key, v, span{i, end}, data, nil, found); !ok {
				return nil, false
			}
		}
		i = end - 1
	}
	return found, true
}

// numeralsFrom follows a list as long as the text between its numbers stays the same.
func numeralsFrom(b []byte, first numeral, units []numeral) []numeral {
	for gap := 0; gap <= maxNumeralGap; gap++ {
		next := first.hi + gap
		if next >= len(b) {
			return units
		}
		second := numeralAt(b, next)
		if second.hi == 0 || second.base != first.base || gap == 0 && first.base == 0 {
			continue
		}
		between := string(b[first.hi:next])
		units = append(units[:0], first, second)
		for {
			at := units[len(units)-1].hi + gap
			if at >= len(b) || string(b[at-gap:at]) != between {
				break
			}
			u := numeralAt(b, at)
			if u.hi == 0 || u.base != first.base {
				break
			}
			units = append(units, u)
		}
		if len(units) >= 3 {
			return units
		}
	}
	return units[:0]
}

// readNumerals gives every reading of the list in which it is text.
func readNumerals(b []byte, units []numeral) (texts [][]byte) {
	width, same, highest := units[0].hi-units[0].lo, true, byte(0)
	for i, u := range units {
		n := u.hi - u.lo
		same = same && (n == width || i == len(units)-1 && n < width)
		for _, c := range b[u.lo:u.hi] {
			highest = max(highest, lower(c))
		}
	}
	add := func(data []byte) {
		if len(data) >= minBytes && mostlyText(data) {
			texts = append(texts, data)
		}
	}
	base := units[0].base
	if highest <= '1' && (base == 2 || same && (width == 7 || width == 8)) {
		add(numeralValues(b, units, 2))
	}
	if highest <= '7' && (base == 8 || base == 0 && width <= 4) {
		add(numeralValues(b, units, 8))
	}
	if base != 0 && base != 16 || base == 0 && !same {
		return texts
	}
	add(numeralValues(b, units, 16))
	if width > 2 && width%2 == 0 {
		var big, little []byte
		for _, u := range units {
			word := make([]byte, 0, 8)
			for i := u.lo; i+1 < u.hi; i += 2 {
				word = append(word, byte(hexValue(b[i])<<4|hexValue(b[i+1])))
			}
			big = append(big, word...)
			slices.Reverse(word)
			little = append(little, word...)
		}
		add(big)
		add(little)
	}
	return texts
}

// numeralValues reads each numeral as one character; nil when one is too large.
func numeralValues(b []byte, units []numeral, base int) (data []byte) {
	for _, u := range units {
		v := 0
		for _, c := range b[u.lo:u.hi] {
			if v = v*base + hexValue(c); v > 0xffff {
				return nil
			}
		}
		if v < 0x100 {
			data = append(data, byte(v))
		} else {
			data = appendRune(data, rune(v))
		}
	}
	return data
}
