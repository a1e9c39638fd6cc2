package scrub

import "strings"

// Parts reads short neighbouring values as one and says which of them, if any, belong to a finding that no single one holds.
// The result is nil when there is nothing.
func (s *Scanner) Parts(key *Key, parts []string) []Kind {
	fragments := 0
	for _, p := range parts {
		if IsFragment(p) || strings.HasPrefix(p, "@") || strings.HasSuffix(p, "@") || p == "." {
			fragments++
		}
	}
	if fragments == 0 || key != nil && (key.kind != None || key.keep != TypeNone) {
		return nil
	}
	if key == nil {
		key = &noKey
	}
	var out []Kind
	joined := make([]byte, 0, 256)
	owner := make([]int, 0, 256)
	for i, p := range parts {
		for j := 0; j < len(p); j++ {
			joined = append(joined, p[j])
			owner = append(owner, i)
		}
	}
	s.work = workFloor
	if !s.spend(len(joined)) {
		return nil
	}
	mark := func(lo, hi int, kind Kind) {
		if owner[lo] == owner[hi-1] {
			return
		}
		if out == nil {
			out = make([]Kind, len(parts))
		}
		for i := owner[lo]; i <= owner[hi-1]; i++ {
			out[i] = kind
		}
	}
	r := &s.reading
	r.reset(s, key, joined, charsetOf(joined))
	r.emails()
	for _, f := range r.found {
		if f.kind == Email {
			mark(f.lo, f.hi, f.kind)
		}
	}
	s.cardParts(parts, joined, owner, mark)
	return out
}

// cardParts looks for a card number that starts and ends with whole parts.
func (s *Scanner) cardParts(parts []string, joined []byte, owner []int, mark func(lo, hi int, kind Kind)) {
	starts := make([]int, 0, len(parts)+1)
	for i := range owner {
		if i == 0 || owner[i] != owner[i-1] {
			starts = append(starts, i)
		}
	}
	starts = append(starts, len(joined))
	for a := 0; a+2 < len(starts); a++ {
		for z := a + 2; z < len(starts); z++ {
			var d [20]byte
			n, ok := 0, true
			for _, c := range joined[starts[a]:starts[z]] {
				switch {
				case isDigit(c) && n < 20:
					d[n] = c
					n++
				case c == '-' || c == ' ':
				default:
					ok = false
				}
			}
			if !ok || n > 19 {
				break
			}
			if n >= 15 && isCard(d[:n]) && splitLayout(parts[a:z]) {
				mark(starts[a], starts[z], Card)
			}
		}
	}
}

// splitLayout accepts halves, fours and single digits, not a list of amounts.
func splitLayout(parts []string) bool {
	if len(parts) <= 3 {
		return true
	}
	for _, p := range parts[:len(parts)-1] {
		if len(p) != len(parts[0]) {
			return false
		}
	}
	return len(parts[0]) == 4 || len(parts[0]) <= 2
}

// IsFragment tells a value that may be a part of a card number: digits with at most separators between them.
func IsFragment(v string) bool {
	if v == "" || len(v) > 16 {
		return false
	}
	n := 0
	for i := 0; i < len(v); i++ {
		switch {
		case isDigit(v[i]):
			n++
		case v[i] == '-' || v[i] == ' ':
		default:
			return false
		}
	}
	return n > 0 && n < 13
}

// Related reports whether two keys differ only in their last segment or number ("card.part1", "card.part2").
func Related(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	rest := max(len(a), len(b)) - n
	return n >= 3 && rest <= 12 && (n*2 >= max(len(a), len(b)) || strings.ContainsAny(a[:n], "._-"))
}
