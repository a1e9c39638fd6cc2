package scrub

import "strings"

// The words that send a text to the detectors, each under the condition that makes it matter.
const (
	wordLabel   uint16 = 1 << iota // a sensitive key: matters when a separator follows ("email=", "token: ")
	wordContext                    // a word before a name: matters when a capital follows ("customer: Dana")
	wordAuth                       // an auth scheme: matters when a token follows ("Bearer ey...")
	wordFirst                      // a first name: matters when it is capitalised and a capital follows
	wordVendor                     // the start of a vendor's key: matters when _ - or . follows
	wordNumber                     // what a short number is: matters when a digit follows ("cvv 123")
	wordQuery                      // starts a statement: quotes and long numbers matter from here on
	wordAlways                     // matters by itself when it is capitalised
	wordAny                        // matters by itself
	wordTells                      // says what a number after it is: then a plain number is none
	wordSpelled                    // a digit: matters when another follows ("five zero")
	wordSecret                     // what a secret is called: matters when a token follows ("password is hunter22")
	wordLast                       // a surname: matters beside the sign of a handle or an initial
	wordAccount                    // announces an account: matters when a handle follows that holds a name
	wordForm                       // announces a form of its own: matters when it follows ("ip 0x54E50C4D")
	wordCall                       // a function that makes a character of a number: matters when a bracket follows ("chr(100)")
)

const (
	wordSeed  uint32 = 2166136261
	wordPrime uint32 = 16777619
	wordSlots        = 1 << 18
)

// wordTable is a Bloom filter with one hash: a hit is confirmed by the detectors.
type wordTable [wordSlots]uint16

func (t *wordTable) add(w string, flag uint16) {
	h := wordSeed
	for i := 0; i < len(w); i++ {
		h = (h ^ uint32(lower(w[i]))) * wordPrime
	}
	t[slotOf(h)] |= flag
}

// with returns a table that also knows the names an operator masks.
func (t *wordTable) with(masked map[string]Kind) *wordTable {
	if len(masked) == 0 {
		return t
	}
	own := *t
	for pattern := range masked {
		for _, segment := range splitKey(pattern) {
			own.add(strings.TrimRight(segment, "0123456789"), wordLabel)
		}
	}
	return &own
}

var builtinWords = func() *wordTable {
	t := new(wordTable)
	add := t.add
	for p := range builtinPhrases {
		if isASCII(p) {
			fields := strings.Fields(p)
			add(strings.TrimRight(fields[len(fields)-1], "0123456789"), wordLabel)
		}
	}
	for p := range personal {
		fields := strings.Fields(p)
		add(fields[len(fields)-1], wordLabel)
	}
	for w := range neutral {
		add(w, wordLabel)
	}
	for w := range paramNames {
		add(w, wordLabel)
	}
	for w := range nameContexts {
		if isASCII(w) {
			add(w, wordContext)
		}
	}
	for w := range authSchemes {
		add(w, wordAuth)
	}
	for w := range firstLatin {
		add(w, wordFirst)
	}
	for w := range lastLatin {
		add(w, wordLast)
	}
	for _, set := range []map[string]bool{accountWords, mentionWords} {
		for w := range set {
			if isASCII(w) {
				add(w, wordAccount)
			}
		}
	}
	announcedForms(func(w string) { add(w, wordForm) })
	for _, w := range []string{"home", "users"} {
		add(w, wordVendor)
	}
	for w := range linkWords {
		add(w, wordVendor)
	}
	for _, p := range vendorKeys {
		add(leadingWord(p.prefix), wordVendor)
	}
	for _, w := range []string{"select", "insert", "update", "delete", "merge", "upsert", "call", "exec", "execute", "entry", "duplicate", "incorrect", "syntax", "params", "parameters", "mutation"} {
		add(w, wordQuery)
	}
	for w := range streetWords {
		if isASCII(w) {
			add(w, wordAlways)
		}
	}
	for _, set := range []contextSet{securityContext, expiryContext, bankContext, birthContext, postalContext, geoContext, passportContext} {
		for _, w := range contextWords[set] {
			for _, part := range strings.FieldsFunc(w, func(r rune) bool { return !(r >= 'a' && r <= 'z') }) {
				if len(part) > 1 { // "d.o.b." is followed by a date, which is read anyway
					add(part, wordNumber)
				}
			}
		}
	}
	for w := range announcements {
		if isASCII(w) {
			add(w, wordNumber)
		}
	}
	for w := range secretWords {
		if isASCII(w) {
			add(w, wordSecret)
		}
	}
	for w := range contextsByWord {
		if isASCII(w) && len(w) > 1 {
			add(w, wordTells)
		}
	}
	add("id", wordTells)
	for _, w := range []string{"swift", "bic", "dot", "arroba", "chiocciola", "begin", "contains", "verification", "verify"} {
		add(w, wordAny)
	}
	cipherForms(func(w string, _ uint32) { add(w, wordAny) })
	for _, w := range []string{"chr", "char", "charcode", "nchar", "ord"} {
		add(w, wordCall)
	}
	for w := range digitWords {
		if isASCII(w) {
			add(w, wordSpelled)
		}
	}
	return t
}()

