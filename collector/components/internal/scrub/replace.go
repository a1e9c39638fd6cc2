package scrub

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"unicode/utf8"
)

// replace puts a marker in the place of every finding; overlapping findings share one.
func (s *Scanner) replace(text []byte, found []finding, count bool) []byte {
	slices.SortFunc(found, func(a, b finding) int {
		if a.lo != b.lo {
			return a.lo - b.lo
		}
		return b.hi - a.hi
	})
	out := make([]byte, 0, len(text))
	at := 0
	for i := 0; i < len(found); {
		f := found[i]
		for i++; i < len(found) && found[i].lo < f.hi; i++ {
			f.hi = max(f.hi, found[i].hi)
		}
		// Never cut a rune in two.
		for f.lo > at && !utf8.RuneStart(text[f.lo]) {
			f.lo--
		}
		for f.hi < len(text) && !utf8.RuneStart(text[f.hi]) {
			f.hi++
		}
		f.lo = max(f.lo, at)
		out = append(out, text[at:f.lo]...)
		out = append(out, s.marker(f.kind, text[f.lo:f.hi])...)
		at = f.hi
		if count {
			s.Counts[f.kind]++
		}
	}
	return append(out, text[at:]...)
}

// marker is what stands for a finding: [kind], or [kind:hash] for the kinds an operator must correlate.
func (s *Scanner) marker(k Kind, value []byte) string {
	if !s.engine.hashed[k] {
		return markers[k]
	}
	mac := hmac.New(sha256.New, s.engine.rules.HashKey)
	for _, c := range value {
		if k == Email || !isSeparator(c) {
			mac.Write([]byte{lower(c)})
		}
	}
	return "[" + k.String() + ":" + hex.EncodeToString(mac.Sum(nil)[:8]) + "]"
}

func isSeparator(c byte) bool { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' }
