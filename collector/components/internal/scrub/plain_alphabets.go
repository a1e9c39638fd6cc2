package scrub

import (
	"bytes"
	"encoding/base32"
	"slices"
)

var base32Alphabets = []*base32.Encoding{base32.StdEncoding.WithPadding(base32.NoPadding), base32.HexEncoding.WithPadding(base32.NoPadding),
	base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)}

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
		for _, data := range [...][]byte{s.readBase32(part, 0), s.readBase32(part, 1), s.readBase32(part, 2), readBigNumber(part, 0), readBigNumber(part, 1), readBigNumber(part, 2), readBigNumber(part, 3)} {
			var ok bool
			if found, ok = s.searchDecoded(key, v, in, data, nil, found); !ok {
				return nil, false
			}
		}
	}
	return found, true
}

// readBase32 decodes a part that is text in an alphabet of base32, in letters of one case; nil when it is not.
func (s *Scanner) readBase32(part []byte, alphabet int) []byte {
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
	if err != nil || !mostlyText(data[:n]) && s.unpack(data[:n]) == nil {
		return nil
	}
	return data[:n]
}

// maxBigNumber bounds a decoding whose cost grows with the square of the length.
const maxBigNumber = 96

// bigAlphabets are those in which a text is written as one number: base58 of Bitcoin and of Flickr, base62 in both orders.
var bigAlphabets = func() (all [4]*radix) {
	for i, alphabet := range []string{"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ",
		digits10 + upper26 + lower26, digits10 + lower26 + upper26} {
		all[i] = newRadix(alphabet, len(alphabet), 0)
	}
	return
}()

// readBigNumber decodes a run that is text written as one number, nil when it is not.
func readBigNumber(run []byte, alphabet int) []byte {
	if len(run) < 11 || len(run) > maxBigNumber {
		return nil
	}
	var digits [maxBigNumber]byte // base 256, lowest first
	n, a := 0, bigAlphabets[alphabet]
	for _, c := range run {
		carry := int(a.value[c])
		if carry < 0 {
			return nil
		}
		for i := 0; i < n; i++ {
			carry += int(digits[i]) * a.chars
			digits[i] = byte(carry)
			carry >>= 8
		}
		for ; carry > 0; carry >>= 8 {
			digits[n] = byte(carry)
			n++
		}
	}
	if n == 0 || digits[n-1] < 0x20 || digits[n-1] == 0x7f {
		return nil
	}
	slices.Reverse(digits[:n])
	if textBytes(digits[:n]) < n {
		return nil
	}
	return slices.Clone(digits[:n])
}
