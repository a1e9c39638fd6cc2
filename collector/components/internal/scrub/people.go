package scrub

import (
	"strings"
	"unicode/utf8"
)

// people finds names: after a context word, under a person key, or a known given name beside a surname.
// Words alone cannot tell every name; what these rules miss is stated in the package's limits.
func (r *reading) people() {
	r.split()
	if r.key.person && len(r.words) > 0 && r.words[0].lo == 0 {
		r.nameAfter(0, 1, true)
	}
	for i := 0; i < len(r.words); i++ {
		w := r.words[i]
		if w.lo > 0 && r.b[w.lo-1] == '-' && w.hi < len(r.b) && r.b[w.hi] == '-' {
			continue // zh-Hans-CN
		}
		if w.roles&roleContext != 0 {
			text := strings.ToLower(string(r.b[w.lo:w.hi]))
			if strength := nameContexts[text]; strength > 0 {
				if last := r.nameAfter(i+1, strength, !weakContexts[text]); last > i {
					i = last
					continue
				}
			}
		}
		if !is(r.b[w.lo], clUpper|clHigh) || i+1 == len(r.words) || !is(r.b[r.words[i+1].lo], clUpper|clHigh|clLower) {
			continue
		}
		if r.placeBehind(i) {
			i++
			continue
		}
		if last := r.fullName(i); last > i {
			i = last
			continue
		}
		if last := r.strangers(i); last > i {
			i = last
		}
	}
}

// nameAfter looks for a name at words[i], right after a context word; it returns the last word of the name or -1.
func (r *reading) nameAfter(i, strength int, strong bool) int {
	if i >= len(r.words) {
		return -1
	}
	colon, greeted := false, false
	if i > 0 {
		before := r.words[i-1]
		gap := r.b[before.hi:r.words[i].lo]
		if !nameGap(gap) {
			return -1
		}
		for _, c := range gap {
			colon = colon || c == ':' || c == '='
		}
		greeted = greetings[strings.ToLower(string(r.b[before.lo:before.hi]))]
	}
	var parts [4]int
	n := r.nameParts(i, parts[:])
	if n == 0 {
		return -1
	}
	high := r.b[r.words[i].lo] >= 0x80
	take := 0
	switch {
	case r.given(i) > 0:
		// A given name: take the surname too, and a third part only where capitals show that it is one.
		take = min(n, 3)
		if take == 3 && high && r.given(parts[0]+1) == 0 {
			take = 2
		}
	case strength == 2:
		take = min(n, 2)
	case strong && n >= 2 && (!high || colon || r.stops(parts[n-1])):
		take = min(n, 3)
		if high {
			take = 2
		}
	case strong && colon && n == 1 && (r.surname(i) > 0 || r.strange(i)):
		take = 1
	case !strong && n == 2 && r.given(i)+r.given(parts[0]+1)+r.surname(parts[0]+1) >= 2:
		take = 2
	case greeted && n == 1 && r.strange(i) && r.stops(i):
		take = 1
	case greeted && high && n == 2 && r.stops(parts[1]):
		take = 2
	default:
		return -1
	}
	r.add(r.words[i].lo, r.words[parts[take-1]].hi, Name)
	return parts[take-1]
}

// nameParts cuts what may be a name at words[i] into its parts: "Jean-Luc van Dijk" has two. It notes the last word of each.
func (r *reading) nameParts(i int, parts []int) (n int) {
	for j := i; j < len(r.words) && n < len(parts); {
		k := j
		for j > i && k < len(r.words)-1 && k-j < 2 && r.particle(k) && joinsName(r.b[r.words[k].hi:r.words[k+1].lo]) {
			k++
		}
		if !r.mayBeName(k) {
			return n
		}
		for k+1 < len(r.words) && k-j < 4 && hyphen(r.b[r.words[k].hi:r.words[k+1].lo]) && r.mayBeName(k+1) {
			k++
		}
		parts[n] = k
		n++
		if k+1 >= len(r.words) {
			return n
		}
		gap := r.b[r.words[k].hi:r.words[k+1].lo]
		if !joinsName(gap) || gap[0] == '.' && r.words[k].hi-r.words[k].lo > 3 { // "J. Smith", no end of a sentence
			return n
		}
		j = k + 1
	}
	return n
}

func hyphen(gap []byte) bool { return len(gap) == 1 && (gap[0] == '-' || gap[0] == '\'') }

// particles stand in small letters inside a name.
var particles = words("van von de der den del della di da dos du la le el al bin ibn ben bint bat bar abu ter ten af zu e y בן אבו أبو ابو بن ابن عبد آل")

func (r *reading) particle(i int) bool {
	w := r.words[i]
	return w.hi-w.lo <= 6 && particles[string(r.b[w.lo:w.hi])]
}

// greetings are the words after which a word that is no usual one, and a stop, are a name.
var greetings = words("hi hello hey dear thanks you welcome back regards sincerely cheers yours שלום היי הי")

