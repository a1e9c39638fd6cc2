package scrub

// skipID returns the end of an id or a time that starts at i and holds no number of a person: a UUID, a hexadecimal id
// with letters in it, an ISO date or time. The text around it is read as if a letter stood there; i when there is none.
func skipID(s string, i int) int {
	if i > 0 && (isAlnum(s[i-1]) || s[i-1] == '-' || s[i-1] == '+' || s[i-1] == '=' || s[i-1] == '.') {
		return i
	}
	if n := uuidLength; i+n <= len(s) && s[i+8] == '-' && isUUID(s[i:i+n]) && (i+n == len(s) || !isIDByte(s[i+n])) {
		return i + n
	}
	if i+10 <= len(s) && s[i+4] == '-' && s[i+7] == '-' {
		return skipTime(s, i)
	}
	return i
}

const uuidLength = 36

func isIDByte(c byte) bool {
	return isAlnum(c) || c == '-' || c == '_' || c == '+' || c == '/' || c == '='
}

// isUUID tells the layout of a UUID; one that spells text in its bytes is none.
func isUUID(s string) bool {
	var hex [32]byte
	n := 0
	for i := 0; i < uuidLength; i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
			continue
		}
		if !is(s[i], clHex) {
			return false
		}
		hex[n] = s[i]
		n++
	}
	return !hexSpells(hex[:])
}

// skipTime walks over 2026-11-24, 2026-11-24T15:19:58.123Z and 2026-11-24 15:19:58+02:00.
func skipTime(s string, i int) int {
	start := i
	digits := func(n int) bool {
		for k := 0; k < n; k++ {
			if i+k >= len(s) || !isDigit(s[i+k]) {
				return false
			}
		}
		i += n
		return true
	}
	sign := func(c byte) bool {
		if i < len(s) && s[i] == c {
			i++
			return true
		}
		return false
	}
	if !digits(4) || !sign('-') || !digits(2) || !sign('-') || !digits(2) || s[start] != '1' && s[start] != '2' || s[start+5] > '1' || s[start+8] > '3' {
		return start
	}
	day := i
	if (sign('T') || sign(' ')) && digits(2) && sign(':') && digits(2) {
		if sign(':') && digits(2) && sign('.') {
			for i < len(s) && isDigit(s[i]) && i-day < 24 {
				i++
			}
		}
		if sign('+') || sign('-') {
			_ = digits(2) && sign(':') && digits(2)
		} else {
			_ = sign('Z')
		}
	} else {
		i = day
	}
	if i < len(s) && (isDigit(s[i]) || s[i] == '-' || s[i] == '/') {
		return start
	}
	return i
}

// plainNumber reports whether a run of digits that stands alone is, without a word that says what it is, no number of a person:
// no card, no phone. Epochs and business ids are.
func plainNumber(s string, lo, hi int) bool {
	n := hi - lo
	if n > 19 || s[lo] == '0' || lo > 0 && (s[lo-1] == '+' || s[lo-1] == '(' || s[lo-1] == '*' || s[lo-1] == '=' || s[lo-1] == '%' || s[lo-1] == ';') || hasPrefixAt(s, lo, "972") {
		return false
	}
	if n >= 13 {
		var buf [19]byte
		copy(buf[:], s[lo:hi])
		if isCard(buf[:n]) {
			return false
		}
	}
	return hi == len(s) || s[hi] != '^' && s[hi] != '='
}

func hasPrefixAt(s string, i int, prefix string) bool {
	return len(s)-i >= len(prefix) && s[i:i+len(prefix)] == prefix
}

// newNumber reports whether what stands between two runs of digits sets them apart: a colon (times, lines and columns), or a comma
// behind less than four digits (prices; what could be coordinates or the groups of a card goes on).
func newNumber(gap string, before int) bool {
	for i := 0; i < len(gap); i++ {
		if gap[i] == ':' || gap[i] == ',' && before < 4 {
			return true
		}
	}
	return false
}

// epochMillis is the length of a time in milliseconds since 1970.
const epochMillis = 13

// isEpoch tells such a time, of 2014 or later, from a number of a person: no card starts like it.
func isEpoch(s string, lo int) bool {
	return s[lo] == '1' && s[lo+1] >= '4' && (lo == 0 || s[lo-1] != '+' && s[lo-1] != '(' && s[lo-1] != '=')
}
