package scrub

// Byte classes: one table look-up answers every question the scanners ask of a byte.
const (
	clDigit uint16 = 1 << iota
	clLower
	clUpper
	clHex
	clBase64 // the union of the standard and the URL alphabet, without padding
	clSpace
	clHigh // not ASCII
	clLocal
	clQuote
)

var classOf = func() (t [256]uint16) {
	for c := 0; c < 256; c++ {
		var k uint16
		switch {
		case c >= '0' && c <= '9':
			k = clDigit | clHex | clBase64 | clLocal
		case c >= 'a' && c <= 'z':
			k = clLower | clBase64 | clLocal
			if c <= 'f' {
				k |= clHex
			}
		case c >= 'A' && c <= 'Z':
			k = clUpper | clBase64 | clLocal
			if c <= 'F' {
				k |= clHex
			}
		case c == '+' || c == '/' || c == '-' || c == '_':
			k = clBase64
			if c != '/' {
				k |= clLocal
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			k = clSpace
		case c >= 0x80:
			k = clHigh | clLocal
		case c == '"' || c == '\'' || c == '`':
			k = clQuote
		}
		t[c] = k
	}
	for _, c := range []byte(".!#$*?^{|}~&'=") {
		t[c] |= clLocal
	}
	return
}()

func is(c byte, class uint16) bool { return classOf[c]&class != 0 }
func isDigit(c byte) bool          { return c >= '0' && c <= '9' }
func isAlpha(c byte) bool          { return classOf[c]&(clLower|clUpper) != 0 }
func isAlnum(c byte) bool          { return classOf[c]&(clLower|clUpper|clDigit) != 0 }

// isWordByte also counts every byte of a non-ASCII rune as part of a word.
func isWordByte(c byte) bool { return classOf[c]&(clLower|clUpper|clDigit|clHigh) != 0 }

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 32
	}
	return c
}

// hasFoldPrefix compares ASCII without regard to case; prefix is lower case.
func hasFoldPrefix(b []byte, prefix string) bool {
	if len(b) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		if lower(b[i]) != prefix[i] {
			return false
		}
	}
	return true
}

func hexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
