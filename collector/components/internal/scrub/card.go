package scrub

import "bytes"

// luhn is the check of payment cards; over nine digits it is the check of the Israeli identity number.
func luhn(d []byte) bool {
	sum, double := 0, false
	for i := len(d) - 1; i >= 0; i-- {
		n := int(d[i] - '0')
		if double {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
		double = !double
	}
	return sum%10 == 0
}

// isCard checks issuer prefix, length and check digit.
func isCard(d []byte) bool {
	n := len(d)
	if n < 13 || n > 19 || !issued(d, n) || !luhn(d) {
		return false
	}
	for _, c := range d[1:] {
		if c != d[0] {
			return true
		}
	}
	return false
}

func issued(d []byte, n int) bool {
	num := func(k int) int {
		v := 0
		for _, c := range d[:k] {
			v = v*10 + int(c-'0')
		}
		return v
	}
	two, three, four := num(2), num(3), num(4)
	switch {
	case d[0] == '4': // Visa
		return n == 13 || n == 16 || n == 19
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720: // Mastercard
		return n == 16
	case two == 34 || two == 37: // American Express
		return n == 15
	case three >= 300 && three <= 305, four == 3095, two == 36, two == 38, two == 39: // Diners Club
		return n == 14 || n == 16
	case four >= 3528 && four <= 3589: // JCB
		return n == 16 || n == 19
	case four == 6011, three >= 644 && three <= 649, two == 65: // Discover
		return n == 16 || n == 19
	case two == 62 || two == 81: // UnionPay
		return n >= 16
	case four >= 2200 && four <= 2204: // Mir
		return n == 16
	case four == 9792: // Troy
		return n == 16
	case two == 60 || two == 82 || three == 508 || three == 353 || three == 356: // RuPay
		return n == 16
	case four == 5018, four == 5020, four == 5038, four == 5893, four == 6304, four == 6759, four >= 6761 && four <= 6763, two == 50 || two == 56 || two == 57 || two == 58: // Maestro
		return n == 16 || n == 18 || n == 19
	}
	return false
}

// card looks for a card number that starts at group i.
func (r *reading) card(i int) int {
	g := r.groups[i]
	if g.len() > 19 || !r.leftFree(g.lo) || g.lo > 1 && r.b[g.lo-1] == '.' && isDigit(r.b[g.lo-2]) && g.len() > 6 {
		return -1
	}
	var buf [40]byte
	total := g.len()
	if total >= 13 {
		if !isCard(r.collect(buf[:0], i, i)) || !r.rightFree(g.hi) {
			return -1
		}
		if (r.key.keep == TypeID || r.countedBefore(g.lo)) && !r.before(g.lo, cardContext) {
			return -1
		}
		r.add(g.lo, g.hi, Card)
		return i
	}
	sep, ok := r.sep(i)
	if !ok || len(sep) == 0 {
		return -1
	}
	mixed := false
	best := -1
	d := r.collect(buf[:0], i, i)
	for j := i + 1; j < len(r.groups) && j-i < 19; j++ {
		next, ok := r.sep(j - 1)
		if !ok {
			break
		}
		mixed = mixed || !bytes.Equal(next, sep)
		total += r.groups[j].len()
		if total > 19 {
			break
		}
		d = r.collect(d, j, j)
		if total < 13 || !isCard(d) || !r.rightFree(r.groups[j].hi) {
			continue
		}
		if r.cardLayout(i, j, sep, mixed) || !listSeparator(next) && r.before(g.lo, cardContext) {
			best = j
		}
	}
	if best >= 0 {
		r.add(g.lo, r.groups[best].hi, Card)
	}
	return best
}

// cardLayout accepts the groupings that people and forms use, and refuses lists of numbers.
func (r *reading) cardLayout(i, j int, sep []byte, mixed bool) bool {
	if mixed {
		return false
	}
	first, n := r.groups[i].len(), j-i+1
	equal := true
	for k := i + 1; k < j; k++ {
		equal = equal && r.groups[k].len() == first
	}
	last := r.groups[j].len()
	// A row of more numbers of the same length is a list.
	longer := 0
	for k := j; longer < 2 && k+1 < len(r.groups) && r.groups[k+1].len() == first; k++ {
		if s, ok := r.sep(k); !ok || !bytes.Equal(s, sep) {
			break
		}
		longer++
	}
	if i > 0 && r.groups[i-1].len() == first {
		if s, ok := r.sep(i - 1); ok && bytes.Equal(s, sep) {
			longer++
		}
	}
	list := listSeparator(sep)
	switch {
	case list && longer > 0 || longer > 1:
		return false
	case equal && first == 4 && last <= 4:
		return true
	case n == 3 && first == 4 && r.groups[i+1].len() == 6 && (last == 5 || last == 4):
		return !list
	case equal && last <= first && first <= 3 && n >= 5:
		return sep[0] != '\t' // a row of a table
	case thousands(r.groups[i : j+1]):
		if next, ok := r.sep(j); ok && bytes.Equal(next, sep) && r.groups[j+1].len() == 3 {
			return false
		}
		return string(sep) == "," || string(sep) == "." || string(sep) == "'"
	case n == 2:
		return string(sep) == "-" || string(sep) == "_" || len(sep) > 0 && sep[0] == ' ' && (first == 4 || first == 6 || first == 8)
	}
	if list {
		return false
	}
	for k := i; k <= j; k++ {
		if r.groups[k].len() < 2 {
			return false
		}
	}
	return n <= 8 && (string(sep) == "-" || string(sep) == "." || string(sep) == " ")
}

// thousands tells a number as printers for people write it: 4,111,111,111,111,111.
func thousands(groups []digits) bool {
	for _, g := range groups[1:] {
		if g.len() != 3 {
			return false
		}
	}
	return len(groups) >= minThousands && groups[0].len() <= 3
}

// minThousands groups make a number as long as a card.
const minThousands = 5

// cardExponent finds a card that some printer of numbers wrote as 4.111111111111111E+15.
func (r *reading) cardExponent(i int) int {
	if i+2 >= len(r.groups) || r.groups[i].len() != 1 || r.groups[i+1].len() < 10 || r.groups[i+1].len() > 18 || r.groups[i].hi+1 != r.groups[i+1].lo || r.b[r.groups[i].hi] != '.' {
		return -1
	}
	e := r.b[r.groups[i+1].hi:r.groups[i+2].lo]
	if len(e) < 1 || len(e) > 2 || lower(e[0]) != 'e' || len(e) == 2 && e[1] != '+' || r.groups[i+2].len() != 2 {
		return -1
	}
	power := int(r.b[r.groups[i+2].lo]-'0')*10 + int(r.b[r.groups[i+2].lo+1]-'0')
	var buf [40]byte
	d := r.collect(buf[:0], i, i+1)
	for len(d) < power+1 && len(d) < 20 {
		d = append(d, '0')
	}
	if len(d) < power+1 || power < 12 || !isCard(d[:power+1]) {
		return -1
	}
	r.add(r.groups[i].lo, r.groups[i+2].hi, Card)
	return i + 2
}

func listSeparator(sep []byte) bool {
	for _, c := range sep {
		if c == ',' || c == ';' || c == '|' || c == '\n' || c == ':' {
			return true
		}
	}
	return false
}

// trackData finds the magnetic stripe: %B<card>^NAME^... or ;<card>=...?
func (r *reading) trackData(i int) int {
	g, b := r.groups[i], r.b
	if g.len() < 13 || g.len() > 19 || g.lo == 0 || g.hi >= len(b) {
		return -1
	}
	lo := g.lo - 1
	switch {
	case (b[lo] == 'B' || b[lo] == 'b') && b[g.hi] == '^':
		if lo > 0 && b[lo-1] == '%' {
			lo--
		}
	case b[lo] == ';' && b[g.hi] == '=':
	default:
		return -1
	}
	hi := g.hi
	for hi < len(b) && hi-lo < 120 && b[hi] != '?' && b[hi] != '\n' {
		hi++
	}
	if hi < len(b) && b[hi] == '?' {
		hi++
	}
	r.add(lo, hi, Card)
	for i+1 < len(r.groups) && r.groups[i+1].lo < hi {
		i++
	}
	return i
}
