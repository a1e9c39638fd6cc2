package scrub

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// streetWords are the words that make an address of the words and the number beside them.
var streetWords = map[string]bool{"street": true, "avenue": true, "boulevard": true, "blvd": true, "rd": true, "ave": true, "st": true, "lane": true, "str": true,
	"road": true, "terrace": true, "way": true, "drive": true, "court": true, "square": true, "crescent": true, "highway": true, "hwy": true, "parkway": true, "alley": true, "quay": true, "place": true, "close": true,
	"rue": true, "calle": true, "via": true, "avenida": true, "rua": true, "piazza": true, "plaza": true, "ulitsa": true, "ulica": true, "corso": true, "allee": true, "paseo": true, "carrer": true, "улица": true, "ул": true, "rehov": true, "rechov": true, "sderot": true, "רחוב": true, "רח": true, "רח'": true, "שדרות": true, "שד": true, "שד'": true, "שדרת": true,
	"סמטת": true, "ברחוב": true, "לרחוב": true, "מרחוב": true, "כיכר": false, "شارع": true, "الشارع": true, "زقاق": true, "طريق": true}

// before marks street words that stand in front of the name; the rest may stand behind it.
var streetFirst = words("rue calle via avenida rua piazza plaza ulitsa ulica corso paseo carrer улица ул رح شارع rehov rechov sderot רחוב רח רח' שדרות שד שד' שדרת סמטת ברחוב לרחוב מרחוב شارع الشارع زقاق طريق")

// places finds street addresses: a street word, one to three words, and a house number near.
func (r *reading) places() {
	r.split()
	for i, w := range r.words {
		if r.compoundStreet(i) {
			continue
		}
		if w.roles&roleStreet == 0 {
			continue
		}
		text := strings.ToLower(string(r.b[w.lo:w.hi]))
		if !streetWords[text] {
			continue
		}
		if streetFirst[text] {
			if is(r.b[w.lo], clLower) && !(text == "rehov" || text == "rechov" || text == "sderot") {
				continue // "via" the word
			}
			r.streetAfter(i)
		} else {
			r.streetBefore(i)
		}
	}
	r.plusCodes()
}

// streetEndings close a street's name that is written as one word.
var streetEndings = []string{"straße", "strasse", "str", "weg", "gasse", "platz", "allee", "straat", "laan", "gatan", "vägen"}

// minStreet is the shortest of them.
const minStreet = 6

// compoundStreet: "Hauptstraße 5".
func (r *reading) compoundStreet(i int) bool {
	w := r.words[i]
	if i+1 >= len(r.words) || !is(r.b[w.lo], clUpper) || w.hi-w.lo < minStreet || !isDigit(r.b[r.words[i+1].lo]) || !onlyJoiners(r.b[w.hi:r.words[i+1].lo]) {
		return false
	}
	if !isStreet(string(r.b[w.lo:w.hi])) {
		return false
	}
	r.add(w.lo, r.cityAfter(i+1), Address)
	return true
}

