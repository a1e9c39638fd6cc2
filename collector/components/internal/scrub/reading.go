package scrub

// reading is one text under the detectors.
type reading struct {
	s      *Scanner
	key    *Key
	b      []byte
	found  []finding
	groups []digits
	words  []word

	contexts     [contextSets][]int32 // where the words of each context end, ascending
	contextsRead bool
}

func (r *reading) reset(s *Scanner, key *Key, b []byte) {
	r.s, r.key, r.b, r.found = s, key, b, r.found[:0]
	r.groups, r.words, r.contextsRead = r.groups[:0], r.words[:0], false
}

func (r *reading) add(lo, hi int, k Kind) { r.found = append(r.found, finding{lo, hi, k}) }

// detect runs every detector once; each walks the text a bounded number of times.
func (r *reading) detect() {
	r.emails()
	r.spelledEmails()
	r.localPaths()
	r.urls()
	r.links()
	r.jwts()
	r.secrets()
	r.numbers()
	r.ibans()
	r.bics()
	r.addresses()
	r.dashed()
	r.hardware()
	r.dottedMAC()
	if r.key.keep == TypeCode {
		return // what follows reads words, and the words of a program are no sentences
	}
	r.schemes()
	r.labels()
	r.spoken()
	r.databaseErrors()
	r.people()
	r.places()
	r.literals()
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
