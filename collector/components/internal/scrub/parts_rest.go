package scrub

import "strings"

// rests masks what stands behind a part that was a secret from its first to its last character: the rest of the same one.
func (j *joinedParts) rests() {
	for i := 1; i < len(j.parts); i++ {
		if kind := cutSecret(j.parts[i-1]); kind != None && restOfSecret(j.parts[i]) {
			j.set(i, kind)
		}
		switch {
		case j.parts[i] == markers[IP] && startsIPv6(j.parts[i-1]): // its end was an address by itself
			j.set(i-1, IP)
		case (j.parts[i] == markers[Phone] || j.parts[i] == markers[Card]) && startsIBAN(j.parts[i-1]):
			j.set(i-1, IBAN)
		case j.parts[i-1] == markers[Name] && strings.HasPrefix(j.parts[i], "@"): // its start was a name by itself
			j.set(i-1, Email)
			j.set(i, Email)
		}
	}
}

// startsIBAN tells the first part of an account whose end was a number by itself: a known country and check digits.
func startsIBAN(p string) bool {
	if len(p) < 6 || len(p) > 24 || ibanLength[p[:2]] == 0 || !isDigit(p[2]) || !isDigit(p[3]) {
		return false
	}
	for i := 4; i < len(p); i++ {
		if !is(p[i], clUpper|clDigit) && p[i] != ' ' {
			return false
		}
	}
	return true
}

func startsIPv6(p string) bool {
	colons := strings.Count(p, ":")
	return colons > 1 && strings.Trim(p, ":0123456789abcdefABCDEF") == ""
}

// cutSecret gives the kind of a part that is a replacement, when the value may go on in the next one.
func cutSecret(p string) Kind {
	for _, kind := range [...]Kind{Secret, JWT, Auth, Credentials} {
		if p == markers[kind] {
			return kind
		}
	}
	return None
}

// restOfSecret tells the rest of a token: no blank in it, more than a word, and no id with a beginning of its own.
func restOfSecret(p string) bool {
	p = strings.ReplaceAll(p, markers[Opaque], "")
	if i := strings.IndexByte(p, '_'); i >= 0 && i < 8 || strings.Trim(p, "-0123456789abcdef") == "" {
		return false
	}
	var classes uint16
	for i := 0; i < len(p); i++ {
		k := classOf[p[i]]
		if k&clBase64 == 0 && p[i] != '.' && p[i] != '=' {
			return false
		}
		classes |= k & (clUpper | clLower | clDigit)
	}
	return len(p) >= 6 && (classes&clDigit != 0 && classes != clDigit || classes == clUpper|clLower)
}
