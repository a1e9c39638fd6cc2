package scrub

import "slices"

// base32Alphabets are those of RFC 4648 (two), Crockford, z-base-32 and bech32.
var base32Alphabets = func() (all [5]*radix) {
	for i, alphabet := range []string{upper26 + "234567", digits10 + "ABCDEFGHIJKLMNOPQRSTUV", digits10 + "ABCDEFGHJKMNPQRSTVWXYZ",
		"YBNDRFG8EJKMCPQXOT1UWISZA345H769", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"} {
		all[i] = newRadix(alphabet, 8, 5)
		for c := byte('a'); c <= 'z'; c++ { // the case is free, as long as it is one
			all[i].value[c] = all[i].value[c-'a'+'A']
		}
	}
	return
}()

// base32Tail is how many characters of a last group of base32 make whole bytes.
var base32Tail = [8]int{0, 0, 2, 2, 4, 5, 5, 7}

// readBase32 decodes a part that is text in an alphabet of base32, in letters of one case; nil when it is not.
func (s *Scanner) readBase32(part []byte, alphabet *radix) []byte {
	if len(part) < minBase32 {
		return nil
	}
	var classes uint16
	for _, c := range part {
		classes |= classOf[c] & (clUpper | clLower)
	}
	if classes == clUpper|clLower || classes == 0 {
		return nil
	}
	data, bits, held := make([]byte, 0, len(part)*5/8), 0, 0
	for _, c := range part[:len(part)/8*8+base32Tail[len(part)%8]] {
		d := int(alphabet.value[c])
		if d < 0 {
			return nil
		}
		held, bits = held<<5|d, bits+5
		if bits >= 8 {
			bits -= 8
			data = append(data, byte(held>>bits))
			held &= 1<<bits - 1
		}
	}
	if !mostlyText(data) && s.unpack(data) == nil {
		return nil
	}
	return data
}

// spellsBase32 reports whether the first eight characters are five bytes of text, or the start of something compressed, in one of the alphabets.
func spellsBase32(s string) bool {
	for _, a := range base32Alphabets {
		v, ok := uint64(0), true
		for i := 0; i < 8 && ok; i++ {
			d := a.value[s[i]]
			ok = d >= 0
			v = v<<5 | uint64(d)
		}
		if ok && fiveOfText(v) {
			return true
		}
	}
	return false
}

// groupedBase32 reports whether groups of one length spell ten characters in base32, in capitals: "IFFUSQKB-KJIEMSCT-INLFIWKI".
func groupedBase32[T string | []byte](s T) bool {
	var run [16]byte
	n := 0
	for i := 0; i < len(s) && n < len(run); i++ {
		switch {
		case is(s[i], clUpper|clDigit):
			run[n] = s[i]
			n++
		case isWordByte(s[i]):
			return false
		}
	}
	return n == len(run) && slices.ContainsFunc(base32Alphabets[:], func(a *radix) bool {
		bits, held := 0, 0
		for _, c := range run {
			d := int(a.value[c])
			if d < 0 {
				return false
			}
			if held, bits = held<<5|d, bits+5; bits >= 8 {
				bits -= 8
				if c := byte(held >> bits); c < 0x20 || c >= 0x7f {
					return false
				}
			}
		}
		return true
	})
}

func fiveOfText(v uint64) bool {
	if v>>16 == 0x1f8b08 || v>>24 == 0x789c || v>>24 == 0x78da {
		return true
	}
	for shift := 32; shift >= 0; shift -= 8 {
		switch c := byte(v >> shift); {
		case c >= 0x20 && c < 0x7f, c >= 0x80 && c < 0xf0, c == '\n', c == '\t', c == '\r':
		default:
			return false
		}
	}
	return true
}
