package scrub

// minDeflate is the shortest run of hexadecimal digits that is taken for something deflated, minDynamicDeflate the shortest with codes
// of its own, of which nothing can be told before they are read: longer than an id, and than most digests.
const minDeflate, minDynamicDeflate = 24, 100

// deflateSymbols of text at the start of a stream are no accident: one random id in 250 has them.
const deflateSymbols = 6

// startsDeflate reports whether hexadecimal digits start a deflate stream (RFC 1951) that says text. Raw deflate has no mark.
func startsDeflate[T string | []byte](s T) bool {
	if len(s) < minDeflate || len(s)%2 != 0 {
		return false
	}
	switch hexValue(s[1]) >> 1 & 3 {
	case 1: // fixed codes
	case 2: // codes of its own
		return len(s) >= minDynamicDeflate
	default:
		return false
	}
	at, continued := 3, 0
	bit := func() int { // the lowest of a byte first
		digit := hexValue(s[at/8*2+1-at%8/4])
		at++
		return digit >> ((at - 1) % 4) & 1
	}
	for n := 0; n < deflateSymbols; n++ {
		if at+9 > len(s)*4 {
			return false
		}
		code := 0
		for range 7 {
			code = code<<1 | bit()
		}
		if code < 0x18 {
			return code > 0 && n >= 3 // what was said before, once more
		}
		code = code<<1 | bit()
		literal := code - 0x30
		if code >= 0xc8 {
			literal = (code<<1 | bit()) - 0x190 + 144
		} else if code >= 0xc0 {
			return n >= 3
		}
		switch {
		case continued > 0 && literal&0xc0 == 0x80:
			continued--
		case continued > 0:
			return false
		case literal >= 0xc2 && literal < 0xe0:
			continued = 1
		case literal >= 0xe0 && literal < 0xf0:
			continued = 2
		case literal >= 0x20 && literal < 0x7f || literal == '\n' || literal == '\t' || literal == '\r':
		default:
			return false
		}
	}
	return true
}
