package scrub

import "strings"

// handleSigns may stand between the parts of a handle.
const handleSigns = "._-"

// accountWords announce the handle of a person: behind them one name of the lists is enough, and beside it, or beside an initial, any
// word that is no usual one.
var accountWords = words(`user username login handle guest member nick nickname account usr uname uid samaccountname owner author assignee reviewer reporter operator agent cashier scanner admin seller sudo su
	משתמש המשתמש משתמשת המשתמשת למשתמש שם אורח המוכר הקופאי المستخدم مستخدم`)

// mentionWords stand before a handle and before anything else: behind them a whole name of the lists is needed.
var mentionWords = words("as by for from to u")

// handleKeys are the names of fields whose value is a handle; it counts with a digit or a sign in it, whatever name it holds.
var handleKeys = words("username nickname uname screenname screen_name user_name nick handle")

// thingSurnames are surnames that name a thing or a place where they stand in an identifier: elma_hall, noa.bar.
var thingSurnames = words(`bar beer bins block bode brook brooks cole conn cooper crooks dare dock doe ferry fisher gal gold grant green gross hall hand hill hills king lang little marks mills oren park parker
	porter price rice said shields stern swift toy von walker ward waters west white will wolf gurion rabin herzl dizengoff weizmann`)

// personFolders are the segments of a path behind which a slug is a person; behind others it is the title of an event, the name of an artist.
var personFolders = words("user users u profile profiles member members people team author authors customer customers guest guests staff contact contacts account accounts in by")

// handles finds names that are written as one word: dana.levi, dana_levi, danaLevi; behind a word that announces an account also
// danalevi99, dlevi and dana; and such an account on a machine: dana@localhost.
func (r *reading) handles() {
	b := r.b
	for i := 0; i < len(r.words); i++ {
		w := r.words[i]
		if isDigit(b[w.lo]) || w.lo > 0 && isWordByte(b[w.lo-1]) && !isDigit(b[w.lo-1]) {
			continue
		}
		if r.humps(w) {
			continue
		}
		if last := r.joinedName(i); last > i {
			i = last
			continue
		}
		if r.accountName(i) {
			continue
		}
		if !r.has.has('@') {
			continue
		}
		if at := r.handleEnd(w.lo); at+1 < len(b) && b[at] == '@' && namesMachine(b[at+1:]) && r.namesPerson(w.lo, at, notAnnounced) {
			r.add(w.lo, at, Name)
		}
	}
}

// humps finds a name in the parts of a word in camel case.
func (r *reading) humps(w word) (found bool) {
	b := r.b
	before, lo := -1, w.lo
	for i := w.lo + 1; i <= w.hi; i++ {
		if i < w.hi && !(is(b[i], clUpper) && is(b[i-1], clLower)) {
			if b[i] >= 0x80 {
				return found
			}
			continue
		}
		if before >= 0 && isNamePair(b[before:lo], b[lo:i], false) {
			r.add(before, digitsEnd(b, i), Name)
			found, before = true, -1
		} else {
			before = lo
		}
		lo = i
	}
	return found
}

// joinedName finds a given name and a surname with one sign between them; it returns the last word of the name or -1.
func (r *reading) joinedName(i int) int {
	b := r.b
	if i+1 >= len(r.words) {
		return -1
	}
	w, next := r.words[i], r.words[i+1]
	if next.lo != w.hi+1 || strings.IndexByte(handleSigns, b[w.hi]) < 0 || isDigit(b[next.lo]) {
		return -1
	}
	if b[w.lo] >= 0x80 { // דנה.לוי; with other signs it is a full name
		if r.given(i) < surelyListed || r.surname(i+1) < surelyListed {
			return -1
		}
		r.add(w.lo, next.hi, Name)
		return i + 1
	}
	if w.roles&(roleFirst|roleLast) == 0 || next.roles&(roleFirst|roleLast) == 0 {
		return -1
	}
	if next.hi < len(b) && b[next.hi] == '@' {
		return -1 // an address, maybe one that is cut off here
	}
	announced := r.announcesAccount(i) != notAnnounced
	if !isNamePair(b[w.lo:w.hi], b[next.lo:next.hi], announced) {
		return -1
	}
	if !announced && b[w.hi] == '-' && r.titleSlug(w.lo) {
		return -1
	}
	r.add(w.lo, digitsEnd(b, next.hi), Name)
	return i + 1
}

// maxSlug is how far the start of a slug is looked for, in bytes.
const maxSlug = 128

// titleSlug tells a slug of words and hyphens behind a slash that is no person's.
func (r *reading) titleSlug(i int) bool {
	b := r.b
	for start := i; i > 0 && start-i < maxSlug && (isAlnum(b[i-1]) || b[i-1] == '-'); i-- {
	}
	if i == 0 || b[i-1] != '/' {
		return false
	}
	hi := i - 1
	for i = hi; i > 0 && hi-i < 16 && (isAlpha(b[i-1]) || b[i-1] == '_'); i-- {
	}
	return !personFolders[foldLong(b[i:hi])]
}

