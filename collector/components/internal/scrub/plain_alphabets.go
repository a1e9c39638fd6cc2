package scrub

import (
	"bytes"
	"encoding/base32"
)

var base32Alphabets = []*base32.Encoding{base32.StdEncoding.WithPadding(base32.NoPadding), base32.HexEncoding.WithPadding(base32.NoPadding)}

// base32Tail is how many characters of a last group of base32 make whole bytes.
var base32Tail = [8]int{0, 0, 2, 2, 4, 5, 5, 7}

// searchPlainAlphabets tries base32 and base58 on a run. Their alphabets hold no slash, so each part of a path is read by itself.
// clean is the run in where without line breaks, at maps an index of it back.
func (s *Scanner) searchPlainAlphabets(key *Key, v *view, where span, clean []byte, at func(int) int, found []finding) ([]finding, bool) {
	for lo := 0; lo < len(clean); {
		hi := len(clean)
		if n := bytes.IndexByte(clean[lo:], '/'); n >= 0 {
			hi = lo + n
		}
		part, in := clean[lo:hi], span{where.lo + at(lo), where.hi}
		if hi < len(clean) {
			in.hi = where.lo + at(hi)
		}
		lo = hi + 1
		for _, data := range [...][]byte{readBase32(part, 0), readBase32(part, 1), readBase58(part)} {
			var ok bool
			if found, ok = s.searchDecoded(key, v, in, data, nil, found); !ok {
				return nil, false
			}
		}
	}
	return found, true
}

// readBase32 decodes a part that is text in an alphabet of base32, in letters of one case; nil when it is not.
func readBase32(part []byte, alphabet int) []byte {
	if len(part) < 12 {
		return nil
	}
	var classes uint16
	for _, c := range part {
		classes |= classOf[c] & (clUpper | clLower)
	}
	if classes == clUpper|clLower || classes == 0 {
		return nil
	}
	text := bytes.ToUpper(part[:len(part)/8*8+base32Tail[len(part)%8]])
	data := make([]byte, base32Alphabets[alphabet].DecodedLen(len(text)))
	n, err := base32Alphabets[alphabet].Decode(data, text)
	if err != nil || !mostlyText(data[:n]) {
		return nil
	}
	return data[:n]
}

// maxBase58 bounds a decoding whose cost grows with the square of the length.
const maxBase58 = 96

var base58Value = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i, c := range []byte("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz") {
		t[c] = int8(i)
	}
	return
}()

// readBase58 decodes a run that is text in base58, nil when it is not.
func readBase58(run []byte) []byte {
	if len(run) < 11 || len(run) > maxBase58 {
		return nil
	}
	var digits [maxBase58]byte // base 256, lowest first
	n := 0
	for _, c := range run {
		carry := int(base58Value[c])
		if carry < 0 {
			return nil
		}
		for i := 0; i < n; i++ {
			carry += int(digits[i]) * 58
			digits[i] = byte(carry)
			carry >>= 8
		}
		for ; carry > 0; carry >>= 8 {
			digits[n] = byte(carry)
			n++
		}
	}
	data := make([]byte, n)
	for i := range data {
		data[i] = digits[n-1-i]
	}
	if textBytes(data) < len(data) {
		return nil
	}
	return data
}