func slotOf(h uint32) uint32 { return (h ^ h>>15) & (wordSlots - 1) }

func leadingWord(s string) string {
	for i := 0; i < len(s); i++ {
		if !isAlpha(s[i]) {
			return s[:i]
		}
	}
	return s
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// flagged decides for the word s[lo:hi] whether the text needs the detectors.
func (t *wordTable) flagged(s string, lo, hi int, hash uint32, capital bool) bool {
	flags := t[slotOf(hash)]
	if flags == 0 {
		return false
	}
	if flags&wordAny != 0 || flags&wordAlways != 0 && s[lo] < 'a' {
		return true
	}
	if flags&wordSecret != 0 && lo > 1 && s[lo-1] == '-' && hi < len(s) && hi+1 < len(s) && (s[lo-2] == '-' || isAlpha(s[lo-2])) && s[hi] == ' ' {
		return true // --password hunter22
	}
	if flags&wordLabel != 0 && separatorFollows(s, hi) {
		return true
	}
	if flags&(wordFirst|wordLast) != 0 && t.nameBeside(s, lo, hi, flags, capital) {
		return true
	}
	if hi >= len(s) {
		return false
	}
	if flags&wordForm != 0 && (t.formFollows(s, hi) || possessed(s, lo)) || flags&wordAccount != 0 && t.accountFollows(s, hi) {
		return true
	}
	next := s[hi]
	if flags&wordSpelled != 0 && next < 0x80 && t.spelledFollows(s, hi) {
		return true
	}
	if flags&wordCall != 0 && next == '(' {
		return true
	}
	if flags&wordVendor != 0 && next == '/' && lo > 0 && s[lo-1] == '/' && (s[lo] == 'U' || s[lo:hi] == "home") {
		return true // the folder of a person
	}
	if flags&wordVendor != 0 && isDigit(next) {
		for hi+1 < len(s) && isDigit(s[hi]) {
			hi++
		}
		if next = s[hi]; next != '_' { // lsv2_, and not the v1 of a path
			return false
		}
	}
	if flags&wordVendor != 0 && (next == '_' || next == '-' || next == '.' || next == '/') && tokenFollows(s, hi+1) {
		return true
	}
	if flags&wordAuth != 0 && (next == ' ' || next == ':') && tokenFollows(s, hi+1) {
		return true
	}
	if flags&wordNumber != 0 && (lo == 0 || !isDigit(s[lo-1])) && digitFollows(s, hi, 28) {
		return true
	}
	if flags&wordSecret != 0 && (digitFollows(s, hi, 64) || valueFollows(s, hi)) {
		return true
	}
	if flags&(wordContext|wordFirst) != 0 {
		if flags&wordContext == 0 && !capital {
			return false
		}
		for i := hi; i < len(s) && i < hi+5; i++ {
			if is(s[i], clUpper) {
				return i > hi
			}
			if is(s[i], clLower|clDigit) {
				return false
			}
		}
	}
	return false
}
