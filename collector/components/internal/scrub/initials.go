package scrub

// initials finds a surname with initials beside it: D. Levi, R.J. Cohen, Levi D., Dana L., ד. לוי. A surname that is in no list counts
// behind a word that announces a person.
func (r *reading) initials() {
	b := r.b
	for i := 0; i+1 < len(r.words); i++ {
		if r.isInitial(i) {
			first := i
			if i > 0 && letteredThings[foldLong(b[r.words[i-1].lo:r.words[i-1].hi])] {
				continue // block B. Levi hall is closed
			}
			for i+1 < len(r.words) && r.isInitial(i+1) && dotGap(b[r.words[i].hi:r.words[i+1].lo]) {
				i++
			}
			announced := r.personBefore(first)
			if i+1 < len(r.words) && (dotGap(b[r.words[i].hi:r.words[i+1].lo]) || announced && string(b[r.words[i].hi:r.words[i+1].lo]) == " ") && r.surnameBeside(i+1, i > first || announced, announced) {
				r.add(r.words[first].lo, r.words[i+1].hi, Name)
				i++
			}
			continue
		}
		w, next := r.words[i], r.words[i+1]
		gap := string(b[w.hi:next.lo])
		if (gap == " " || gap == ", ") && r.isInitial(i+1) && next.hi < len(b) && b[next.hi] == '.' && !letteredThings[foldLong(b[w.lo:w.hi])] && (r.surnameBeside(i, false, false) && !thingNames[foldLong(b[w.lo:w.hi])] || r.surelyGiven(i) && r.mayBeName(i) && r.plainWord(i)) {
			for i++; i+1 < len(r.words) && r.isInitial(i+1) && string(b[r.words[i].hi:r.words[i+1].lo]) == "."; i++ {
			}
			r.add(w.lo, r.words[i].hi, Name)
		}
	}
}

// letteredThings are what a single letter counts: the letter behind one is no initial.
var letteredThings = words(`block section plan row gate hall zone level wing stage door seat area class group category grade type vitamin option appendix tier terminal floor team part list point note step box
	entrance stand platform building room case phase table series version exhibit schedule annex page line lot tribune grandstand sector side studio unit theatre theater auditorium hepatitis drive disk column grid
	גוש שורה יציע קבוצה סעיף אולם בלוק שער כיתה כתה אזור מושב קומה בניין רמה קטגוריה סוג תוכנית נספח دليل فئة بوابة صف قسم`)

// isInitial tells a capital, or a letter of Hebrew or Arabic, that stands alone.
func (r *reading) isInitial(i int) bool {
	w := r.words[i]
	alone := w.lo == 0 || !isWordByte(r.b[w.lo-1]) && r.b[w.lo-1] != '_' && r.b[w.lo-1] != '-' && r.b[w.lo-1] != '/' && r.b[w.lo-1] != '\\'
	switch c := r.b[w.lo]; w.hi - w.lo {
	case 1:
		return alone && is(c, clUpper)
	case 2:
		return alone && c >= 0xd7 && c <= 0xd9
	case 3: // ד'
		return alone && c == 0xd7 && r.b[w.hi-1] == '\''
	}
	return false
}

// dotGap is what may stand behind an initial.
func dotGap(gap []byte) bool {
	return len(gap) > 0 && gap[0] == '.' && (len(gap) == 1 || string(gap) == ". ")
}

// surnameBeside tells a surname beside initials: one that is no usual word, or with more evidence a usual one or, in a capital, any.
func (r *reading) surnameBeside(i int, sure, announced bool) bool {
	w := r.words[i]
	text := r.b[w.lo:w.hi]
	if text[0] >= 0x80 {
		return r.surname(i) == 2
	}
	if !r.mayBeName(i) || !r.plainWord(i) {
		return false
	}
	switch listedWord(text, lastLatin) {
	case surelyListed:
		return true
	case weaklyListed:
		return sure
	}
	return announced && r.strange(i)
}

// personBefore reports whether a word that announces a person stands before words[i].
func (r *reading) personBefore(i int) bool {
	if i == 0 {
		return false
	}
	before := r.words[i-1]
	return nameContexts[foldLong(r.b[before.lo:before.hi])] > 0 && nameGap(r.b[before.hi:r.words[i].lo])
}
