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
		text := strings.ToLower(string(r.b[w.lo:w.hi]))
		if strength := nameContexts[text]; strength > 0 {
			if last := r.nameAfter(i+1, strength, !weakContexts[text]); last > i {
				i = last
				continue
			}
		}
		if last := r.fullName(i); last > i {
			i = last
		}
	}
}

// nameAfter looks for a name at words[i], right after a context word; it returns the last word of the name or -1.
func (r *reading) nameAfter(i, strength int, strong bool) int {
	if i >= len(r.words) {
		return -1
	}
	colon := false
	if i > 0 {
		gap := r.b[r.words[i-1].hi:r.words[i].lo]
		if !nameGap(gap) {
			return -1
		}
		for _, c := range gap {
			colon = colon || c == ':' || c == '='
		}
	}
	last, known, count := -1, 0, 0
	for j := i; j < len(r.words) && j-i < 4; j++ {
		if j > i && !joinsName(r.b[r.words[j-1].hi:r.words[j].lo]) {
			break
		}
		if !r.mayBeName(j) {
			break
		}
		if j == i || count > 0 {
			known += r.given(j)
		}
		count++
		last = j
		if count == 3 {
			break
		}
	}
	if count == 0 {
		return -1
	}
	high := r.b[r.words[i].lo] >= 0x80
	first := r.given(i) > 0
	switch {
	case first:
		// A given name: take the surname too, no more than two words unless they are known.
		last = min(last, i+2)
		if last == i+2 && high && r.given(i+1) == 0 {
			last = i + 1
		}
	case strength == 2:
		last = min(last, i+1)
	case strong && count >= 2 && (!high || colon || r.stops(last)):
		if high {
			last = min(last, i+1)
		}
	case strong && colon && count == 1 && r.surname(i) > 0:
	case !strong && count == 2 && known+r.surname(i+1) >= 2:
	case !strong && high && count == 2 && r.stops(last) && i > 0 && greets(r.b[r.words[i-1].lo:r.words[i-1].hi]):
	default:
		return -1
	}
	r.add(r.words[i].lo, r.words[last].hi, Name)
	return last
}

// greets tells the Hebrew greetings after which two words and a comma are a name.
func greets(w []byte) bool {
	switch string(w) {
	case "שלום", "היי", "הי":
		return true
	}
	return false
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

// mayBeName tells a word that can be part of a name: a capital with small letters or all capitals, or two letters of another script.
func (r *reading) mayBeName(i int) bool {
	w := r.b[r.words[i].lo:r.words[i].hi]
	if isDigit(w[0]) || notNames[strings.ToLower(string(w))] && !firstLatin[string(w)] {
		return false
	}
	if w[0] >= 0x80 {
		return utf8.RuneCount(w) >= 2
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
	for _, c := range gap {
		switch c {
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