func isStreet(word string) bool {
	for _, end := range streetEndings {
		if len(word) > len(end)+1 && strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// streetAfter: "רחוב הרצל 12, תל אביב", "Rehov Herzl 12".
func (r *reading) streetAfter(i int) {
	end, seen := r.words[i].hi, 0
	for j := i + 1; j < len(r.words) && j-i <= 4; j++ {
		w := r.words[j]
		if !onlyJoiners(r.b[end:w.lo]) {
			break
		}
		if isDigit(r.b[w.lo]) {
			if seen > 0 {
				r.add(r.words[i].lo, r.cityAfter(j), Address)
			}
			return
		}
		seen++
		end = w.hi
	}
}

// streetBefore: "12 Herzl Street", "Herzl St 12".
func (r *reading) streetBefore(i int) {
	w := r.words[i]
	if !is(r.b[w.lo], clUpper) {
		return
	}
	lo, caps := w.lo, 0
	number := -1
	for j := i - 1; j >= 0 && i-j <= 4; j-- {
		p := r.words[j]
		if !onlyJoiners(r.b[p.hi:lo]) {
			break
		}
		if isDigit(r.b[p.lo]) {
			number = p.lo
			break
		}
		if !is(r.b[p.lo], clUpper|clHigh) {
			break
		}
		caps++
		lo = p.lo
	}
	if caps == 0 {
		return
	}
	if i+1 < len(r.words) && isDigit(r.b[r.words[i+1].lo]) && onlyJoiners(r.b[w.hi:r.words[i+1].lo]) {
		r.add(lo, r.cityAfter(i+1), Address)
		return
	}
	if number >= 0 && number < lo {
		r.add(number, r.cityAfter(i), Address)
	}
}

// cityAfter extends an address over ", City".
func (r *reading) cityAfter(i int) int {
	i = r.lastRoom(r.numberLetter(i))
	end := r.words[i].hi
	for j := i + 1; j < len(r.words) && j-i <= 3; j++ {
		w := r.words[j]
		gap := string(r.b[end:w.lo])
		first, _ := utf8.DecodeRune(r.b[w.lo:])
		if j == i+1 && gap != ", " && gap != " , " && gap != "," || j > i+1 && gap != " " || !unicode.IsUpper(first) && unicode.IsLower(first) || isDigit(r.b[w.lo]) && j == i+1 && !r.postalCode(j) {
			break
		}
		end = w.hi
	}
	return end
}

// numberLetter returns the word of the single letter that belongs to the number at word i ("4B"), or of the flat behind its slash ("12/4"), or i.
func (r *reading) numberLetter(i int) int {
	if i+1 < len(r.words) && r.words[i+1].lo == r.words[i].hi && r.words[i+1].hi == r.words[i].hi+1 {
		return i + 1
	}
	if i+1 < len(r.words) && r.words[i].hi+1 == r.words[i+1].lo && r.b[r.words[i].hi] == '/' && isDigit(r.b[r.words[i+1].lo]) {
		return i + 1
	}
	return i
}

// postalCode tells the number in front of a city: "71684 Köln".
func (r *reading) postalCode(i int) bool {
	if n := r.words[i].hi - r.words[i].lo; n < 4 || n > 7 || i+1 >= len(r.words) {
		return false
	}
	return string(r.b[r.words[i].hi:r.words[i+1].lo]) == " " && is(r.b[r.words[i+1].lo], clUpper|clHigh)
}

// roomWords stand before the number of a part of a house.
var roomWords = words("apt apartment suite ste unit flat floor fl room rm entrance דירה דירת קומה כניסה ד ד' ק' شقة الشقة طابق الطابق wohnung кв квартира")

// lastRoom returns the last word of the parts of a house that follow word i, or i: "12 דירה 3", "12, Apt 4B".
func (r *reading) lastRoom(i int) int {
	for i+2 < len(r.words) {
		room, number := r.words[i+1], r.words[i+2]
		gap := r.b[r.words[i].hi:room.lo]
		if len(gap) > 0 && gap[0] == ',' {
			gap = gap[1:]
		}
		if !onlyJoiners(gap) || !roomWords[strings.ToLower(string(r.b[room.lo:room.hi]))] || !onlyJoiners(r.b[room.hi:number.lo]) || !isDigit(r.b[number.lo]) {
			break
		}
		i = r.numberLetter(i + 2)
	}
	return i
}

func onlyJoiners(gap []byte) bool {
	for _, c := range gap {
		if c != ' ' && c != '.' && c != '\'' && c != '"' && c != '-' && c != '+' && c != '_' {
			return false
		}
	}
	return len(gap) > 0 && len(gap) <= 3
}

// plusCodes finds open location codes: 8G4PXQ22+2V.
func (r *reading) plusCodes() {
	const alphabet = "23456789CFGHJMPQRVWX"
	b := r.b
	for i := 8; i+2 < len(b); i++ {
		if b[i] != '+' {
			continue
		}
		lo, hi := i-8, i+1
		ok := r.boundary(lo)
		for k := lo; k < i && ok; k++ {
			ok = strings.IndexByte(alphabet, upper(b[k])) >= 0
		}
		for hi < len(b) && hi-i < 4 && strings.IndexByte(alphabet, upper(b[hi])) >= 0 {
			hi++
		}
		if ok && hi-i >= 3 && r.ends(hi) {
			r.add(lo, hi, Geo)
		}
	}
}