// announcesAccount says how surely the word before words[i] announces an account.
func (r *reading) announcesAccount(i int) announcedAs {
	if i == 0 {
		return notAnnounced
	}
	before, lo := r.words[i-1], r.words[i].lo
	gap := r.b[before.hi:lo]
	if before.roles&roleAnnounces == 0 || len(gap) == 0 || len(gap) > 3 {
		return notAnnounced
	}
	for _, c := range gap {
		if strings.IndexByte(" :=\"'@#(<`", c) < 0 {
			return notAnnounced
		}
	}
	switch word := foldLong(r.b[before.lo:before.hi]); {
	case accountWords[word]:
		return asAccount
	case word == "from" && is(gap[len(gap)-1], clQuote): // import x from 'jose'
	case word == "u" && (before.lo == 0 || r.b[before.lo-1] != '-'): // psql -U dana
	case mentionWords[word] && (word != "to" || isChosen(r.b[lo:r.handleEnd(lo)])):
		return asMention
	}
	return notAnnounced
}

// announcedAs is what the word before a handle says of it.
type announcedAs uint8

const (
	notAnnounced announcedAs = iota
	asMention
	asAccount
)

// accountName finds a handle behind a word that announces one.
func (r *reading) accountName(i int) bool {
	as := r.announcesAccount(i)
	if as == notAnnounced {
		return false
	}
	b, lo := r.b, r.words[i].lo
	hi := r.handleEnd(lo)
	if hi < len(b) && (b[hi] == '/' || b[hi] == '(' || b[hi] == '[' || b[hi] == '=' || b[hi] >= 0x80) || accounts[foldLong(b[lo:hi])] {
		return false
	}
	before := r.words[i-1]
	key := handleKeys[foldLong(b[before.lo:before.hi])] && strings.IndexByte(":=", b[before.hi]) >= 0 && hi-lo >= 5 && isChosen(b[lo:hi])
	if !key && !r.namesPerson(lo, hi, as) {
		return false
	}
	r.add(lo, hi, Name)
	return true
}

// isChosen tells a handle that no program would write: letters first, then a digit or a sign somewhere.
func isChosen(handle []byte) bool {
	letters, rest := 0, 0
	for _, c := range handle {
		if isAlpha(c) {
			letters++
		} else {
			rest++
		}
	}
	return letters > 2 && rest > 0
}

// namesPerson reports whether a handle is made of names: one name of the lists, two of them glued together, or an initial and a surname;
// digits may follow. Of an account one of the two parts may be in no list.
func (r *reading) namesPerson(lo, hi int, as announcedAs) bool {
	b := r.b
	end := lo
	for end < hi && isAlpha(b[end]) {
		end++
	}
	first, rest := b[lo:end], b[end:hi]
	if len(first) == 1 && len(rest) > 3 && strings.IndexByte(handleSigns, rest[0]) >= 0 { // d.levi
		return surnameStarts(rest[1:], as)
	}
	if len(first) < 3 {
		return false
	}
	if listedWord(first, firstLatin) == surelyListed || listedWord(first, lastLatin) == surelyListed {
		return true
	}
	if as == asAccount && len(rest) > 1 && strings.IndexByte(handleSigns, rest[0]) >= 0 && isStrange(first) && (len(rest) == 2 && isAlpha(rest[1]) || isStrange(rest[1:])) {
		return true // shlomi.k
	}
	return namesInOne(first, as)
}

// surnameStarts reports whether the letters at the start of b are a surname, of an account any word that is no usual one.
func surnameStarts(b []byte, as announcedAs) bool {
	end := 0
	for end < len(b) && isAlpha(b[end]) {
		end++
	}
	return end >= 3 && listedWord(b[:end], lastLatin) == surelyListed || as == asAccount && digitsEnd(b, end) == len(b) && isStrange(b[:end])
}

// isStrange tells a word in small letters that is no usual one.
func isStrange(w []byte) bool {
	for _, c := range w {
		if !is(c, clLower) {
			return false
		}
	}
	return len(w) > 3 && !usual.has(foldedHash(w))
}

// namesInOne cuts one word in two names: danalevi, levidana; or in an initial and a surname: dlevi.
func namesInOne(w []byte, as announcedAs) bool {
	if len(w) < 5 || len(w) > 32 || usual.has(foldedHash(w)) {
		return false
	}
	for k := 3; k+3 <= len(w); k++ {
		if isNamePair(w[:k], w[k:], false) || k > 3 && as == asAccount && listedWord(w[:k], firstLatin) == surelyListed {
			return true
		}
	}
	return surnameStarts(w[1:], notAnnounced)
}

// handleEnd walks over a handle that starts at i; a sign at its end belongs to the sentence.
func (r *reading) handleEnd(i int) int {
	b, lo := r.b, i
	for i < len(b) && i-lo < 48 && (isAlnum(b[i]) || strings.IndexByte(handleSigns, b[i]) >= 0) {
		i++
	}
	for i > lo && !isAlnum(b[i-1]) {
		i--
	}
	return i
}

// namesMachine tells the machine behind the @ of an account from the version of a package, and from an address that is cut off.
func namesMachine(b []byte) bool {
	for _, net := range []string{"127.", "10.", "192.168.", "172."} {
		if hasFoldPrefix(b, net) {
			return true
		}
	}
	end := 0
	for end < len(b) && end < 32 && isAlpha(b[end]) {
		end++
	}
	name := foldLong(b[:end])
	return name == "localhost" || end > 1 && end < len(b) && b[end] != '.' && b[end] != '-' && !isDigit(b[end]) && !releaseNames[name]
}

// releaseNames are what stands behind the @ of a package.
var releaseNames = words("latest next canary beta alpha rc nightly experimental stable legacy workspace npm file link dev")
