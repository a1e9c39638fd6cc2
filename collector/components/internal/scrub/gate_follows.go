package scrub

// What the words of the gate want behind them.

// spelledFollows reports whether the next word is a digit too.
func (t *wordTable) spelledFollows(s string, i int) bool {
	for end := i + maxDigitGap; i < len(s) && i < end && !isWordByte(s[i]); i++ {
	}
	return t[slotOf(wordHash(s, i))]&wordSpelled != 0
}

// minGluedDigits letters in a row may be digits in words without anything between them.
const minGluedDigits = 3 * minDigitWords

// gluedDigits reports whether a word starts with two digits in words.
func (t *wordTable) gluedDigits(s string) bool {
	h, found := wordSeed, 0
	for i := 0; i < len(s) && i < 24; i++ {
		h = (h ^ uint32(lower(s[i]))) * wordPrime
		if t[slotOf(h)]&wordSpelled != 0 {
			if found++; found == 2 {
				return true
			}
			h = wordSeed
		}
	}
	return false
}

// digitFollows reports whether a digit stands within the next bytes, on the same line.
func digitFollows(s string, i, within int) bool {
	for end := min(len(s), i+within); i < end && s[i] != '\n'; i++ {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}

// valueFollows reports whether a sign stands within the next bytes that says a value follows, or that a value may hold.
func valueFollows(s string, i int) bool {
	for end := min(len(s), i+24); i < end; i++ {
		switch s[i] {
		case '"', '\'', '!', '#', '*', '$':
			return true
		case 'i':
			if i+2 < len(s) && s[i+1] == 's' && s[i+2] == ' ' && s[i-1] == ' ' {
				return true
			}
		}
	}
	return false
}

// separatorFollows reports whether a word is a label: digits and closing quotes or brackets, then : = > or a quote.
func separatorFollows(s string, i int) bool {
	for j := i; j < len(s) && j < i+6; j++ {
		switch c := s[j]; {
		case c == ':' || c == '=' || c == '>':
			return j+1 < len(s)
		case c == '"' || c == '\'' || c == ']' || c == ' ' || isDigit(c):
		default:
			return false
		}
	}
	return false
}

// tokenFollows reports whether eight or more token characters follow, or any digit among fewer.
func tokenFollows(s string, i int) bool {
	for i < len(s) && (s[i] == ' ' || s[i] == ':') {
		i++
	}
	start := i
	for i < len(s) && (is(s[i], clBase64) || s[i] == '.' || s[i] == '=') {
		if isDigit(s[i]) || i-start >= 8 {
			return true
		}
		i++
	}
	return false
}
