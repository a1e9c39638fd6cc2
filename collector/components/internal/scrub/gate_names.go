package scrub

// The conditions under which a name, or a word that announces a form of its own, sends a text to the detectors.

// nameBeside reports whether the other part of a name stands beside the word s[lo:hi] of a list: dana.levi, danaLevi, D. Levi, Levi D.
func (t *wordTable) nameBeside(s string, lo, hi int, flags uint16, capital bool) bool {
	if flags&wordLast != 0 && capital {
		if i := lo - 1; i > 0 && s[i] == ' ' {
			lo = i
		}
		if lo > 1 && s[lo-1] == '.' && is(s[lo-2], clUpper) && (lo == 2 || !isWordByte(s[lo-3])) {
			return true
		}
	}
	if capital {
		i := hi
		if i < len(s) && s[i] == ',' {
			i++
		}
		if i+2 < len(s) && s[i] == ' ' && is(s[i+1], clUpper) && s[i+2] == '.' {
			return true
		}
		if hi+1 < len(s) && (s[hi] == ':' && (s[hi+1] == ' ' && (lo == 0 || lo > 1 && (s[lo-2] == ']' || s[lo-2] == '>'))) || cellEnds(s, hi) > 0) {
			return true
		}
		if hi+4 < len(s) && s[hi] == '\'' && s[hi+1] == 's' && s[hi+2] == ' ' {
			return true // Dana's iPhone
		}
	}
	if hi >= len(s) {
		return false
	}
	if c := s[hi]; c == '.' || c == '_' || c == '-' {
		hi++
	} else if !is(c, clUpper) {
		return false
	}
	beside := t[slotOf(wordHash(s, hi))]
	return flags&wordFirst != 0 && beside&wordLast != 0 || flags&wordLast != 0 && beside&wordFirst != 0
}

// wordHash folds the word that starts at i, up to the next capital.
func wordHash(s string, i int) uint32 {
	h := wordSeed
	for start := i; i < len(s) && isAlpha(s[i]) && (i == start || !is(s[i], clUpper) || is(s[i-1], clUpper)); i++ {
		h = (h ^ uint32(lower(s[i]))) * wordPrime
	}
	return h
}

// formFollows reports whether something follows at i that a word of announcedForms makes a finding.
func (t *wordTable) formFollows(s string, i int) bool {
	if hasPrefixAt(s, i, " your ") || hasPrefixAt(s, i, ".O.B") {
		return true // 447198 is your code, P.O.B 4412
	}
	if s[i] == '.' { // twitter.com/danalevi
		for end := min(len(s), i+8); i < end; i++ {
			if s[i] == '/' {
				return i+1 < len(s)
			}
			if s[i] != '.' && !isAlpha(s[i]) {
				return false
			}
		}
		return false
	}
	if s[i] == ':' && i+3 < len(s) && (s[i+1] == '/' && s[i+2] == '/' || isAlpha(s[i+1])) { // tg://, skype:
		return true
	}
	if (s[i] == ':' || s[i] == ';') && i+1 < len(s) && (s[i+1] == ';' || is(s[i+1], clUpper)) {
		return true // ADR;TYPE=HOME:, N:Peretz;Amir
	}
	if s[i] == '-' && i+3 < len(s) && isAlpha(s[i+1]) || hasPrefixAt(s, i, " of ") {
		return true // DESKTOP-NOALEVI
	}
	lo := i
	for lo < len(s) && lo-i < 4 && !isWordByte(s[lo]) {
		lo++
	}
	hi, digits := lo, 0
	for hi < len(s) && isAlnum(s[hi]) {
		if isDigit(s[hi]) {
			digits++
		}
		hi++
	}
	n := hi - lo
	switch {
	case lo == i || n == 0:
		return false
	case n >= minWallet, digits == n && n >= 8 && n <= 11, n > 2 && s[lo] == '0' && lower(s[lo+1]) == 'x':
		return true
	}
	for end := min(len(s), lo+28); lo < end; lo++ {
		if (isDigit(s[lo]) || digitTwins[s[lo]] != 0) && !isWordByte(s[lo-1]) && twinsFollow(s, lo) {
			return true
		}
	}
	return false
}

// possessed reports whether a name owns the device at lo: Rukom's MacBook. A word starts anew at each capital.
func possessed(s string, lo int) bool {
	for i := lo; i > 2 && lo-i < 5; i-- {
		if s[i-1] == ' ' {
			return s[i-2] == 's' && s[i-3] == '\''
		}
	}
	return false
}

// twinsFollow reports whether digits and letters for digits stand at i, together as many as a phone number has.
func twinsFollow(s string, i int) bool {
	digits, letters := 0, 0
	for end := min(len(s), i+maxLettered); i < end; i++ {
		switch c := s[i]; {
		case isDigit(c):
			digits++
		case digitTwins[c] != 0:
			letters++
		case c == '-' || c == ' ' || c == '.' || c == '(' || c == ')':
		default:
			i = end
		}
	}
	return letters > 0 && digits >= minPlainDigits
}

// accountFollows reports whether a handle that holds a name stands behind a word for an account.
func (t *wordTable) accountFollows(s string, i int) bool {
	lo := i
	for lo < len(s) && lo-i < 4 && !isWordByte(s[lo]) {
		lo++
	}
	if lo == i || lo >= len(s) || !isAlpha(s[lo]) {
		return false
	}
	const names = wordFirst | wordLast
	if lo+5 < len(s) && (s[lo+1] == '.' || s[lo+1] == '_' || s[lo+1] == '-') && isAlpha(s[lo+2]) {
		return true // d.levi
	}
	h := wordSeed
	end := lo
	for ; end < len(s) && isAlpha(s[end]) && end-lo < 32; end++ {
		h = (h ^ uint32(lower(s[end]))) * wordPrime
		n := end - lo + 1
		rest := t[slotOf(wordHash(s, end+1))]
		if n == 1 && rest&wordLast != 0 || n == 3 && t[slotOf(h)]&names != 0 && rest&names != 0 || n > 3 && t[slotOf(h)]&wordFirst != 0 {
			return true // dlevi, danlevi, danalevi
		}
	}
	if end-lo > 2 && t[slotOf(h)]&names != 0 {
		return true
	}
	for ; end < len(s) && end-lo < 32; end++ { // username: kobi_77
		if isDigit(s[end]) || s[end] == '_' || s[end] == '.' && end+1 < len(s) && isAlpha(s[end+1]) {
			return true
		}
		if !isAlpha(s[end]) && s[end] != '-' {
			return false
		}
	}
	return false
}

// announcedForms are the words for formFollows.
func announcedForms(add func(word string)) {
	for host := range profileSites {
		add(leadingWord(host))
	}
	for _, set := range []map[string]bool{appSchemes, appWords, walletWords, phoneShort, machineWords} {
		for w := range set {
			if isASCII(w) {
				add(w)
			}
		}
	}
	for w := range deviceWords {
		if isASCII(w) {
			add(w)
		}
	}
	for _, w := range []string{"n", "adr", "is", "p", "pad", "mac", "pods"} {
		add(w)
	}
	for _, w := range contextWords[phoneContext] {
		if isASCII(w) {
			add(leadingWord(w))
		}
	}
}
