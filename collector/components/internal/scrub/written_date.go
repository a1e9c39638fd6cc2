package scrub

import "bytes"

// months are the first three letters of the months, in English.
var months = words("jan feb mar apr may jun jul aug sep oct nov dec")

// writtenDate finds "17 May 1987", "17-May-1987", "May 17, 1987" and "19870517" at group i; last is -1 when there is none.
func (r *reading) writtenDate(i int) (lo, last int) {
	g, b := r.groups[i], r.b
	if g.len() == 8 {
		if y := b[g.lo : g.lo+4]; string(y) >= "1900" && string(y) <= "2100" && b[g.lo+4] <= '1' && b[g.lo+6] <= '3' {
			return g.lo, i
		}
	}
	if g.len() > 2 || i+1 >= len(r.groups) || r.groups[i+1].len() != 4 {
		return 0, -1
	}
	gap := b[g.hi:r.groups[i+1].lo]
	if len(gap) > 36 {
		return 0, -1
	}
	if hasMonth(gap) || oneWord(gap) {
		return g.lo, i + 1
	}
	if before := b[max(0, g.lo-12):g.lo]; len(gap) <= 4 && hasMonth(before) {
		k := g.lo - 1
		for k > 0 && !isAlpha(b[k]) {
			k--
		}
		for k > 0 && isAlpha(b[k-1]) {
			k--
		}
		return k, i + 1
	}
	return 0, -1
}

func hasMonth(b []byte) bool {
	for i := 0; i+3 <= len(b); i++ {
		if isAlpha(b[i]) && (i == 0 || !isAlpha(b[i-1])) && months[foldString(b[i:i+3])] {
			return true
		}
	}
	return false
}

// oneWord tells a gap that is a word, or a word with a short one before or behind it: " de mayo de ", " במאי ". Behind a word for a birth
// it is a month in any language.
func oneWord(gap []byte) bool {
	fields := bytes.Fields(gap)
	if len(fields) == 0 || len(fields) > 3 {
		return false
	}
	long := 0
	for _, f := range fields {
		for _, c := range f {
			if !isAlpha(c) && c < 0x80 && c != '.' {
				return false
			}
		}
		if len(f) > 2 {
			long++
		}
	}
	return long == 1
}
