package scrub

import (
	"bytes"
	"slices"
)

// maxParts bounds how many parts of one run are read by themselves.
const maxParts = 8

// setsApart tells the signs of the alphabets of base64 that also set the parts of a path or an id apart: /a/b, user-x, evt_x.
func setsApart(c byte) bool { return c == '/' || c == '-' || c == '_' || c == '+' }

// searchParts reads what stands behind each sign of a run, up to its end and up to the next sign, by itself: as text, in wide
// characters or compressed. What is compressed ends where it says, not at a sign.
func (s *Scanner) searchParts(key *Key, v *view, lo, end int, run []byte, found []finding) ([]finding, bool) {
	for i, tries := 0, 0; i+minToken <= len(run) && tries < maxParts; i++ {
		if i > 0 && !setsApart(run[i-1]) || setsApart(run[i]) {
			continue
		}
		tries++
		next := len(run)
		if n := slices.IndexFunc(run[i:], setsApart); n >= 0 {
			next = i + n
		}
		var ok bool
		if next < len(run) && next-i >= minToken {
			if found, ok = s.searchPart(key, v, span{lo + i, lo + next}, isWide, found); !ok {
				return nil, false
			}
		}
		if i == 0 {
			continue // the run as a whole comes later
		}
		if found, ok = s.searchPart(key, v, span{lo + i, end}, s.isPacked, found); !ok {
			return nil, false
		}
	}
	return found, true
}

// searchPart reads base64, with its padding, that is all text, or packed text.
func (s *Scanner) searchPart(key *Key, v *view, where span, packed func([]byte) bool, found []finding) ([]finding, bool) {
	data := decodeBase64(bytes.TrimRight(v.b[where.lo:where.hi], "="))
	if !s.spend(len(data)) {
		return nil, false
	}
	if len(data) < 7 || !mostlyText(data) && !packed(data) {
		return found, true
	}
	return s.searchDecoded(key, v, where, data, nil, found)
}

// segment widens a range to the slashes around it, or to the ends of the run.
func segment(b []byte, lo, hi, from, to int) span {
	for from > lo && b[from-1] != '/' {
		from--
	}
	for to < hi && b[to] != '/' {
		to++
	}
	return span{from, to}
}
