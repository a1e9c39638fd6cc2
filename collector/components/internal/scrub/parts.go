package scrub

import (
	"bytes"
	"strings"
)

// Parts reads short neighbouring values as one and says which of them, if any, belong to a finding that no single one holds.
// The result is nil when there is nothing.
func (s *Scanner) Parts(key *Key, parts []string) []Kind {
	cards, deep, rests := partSigns(parts)
	if !cards && !deep && !rests || key != nil && (key.kind != None || key.keep != TypeNone) {
		return nil
	}
	if key == nil {
		key = &noKey
	}
	j := joinedParts{parts: parts, text: make([]byte, 0, 256), owner: make([]int, 0, 256)}
	for i, p := range parts {
		for k := 0; k < len(p); k++ {
			j.text, j.owner = append(j.text, p[k]), append(j.owner, i)
		}
	}
	s.work = max(workFloor, len(j.text)*s.engine.limits.WorkPerByte)
	if !s.spend(len(j.text)) {
		return nil
	}
	if deep {
		s.arena.free()
		found, ok := s.explore(key, j.text, 0)
		for _, f := range found {
			if ok && f.hi > f.lo && j.certain(f) {
				j.mark(f.lo, f.hi, f.kind)
			}
		}
	}
	if cards {
		j.cards()
	}
	if rests {
		j.rests()
	}
	return j.kinds
}

func (j *joinedParts) set(i int, kind Kind) {
	if j.kinds == nil {
		j.kinds = make([]Kind, len(j.parts))
	}
	j.kinds[i] = kind
}

// MayBeParts reports whether Parts would read the values: it costs nearly nothing.
func MayBeParts(parts []string) bool {
	cards, deep, rests := partSigns(parts)
	return cards || deep || rests
}

// joinedParts is one text and which part each byte of it comes from.
type joinedParts struct {
	parts []string
	text  []byte
	owner []int
	kinds []Kind
}

func (j *joinedParts) mark(lo, hi int, kind Kind) {
	if j.owner[lo] == j.owner[hi-1] {
		return
	}
	for i := j.owner[lo]; i <= j.owner[hi-1]; i++ {
		j.set(i, kind)
	}
}

// certain tells findings that hold although nobody wrote the parts one behind the other: what has a mark of its own, and numbers that
// start and end with a part.
func (j *joinedParts) certain(f finding) bool {
	switch f.kind {
	case Email, Credentials:
		return true
	case IBAN, JWT, Secret:
		return j.starts(f.lo)
	case BankAccount: // a wallet holds a checksum
		return f.hi-f.lo >= minWallet && j.starts(f.lo) && j.starts(f.hi)
	case Address:
		return j.starts(f.lo) && startsStreet(string(j.text[f.lo:f.hi]))
	case Phone:
		return (j.text[f.lo] == '+' || j.text[f.lo] == '0') && j.starts(f.lo) && j.starts(f.hi)
	case IP, MAC:
		if !j.starts(f.lo) || !j.starts(f.hi) {
			return false
		}
		for i := f.lo + 1; i < f.hi && bytes.Count(j.text[f.lo:f.hi], []byte(":")) < 5; i++ {
			if j.owner[i] != j.owner[i-1] && is(j.text[i], clHex) && is(j.text[i-1], clHex) {
				return false // versions and amounts beside each other
			}
		}
		return true
	}
	return false
}

func (j *joinedParts) starts(i int) bool {
	return i == 0 || i == len(j.text) || j.owner[i] != j.owner[i-1]
}

// partSigns tells parts that may be those of a card number; parts worth a full reading, since one of them cuts an address, starts a
// number as people dial it, or starts as a key, a token or an account does; and parts of which one was found by itself.
func partSigns(parts []string) (cards, deep, rests bool) {
	var before Signs
	for _, p := range parts {
		signs := signsOf(p)
		both := signs & before
		cards = cards || both&SignFragment != 0
		deep = deep || both&signEncoded != 0 || signs&signStart != 0
		rests = rests || signs&signRest != 0
		before = signs
	}
	return cards, deep, rests
}

// startsSecret tells the first part of a number or key that has a beginning of its own.
func startsSecret(p string) bool {
	switch {
	case p == "":
		return false
	case p[0] == '+' || p[0] == '0':
		return len(p) > 2 && isDigit(p[1])
	case p[0] == 'e':
		return strings.HasPrefix(p, "eyJ")
	case p[0] >= 0x80:
		return startsStreet(p)
	}
	if len(p) >= 6 && isAlpha(p[0]) && isAlpha(p[1]) && isDigit(p[2]) && isDigit(p[3]) {
		return true // IL62 ...
	}
	if len(p) > 2 && vendorStarts.has(p[0], p[1]) {
		for _, v := range vendorByByte[p[0]] {
			if strings.HasPrefix(p, v.prefix) {
				return true
			}
		}
	}
	i := strings.IndexAny(p, ".:")
	return i > 0 && i < 5 && is(p[i-1], clHex) && is(p[0], clHex) && strings.Count(p, p[i:i+1]) > 1
}

// startsStreet tells the first part of an address in Hebrew, Arabic or Russian, which starts with the word for a street.
func startsStreet(p string) bool {
	i := strings.IndexByte(p, ' ')
	return i > 0 && p[0] >= 0x80 && streetFirst[p[:i]]
}

// looksEncoded tells a part of encoded text: of the alphabet of base64, in capitals and small letters.
func looksEncoded(p string) bool {
	var classes uint16
	for i := 0; i < len(p); i++ {
		k := classOf[p[i]]
		if k&clBase64 == 0 && p[i] != '=' {
			return false
		}
		classes |= k & (clUpper | clLower)
	}
	return classes == clUpper|clLower
}

// cards looks for a card number that starts and ends with whole parts.
func (j *joinedParts) cards() {
	starts := make([]int, 0, len(j.parts)+1)
	for i := range j.text {
		if j.starts(i) {
			starts = append(starts, i)
		}
	}
	starts = append(starts, len(j.text))
	for a := 0; a+2 < len(starts); a++ {
		for z := a + 2; z < len(starts); z++ {
			var d [20]byte
			n, ok := 0, true
			for _, c := range j.text[starts[a]:starts[z]] {
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
			if n >= 15 && isCard(d[:n]) && splitLayout(j.parts[j.owner[starts[a]]:j.owner[starts[z]-1]+1]) {
				j.mark(starts[a], starts[z], Card)
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