// strangers finds two words side by side that are written like a name and are no usual words: the names in no list.
func (r *reading) strangers(i int) int {
	if !r.strange(i) && r.given(i) == 0 && r.surname(i) == 0 || !r.mayBeName(i) {
		return -1
	}
	var parts [4]int
	n := r.nameParts(i, parts[:])
	if n < 2 || r.b[r.words[i].lo] >= 0x80 {
		return -1
	}
	second := parts[0] + 1
	for second < parts[1] && r.particle(second) {
		second++
	}
	if !r.strange(second) || parts[0]-i > 1 || !r.plainWord(parts[1]) || !r.strange(i) && r.given(i)+r.surname(i) < 2 {
		return -1
	}
	last := parts[1]
	if n > 2 && (r.strange(parts[2]) || r.surname(parts[2]) == 2) {
		last = parts[2]
	}
	r.add(r.words[i].lo, r.words[last].hi, Name)
	return last
}

// placeWords make the two names before them the name of a place: Sammy Ofer Stadium.
var placeWords = words("stadium arena auditorium theatre theater amphitheatre amphitheater museum airport square hall center centre park boulevard tower bridge campus university hospital foundation terminal")

// placeBehind reports whether words[i], the next one and the one behind them are such a place.
func (r *reading) placeBehind(i int) bool {
	if i+2 >= len(r.words) {
		return false
	}
	place := r.words[i+2]
	return is(r.b[place.lo], clUpper) && is(r.b[r.words[i].lo], clUpper) && is(r.b[r.words[i+1].lo], clUpper) && string(r.b[r.words[i].hi:r.words[i+1].lo]) == " " &&
		string(r.b[r.words[i+1].hi:place.lo]) == " " && placeWords[foldLong(r.b[place.lo:place.hi])]
}

// fullName finds a given name with a surname beside it, in either order.
func (r *reading) fullName(i int) int {
	if i+1 >= len(r.words) || !r.mayBeName(i) || !r.mayBeName(i+1) {
		return -1
	}
	gap := r.b[r.words[i].hi:r.words[i+1].lo]
	comma := string(gap) == ", "
	if !joinsName(gap) && !comma {
		return -1
	}
	first, second := r.given(i), r.surname(i+1)
	if first == 1 && thingSurnames[foldLong(r.b[r.words[i+1].lo:r.words[i+1].hi])] {
		second = 0 // Sunny Hill
	}
	if !comma && (first+second >= 3 || first >= 2 && r.plainWord(i+1)) {
		last := i + 1
		if i+2 < len(r.words) && r.mayBeName(i+2) && joinsName(r.b[r.words[i+1].hi:r.words[i+2].lo]) && r.surname(i+2) > 0 {
			last++
		}
		r.add(r.words[i].lo, r.words[last].hi, Name)
		return last
	}
	if r.surname(i)+r.given(i+1) >= 4 || r.surname(i) >= 2 && r.given(i+1) >= 1 && !comma {
		r.add(r.words[i].lo, r.words[i+1].hi, Name)
		return i + 1
	}
	return -1
}

// mayBeName tells a word that can be part of a name: a capital with small letters or all capitals, or two letters of another script.
func (r *reading) mayBeName(i int) bool {
	w := r.b[r.words[i].lo:r.words[i].hi]
	if isDigit(w[0]) || w[0] < 0x80 && !is(w[0], clUpper) || r.words[i].hi < len(r.b) && isDigit(r.b[r.words[i].hi]) {
		return false
	}
	if r.words[i].roles&roleNotName != 0 && notNames[strings.ToLower(string(w))] && !firstLatin[string(w)] {
		return false
	}
	if w[0] >= 0x80 {
		return utf8.RuneCount(w) >= 2 && (r.words[i].roles&roleContext == 0 || nameContexts[string(w)] < 2)
	}
	return is(w[0], clUpper) && len(w) >= 2 && (r.words[i].lo == 0 || !isWordByte(r.b[r.words[i].lo-1]))
}

// plainWord tells a second word that is plausibly a surname: not in the list of other words, and no code identifier.
func (r *reading) plainWord(i int) bool {
	w := r.b[r.words[i].lo:r.words[i].hi]
	if w[0] >= 0x80 {
		return true
	}
	for _, c := range w[1:] {
		if is(c, clUpper) {
			return isCaps(string(w))
		}
	}
	end := r.words[i].hi
	return end >= len(r.b) || r.b[end] != '(' && r.b[end] != '/' && r.b[end] != '_'
}

// stops reports whether the text pauses after words[i].
func (r *reading) stops(i int) bool {
	end := r.words[i].hi
	if end >= len(r.b) {
		return true
	}
	switch r.b[end] {
	case ',', '.', '!', '?', ';', ':', '\n', '"', '\'', '<', ')', '|', '&', '}', ']':
		return true
	}
	return false
}

// nameGap is what may stand between a context word and the name.
func nameGap(gap []byte) bool {
	if len(gap) == 0 || len(gap) > 4 {
		return false
	}
	for i, c := range gap {
		switch c {
		case '\n':
			if i == 0 || gap[i-1] != ',' {
				return false
			}
		case ' ', ':', '=', ',', '.', '"', '\'', '-', '(', '<', '_', '+', '[', '>', '/':
		default:
			return false
		}
	}
	return gap[len(gap)-1] != '.' || len(gap) > 1
}

// joinsName is what may stand between the words of a name.
func joinsName(gap []byte) bool {
	switch string(gap) {
	case " ", "-", "_", "+", "  ", "'", ". ":
		return true
	}
	return false
}
