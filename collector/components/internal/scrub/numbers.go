package scrub

import "bytes"

// digits is a run of ASCII digits.
type digits struct{ lo, hi int }

func (d digits) len() int { return d.hi - d.lo }

const maxSeparator = 3

// groupWork is what looking at the windows of one run of digits costs, in bytes of reading.
const groupWork = 24

// numbers cuts the text into runs of digits and asks every numeric detector about the windows that start at each.
func (r *reading) numbers() {
	b := r.b
	for i := 0; i < len(b); {
		if !isDigit(b[i]) {
			i++
			continue
		}
		lo := i
		for i < len(b) && isDigit(b[i]) {
			i++
		}
		r.groups = append(r.groups, digits{lo, i})
	}
	for i := 0; i < len(r.groups); i++ {
		g := r.groups[i]
		if !r.s.spend(groupWork) {
			return
		}
		if r.inHexToken(g) {
			continue
		}
		if last := r.numberAt(i); last >= 0 {
			i = last
		}
	}
}

// numberAt tries the detectors in the order of their evidence; it returns the last group used, or -1.
func (r *reading) numberAt(i int) int {
	if last := r.trackData(i); last >= 0 {
		return last
	}
	if last := r.geoPair(i); last >= 0 {
		return last
	}
	if last := r.geoSingle(i); last >= 0 {
		return last
	}
	if last := r.sexagesimal(i); last >= 0 {
		return last
	}
	if last := r.cardExponent(i); last >= 0 {
		return last
	}
	if r.isFraction(i) {
		return -1
	}
	if last := r.card(i); last >= 0 {
		return last
	}
	if last := r.phone(i); last >= 0 {
		return last
	}
	if last := r.nationalID(i); last >= 0 {
		return last
	}
	if last := r.bankAccount(i); last >= 0 {
		return last
	}
	return r.shortByContext(i)
}

// sep returns the bytes between group i and the next one; ok is false when they are too far apart or a letter stands between.
func (r *reading) sep(i int) (sep []byte, ok bool) {
	if i+1 >= len(r.groups) {
		return nil, false
	}
	lo, hi := r.groups[i].hi, r.groups[i+1].lo
	if hi-lo > maxSeparator {
		return nil, false
	}
	sep = r.b[lo:hi]
	for _, c := range sep {
		if isWordByte(c) {
			return nil, false
		}
	}
	return sep, true
}

// isFraction tells the digits after a decimal point ("0.4111111111111111").
func (r *reading) isFraction(i int) bool {
	if i == 0 {
		return false
	}
	g, prev := r.groups[i], r.groups[i-1]
	return prev.hi+1 == g.lo && r.b[prev.hi] == '.' && prev.len() <= 3 && g.len() >= 6 && r.boundary(prev.lo) &&
		(prev.lo == 0 || r.b[prev.lo-1] != '.') && (g.hi >= len(r.b) || r.b[g.hi] != '.')
}

// inHexToken tells the digits inside a UUID or a traceparent.
func (r *reading) inHexToken(g digits) bool {
	b := r.b
	lo, hi := g.lo, g.hi
	for lo > 0 && g.lo-lo < 40 && (is(b[lo-1], clHex) || b[lo-1] == '-') {
		lo--
	}
	for hi < len(b) && hi-g.hi < 40 && (is(b[hi], clHex) || b[hi] == '-') {
		hi++
	}
	if hi-lo < 32 || !bytes.ContainsAny(b[lo:hi], "abcdefABCDEF") {
		return false
	}
	for s := max(lo, g.lo-36); s <= g.lo && s+36 <= hi; s++ {
		if g.hi <= s+36 && b[s+8] == '-' && b[s+13] == '-' && b[s+18] == '-' && b[s+23] == '-' && r.uuidParts(s) {
			return true
		}
	}
	letters, run := 0, 0
	for _, c := range b[lo:hi] {
		switch {
		case c == '-':
			if run >= 32 && letters > 0 {
				return true
			}
			run = 0
		default:
			run++
			if !isDigit(c) {
				letters++
			}
		}
	}
	return run >= 32 && letters > 0
}

func (r *reading) uuidParts(s int) bool {
	for i, c := range r.b[s : s+36] {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (c == '-') {
			return false
		}
	}
	return true
}

// wordBefore returns the letters that touch group i on the left, "" when none do.
func (r *reading) wordBefore(lo int) []byte {
	i := lo
	for i > 0 && lo-i < 24 && (isAlpha(r.b[i-1]) || r.b[i-1] >= 0x80) {
		i--
	}
	if i > 0 && isDigit(r.b[i-1]) {
		return r.b[lo-1 : lo] // part of a mixed code: never a context word
	}
	return r.b[i:lo]
}

// leftFree reports whether a number may start at lo: nothing alphanumeric touches it, or a whole word does ("tel050...").
func (r *reading) leftFree(lo int) bool {
	w := r.wordBefore(lo)
	if len(w) == 0 {
		return lo == 0 || !isDigit(r.b[lo-1])
	}
	if len(w) < 2 {
		return w[0] >= 0x80
	}
	for _, c := range w {
		if !is(c, clHex) {
			return true
		}
	}
	return false
}

// rightFree reports whether a number may end at hi.
func (r *reading) rightFree(hi int) bool {
	i := hi
	for i < len(r.b) && i-hi < 24 && isAlpha(r.b[i]) {
		if !is(r.b[i], clHex) && r.b[i] != 'T' {
			return i-hi < 1 || i+1 >= len(r.b) || !isDigit(r.b[i+1])
		}
		i++
	}
	return i == hi
}

// collect copies the digits of groups i..j into buf.
func (r *reading) collect(buf []byte, i, j int) []byte {
	for ; i <= j; i++ {
		buf = append(buf, r.b[r.groups[i].lo:r.groups[i].hi]...)
	}
	return buf
}
