package scrub

import "bytes"

// structured finds the numbers of documents whose shape is unlike anything else: a Brazilian CPF with its check digits, an American social
// security number, an Italian codice fiscale, a Mexican CURP.
func (r *reading) structured() {
	if r.key.keep == TypeID || r.key.keep == TypeVersion {
		return
	}
	b := r.b
	for i, g := range r.groups {
		if i+2 < len(r.groups) && g.len() == 3 && r.boundary(g.lo) {
			r.dashedDocument(i)
		}
	}
	for _, shape := range letterShapes {
		for i := 0; i+len(shape) <= len(b); i++ {
			if is(b[i], clUpper) && r.boundary(i) && r.ends(i+len(shape)) && shaped(b[i:], shape) {
				r.add(i, i+len(shape), NationalID)
				i += len(shape) - 1
			}
		}
	}
}

// letterShapes are codice fiscale and CURP: A is a letter, 9 a digit, ? either.
var letterShapes = []string{"AAAAAA99A99A999A", "AAAA999999AAAAAA?9"}

func shaped(b []byte, shape string) bool {
	for i := range len(shape) {
		c := b[i]
		switch shape[i] {
		case 'A':
			if !is(c, clUpper) {
				return false
			}
		case '9':
			if !isDigit(c) {
				return false
			}
		case '?':
			if !is(c, clUpper|clDigit) {
				return false
			}
		}
	}
	return true
}

// dashedDocument finds 123-45-6789 and 123.456.789-09 at group i.
func (r *reading) dashedDocument(i int) {
	b, g := r.b, r.groups[i]
	joined := func(k int, separator byte) bool {
		return k+1 < len(r.groups) && r.groups[k].hi+1 == r.groups[k+1].lo && b[r.groups[k].hi] == separator
	}
	if joined(i, '-') && joined(i+1, '-') && !joined(i+2, '-') && r.groups[i+1].len() == 2 && r.groups[i+2].len() == 4 && r.ends(r.groups[i+2].hi) && !(i > 0 && joined(i-1, '-')) {
		area := string(b[g.lo:g.hi])
		if area != "000" && area != "666" && area[0] != '9' && !r.countedBefore(g.lo) {
			r.add(g.lo, r.groups[i+2].hi, NationalID)
		}
		return
	}
	if joined(i, '.') && joined(i+1, '.') && joined(i+2, '-') && r.groups[i+1].len() == 3 && r.groups[i+2].len() == 3 && r.groups[i+3].len() == 2 && r.ends(r.groups[i+3].hi) {
		r.add(g.lo, r.groups[i+3].hi, NationalID)
	}
}

// minZone is the shortest line of a machine-readable zone that counts: the whole one has 30, 36 or 44 characters.
const minZone = 28

var fillers = []byte("<<")

// readableZones finds the machine-readable zones of passports and identity cards: runs of capitals, digits and fillers.
func (r *reading) readableZones() {
	b := r.b
	for from := 0; from < len(b); {
		n := bytes.Index(b[from:], fillers)
		if n < 0 {
			return
		}
		lo, hi := from+n, from+n
		for lo > from && lo > 0 && (b[lo-1] == '<' || is(b[lo-1], clUpper|clDigit)) {
			lo--
		}
		for hi < len(b) && (b[hi] == '<' || is(b[hi], clUpper|clDigit)) {
			hi++
		}
		if hi-lo >= minZone {
			r.add(lo, hi, Passport)
		}
		from = hi
	}
}
