package scrub

// phoneSeparators may stand between the digits of a phone number.
func phoneSeparator(sep []byte) bool {
	for _, c := range sep {
		switch c {
		case ' ', '-', '.', '(', ')', '/', '\t', '_', '*', '~':
		default:
			return false
		}
	}
	return len(sep) > 0
}

// phone looks for a phone number that starts at group i.
func (r *reading) phone(i int) int {
	g, b := r.groups[i], r.b
	plus := g.lo > 0 && b[g.lo-1] == '+' && (g.lo < 2 || !isWordByte(b[g.lo-2]) || hasDigits(b[g.lo:], "972"))
	start := g.lo
	if plus {
		start--
	} else if !r.leftFree(g.lo) {
		return -1
	}
	if g.len() > 15 {
		return -1
	}
	var buf [32]byte
	last := -1
	total := 0
	d := buf[:0]
	for j := i; j < len(r.groups) && j-i < 12; j++ {
		if j > i {
			sep, ok := r.sep(j - 1)
			if !ok || !phoneSeparator(sep) || sep[0] == '\t' && !plus && r.b[g.lo] != '0' {
				break // a tab sets the cells of a table apart
			}
		}
		if total += r.groups[j].len(); total > 16 {
			break
		}
		d = r.collect(d, j, j)
		if total >= 7 && r.isPhone(i, j, d, plus) && r.rightFree(r.groups[j].hi) {
			last = j
		}
	}
	if last < 0 {
		return -1
	}
	if start > 0 && b[start-1] == '(' && last > i {
		start--
	}
	if r.key.keep == TypeID && !plus || !plus && last == i && (r.countedBefore(g.lo) || r.inARN(g.lo)) {
		return -1
	}
	r.add(start, r.groups[last].hi, Phone)
	return last
}

// inARN tells the account in the name of a resource in the cloud: arn:aws:lambda:eu-west-1:972598291065:function:seat.
func (r *reading) inARN(i int) bool {
	lo := i
	for lo > 0 && i-lo < 64 && (isAlnum(r.b[lo-1]) || r.b[lo-1] == ':' || r.b[lo-1] == '-') {
		lo--
	}
	return hasFoldPrefix(r.b[lo:], "arn:")
}

func hasDigits(b []byte, p string) bool { return len(b) >= len(p) && string(b[:len(p)]) == p }

// isPhone decides for the digits of groups i..j.
func (r *reading) isPhone(i, j int, d []byte, plus bool) bool {
	n := len(d)
	if plus {
		cc := callingCode(d)
		if cc == 0 {
			return false
		}
		if cc == 3 && hasDigits(d, "972") {
			return israeli(trimTrunk(d[3:]))
		}
		return n-cc >= 6 && n <= 15 && (n-cc <= 11)
	}
	if hasDigits(d, "00") && n >= 11 {
		if hasDigits(d, "00972") {
			return israeli(trimTrunk(d[5:]))
		}
		cc := callingCode(d[2:])
		return cc > 0 && n-2-cc >= 7 && n <= 17 && (i < j && r.groups[i].len() <= 5 || r.before(r.groups[i].lo, phoneContext))
	}
	if hasDigits(d, "972") && israeli(trimTrunk(d[3:])) && (n == 11 || n == 12 || n == 13) {
		return n >= 12 || i < j || r.before(r.groups[i].lo, phoneContext)
	}
	if d[0] == '0' && israeli(d[1:]) {
		return i == j || r.localLayout(i, j)
	}
	if j-i == 2 && r.groups[i].len() == 3 && r.groups[i+1].len() == 3 && r.groups[j].len() == 4 && d[0] >= '2' && d[3] >= '2' && !r.dotted(i) {
		return true // 212-555-0123
	}
	if j-i == 3 && r.groups[i].len() == 1 && d[0] == '1' && r.groups[i+1].len() == 3 && r.groups[i+2].len() == 3 && (r.groups[j].len() == 4 || r.groups[j].len() == 3) {
		return true // 1-212-555-0123
	}
	return n >= 7 && n <= 15 && !r.isDate(i, j) && r.before(r.groups[i].lo, phoneContext)
}

func (r *reading) dotted(i int) bool { return i > 0 && r.b[r.groups[i].lo-1] == '.' }

// trimTrunk drops the trunk zero of "+972 (0)50".
func trimTrunk(d []byte) []byte {
	if len(d) > 0 && d[0] == '0' {
		return d[1:]
	}
	return d
}

// israeli checks an Israeli number without its leading zero.
func israeli(d []byte) bool {
	switch len(d) {
	case 9:
		return d[0] == '5' || d[0] == '7' && d[1] >= '2'
	case 8:
		return d[0] == '2' || d[0] == '3' || d[0] == '4' || d[0] == '8' || d[0] == '9'
	}
	return false
}

// localLayout refuses dates and lists that happen to start with an area code.
func (r *reading) localLayout(i, j int) bool {
	if r.isDate(i, j) || r.isDate(i, i+2) {
		return false
	}
	first := r.groups[i].len()
	if first == 1 {
		return j > i && r.b[r.groups[i].hi] == ')' || j-i >= 8 && r.oneSeparator(i, j)
	}
	for k := i + 1; k <= j; k++ {
		if r.groups[k].len() < 2 && j-i < 8 {
			return false
		}
	}
	return true
}

// oneSeparator reports whether the same text stands between all groups.
func (r *reading) oneSeparator(i, j int) bool {
	first, _ := r.sep(i)
	for k := i + 1; k < j; k++ {
		if next, _ := r.sep(k); string(next) != string(first) {
			return false
		}
	}
	return true
}

// isDate tells dd-mm-yyyy and yyyy-mm-dd.
func (r *reading) isDate(i, j int) bool {
	if j-i < 2 || j >= len(r.groups) {
		return false
	}
	a, b, c := r.groups[i], r.groups[i+1], r.groups[i+2]
	num := func(g digits) int {
		v := 0
		for _, d := range r.b[g.lo:min(g.hi, g.lo+4)] {
			v = v*10 + int(d-'0')
		}
		return v
	}
	if s, ok := r.sep(i); !ok || len(s) != 1 {
		return false
	}
	if s, ok := r.sep(i + 1); !ok || len(s) != 1 {
		return false
	}
	switch {
	case a.len() <= 2 && b.len() <= 2 && c.len() == 4:
		return num(a) <= 31 && num(b) <= 31 && num(c) >= 1900 && num(c) <= 2100
	case a.len() == 4 && b.len() <= 2 && c.len() <= 2:
		return num(a) >= 1900 && num(a) <= 2100 && num(b) <= 12
	}
	return false
}

// callingCode returns the length of the country calling code that d starts with, 0 when there is none.
func callingCode(d []byte) int {
	if len(d) < 4 || d[0] == '0' {
		return 0
	}
	if d[0] == '1' || d[0] == '7' {
		return 1
	}
	if twoDigitCodes[string(d[:2])] {
		return 2
	}
	return 3
}

var twoDigitCodes = words("20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98")
