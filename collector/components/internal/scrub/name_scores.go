package scrub

import "strings"

// How surely a word is a name: one that is a usual word, too, counts less.
const (
	notListed = iota
	weaklyListed
	surelyListed
)

// given scores a word as a given name: 2 for a name, 1 for one that is also a common word, 0 otherwise.
func (r *reading) given(i int) int {
	return r.score(i, firstLatin, firstOther, true)
}

// surname scores a word as a family name.
func (r *reading) surname(i int) int {
	if i >= len(r.words) {
		return 0
	}
	return r.score(i, lastLatin, lastOther, false)
}

func (r *reading) score(i int, latin, other map[string]bool, prefix bool) int {
	roles := r.words[i].roles
	if b := r.b[r.words[i].lo:r.words[i].hi]; roles&(roleFirst|roleLast) == 0 && !(prefix && b[0] == 0xd7 && len(b) > 4) {
		return 0
	}
	w := string(r.b[r.words[i].lo:r.words[i].hi])
	set := latin
	if w[0] >= 0x80 {
		set = other
	} else if isCaps(w) && len(w) > 2 {
		w = w[:1] + strings.ToLower(w[1:])
	}
	if !set[w] && prefix && w[0] == 0xd7 && len(w) > 4 && strings.Contains("לבושהמכ", w[:2]) && set[w[2:]] && !ambiguous[w[2:]] {
		return 2 // one-letter prefix: "ליואב"
	}
	switch {
	case !set[w]:
		return 0
	case ambiguous[w] || notNames[strings.ToLower(w)]:
		return 1
	}
	return 2
}

func isCaps(w string) bool {
	for i := 0; i < len(w); i++ {
		if !is(w[i], clUpper) {
			return false
		}
	}
	return true
}

// thingNames are names of the lists that stand in a row, before a colon or an initial as the names of works, places and clubs: Carmen, Aida.
var thingNames = words(`carmen aida matilda oliver annie lulu juliet sofia victoria santiago salvador alberta charlotte chelsea charlie oscar lexus ariel carmel sharon golan watson eliza drake noel marlin royce
	morris jasper miranda phoebe rhea beryl dahlia sela shemesh savion aurelia alma giselle evita norma elektra madrid valencia jordan`)

// surelyGiven tells a given name that is nothing else, where nothing but the layout says that it is one.
func (r *reading) surelyGiven(i int) bool {
	text := r.b[r.words[i].lo:r.words[i].hi]
	if r.words[i].roles&roleFirst == 0 || thingNames[foldLong(text)] {
		return false
	}
	if text[0] >= 0x80 {
		return firstOther[string(text)] && !ambiguous[string(text)]
	}
	return listedWord(text, firstLatin) == surelyListed
}

// surelyLast is surelyGiven for a surname.
func (r *reading) surelyLast(i int) bool {
	text := r.b[r.words[i].lo:r.words[i].hi]
	if r.words[i].roles&roleLast == 0 || thingNames[foldLong(text)] {
		return false
	}
	if text[0] >= 0x80 {
		return lastOther[string(text)] && !ambiguous[string(text)]
	}
	return listedWord(text, lastLatin) == surelyListed
}

// listedWord scores a word of a handle, whatever its case, as a name of a list.
func listedWord(w []byte, set map[string]bool) int {
	if len(w) < 2 || len(w) > 20 {
		return notListed
	}
	var buf [20]byte
	n := copy(buf[:], w)
	for i := range buf[:n] {
		buf[i] = lower(buf[i])
	}
	hash := foldedHash(buf[:n])
	if lexicon[lexiconSlot(hash)]&(roleFirst|roleLast) == 0 {
		return notListed
	}
	plain := notNames[string(buf[:n])]
	buf[0] = upper(buf[0])
	switch {
	case !set[string(buf[:n])]:
		return notListed
	case plain || ambiguous[string(buf[:n])] || usual.has(hash):
		return weaklyListed
	}
	return surelyListed
}

// isNamePair tells a given name and a surname, in either order; announced says that they stand where a person is expected.
func isNamePair(first, second []byte, announced bool) bool {
	if given, last := listedWord(first, firstLatin), listedWord(second, lastLatin); given > 0 && last > 0 {
		if announced && given+last >= 2 || given+last >= 3 && !thingSurnames[foldLong(second)] {
			return true
		}
	}
	return len(first)+len(second) > 6 && listedWord(first, lastLatin) == surelyListed && listedWord(second, firstLatin) == surelyListed && !thingSurnames[foldLong(first)]
}
