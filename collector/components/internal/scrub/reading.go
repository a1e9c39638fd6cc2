package scrub

// reading is one text under the detectors.
type reading struct {
	s      *Scanner
	key    *Key
	b      []byte
	found  []finding
	groups []digits
	words  []word

	roles uint32  // of all words
	has   charset // what bytes the text holds
	guess bool    // it may be no reading at all: a shape alone proves nothing

	contexts     [contextSets][]int32 // where the words of each context end, ascending
	contextsRead bool
}

func (r *reading) reset(s *Scanner, key *Key, b []byte, has charset) {
	r.s, r.key, r.b, r.has, r.found = s, key, b, has, r.found[:0]
	r.groups, r.words, r.roles, r.contextsRead = r.groups[:0], r.words[:0], 0, false
}

// keptWords bounds the memory that a reading keeps for the next one: a megabyte of single letters must not stay for ever.
const keptWords = 1 << 14

func (r *reading) shrink() {
	r.b, r.key, r.s = nil, nil, nil
	if cap(r.words) > keptWords {
		r.words = nil
	}
	if cap(r.groups) > keptWords {
		r.groups = nil
	}
	if cap(r.found) > keptWords {
		r.found = nil
	}
	for i := range r.contexts {
		if cap(r.contexts[i]) > keptWords {
			r.contexts[i] = nil
		}
	}
}

func (r *reading) add(lo, hi int, k Kind) { r.found = append(r.found, finding{lo, hi, k}) }

// detect runs every detector whose signs the text holds; each walks the text a bounded number of times.
func (r *reading) detect() {
	has := &r.has
	r.split()
	if has.has('@') || r.roles&roleAt != 0 {
		r.emails()
		r.spelledEmails()
	}
	if has.any("/\\") {
		r.localPaths()
		r.links()
		if has.has(':') {
			r.urls()
		}
	}
	if has.any("/:") {
		r.profiles()
	}
	r.jwts()
	r.secrets()
	if has.digit() {
		r.numbers()
		r.ibans()
		r.announced()
		r.structured()
		r.dashed()
		r.dottedMAC()
		r.disguisedNumbers()
		r.wallets()
	}
	if has.has('<') {
		r.readableZones()
	}
	if has.digit() || has.has(':') {
		r.addresses()
	}
	if has.any(":-") {
		r.hardware()
	}
	if r.roles&roleBank != 0 {
		r.bics()
	}
	if r.key.keep == TypeCode {
		return // what follows reads words, and the words of a program are no sentences
	}
	if r.roles&roleScheme != 0 {
		r.schemes()
	}
	if has.any(":=>") {
		r.labels()
	}
	if r.roles&roleSecret != 0 {
		r.spoken()
	}
	r.options()
	if r.roles&roleQuote != 0 {
		r.databaseErrors()
	}
	if has.has('(') {
		r.keyedValues()
	}
	if has.has('$') {
		r.boundValues()
	}
	r.people()
	r.initials()
	r.handles()
	r.appHandles()
	r.cells()
	if has.has(';') && has.has(':') {
		r.vCards()
	}
	if has.has(0xd0) || has.has(0xd1) {
		r.cyrillicNames()
	}
	if r.s.recalling {
		r.recalled()
	}
	if has.digit() {
		r.places()
	}
	if r.key.query || has.any("'\"$") || has.digit() {
		r.literals()
	}
}

// insideMarker reports whether a finding lies in a replacement made earlier.
func (r *reading) insideMarker(f finding) bool {
	for i := f.lo; i >= 0 && i > f.lo-48; i-- {
		if r.b[i] == '[' {
			if n := markerAt(r.b, i); n > 0 {
				return f.hi <= i+n
			}
		}
		if i < f.lo && (r.b[i] == ']' || r.b[i] == ' ') {
			return false
		}
	}
	return false
}

// boundary reports whether no letter or digit stands just before i.
func (r *reading) boundary(i int) bool { return i <= 0 || !isWordByte(r.b[i-1]) }

// ends reports whether no letter or digit stands at i.
func (r *reading) ends(i int) bool { return i >= len(r.b) || !isWordByte(r.b[i]) }
