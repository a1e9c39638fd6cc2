package scrub

import "slices"

// searchPlainAlphabets tries base32 and base58 on a run. Their alphabets hold no sign, so each part of a path or an id is read by itself.
// clean is the run in where without line breaks, at maps an index of it back.
func (s *Scanner) searchPlainAlphabets(key *Key, v *view, where span, clean []byte, at func(int) int, found []finding) ([]finding, bool) {
	for lo := 0; lo < len(clean); {
		hi := len(clean)
		if n := slices.IndexFunc(clean[lo:], setsApart); n >= 0 {
			hi = lo + n
		}
		part, in := clean[lo:hi], span{where.lo + at(lo), where.hi}
		if hi < len(clean) {
			in.hi = where.lo + at(hi)
		}
		lo = hi + 1
		var ok bool
		for _, a := range base32Alphabets {
			if found, ok = s.searchDecoded(key, v, in, s.readBase32(part, a), nil, found); !ok {
				return nil, false
			}
		}
		for _, a := range bigAlphabets {
			if !a.endsInText(part) {
				continue
			}
			if !s.spend(len(part) * len(part) / 16) {
				return nil, false
			}
			if found, ok = s.searchDecoded(key, v, in, a.readBigNumber(part), nil, found); !ok {
				return nil, false
			}
		}
	}
	return found, true
}

// minBigNumber and maxBigNumber bound the numbers that are read: a short one says too little, and the cost grows with the square.
const minBigNumber, maxBigNumber = 11, 256

// bigAlphabets are those in which a text is written as one number: base58 of Bitcoin, Flickr and Ripple, base62 in its orders, base36 and ten.
var bigAlphabets = func() (all []*radix) {
	for _, alphabet := range []string{"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ",
		"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz", digits10 + upper26 + lower26, digits10 + lower26 + upper26, upper26 + lower26 + digits10, digits10} {
		all = append(all, newRadix(alphabet, len(alphabet), 0))
	}
	return append(all, base36)
}()

// base36 takes letters of either case.
var base36 = func() *radix {
	r := newRadix(digits10+lower26, 36, 0)
	for c := byte('A'); c <= 'Z'; c++ {
		r.value[c] = r.value[c-'A'+'a']
	}
	return r
}()

// endsInText reports whether the number that the characters write ends in eight bytes of text. It takes one multiplication a character,
// since what is above those bytes does not matter.
func (r *radix) endsInText(run []byte) bool {
	if len(run) < minBigNumber || len(run) > maxBigNumber {
		return false
	}
	v := uint64(0)
	for _, c := range run {
		d := r.value[c]
		if d < 0 {
			return false
		}
		v = v*uint64(r.chars) + uint64(d)
	}
	for shift := 0; shift < 64; shift += 8 {
		if c := byte(v >> shift); c < 0x20 && !is(c, clSpace) || c == 0x7f || c >= 0xf0 {
			return false
		}
	}
	return true
}

// bigNumber is the number that a run of its characters writes, highest byte first, without zeros in front. The run has at most
// maxBigNumber characters.
func (r *radix) bigNumber(run []byte) []byte {
	var digits [maxBigNumber]byte // base 256, lowest first
	n := 0
	for _, c := range run {
		carry := int(r.value[c])
		for i := 0; i < n; i++ {
			carry += int(digits[i]) * r.chars
			digits[i] = byte(carry)
			carry >>= 8
		}
		for ; carry > 0; carry >>= 8 {
			digits[n] = byte(carry)
			n++
		}
	}
	slices.Reverse(digits[:n])
	return slices.Clone(digits[:n])
}

// readBigNumber decodes a run that is text written as one number, nil when it is not.
func (r *radix) readBigNumber(run []byte) []byte {
	data := r.bigNumber(run)
	if len(data) == 0 || data[0] < 0x20 || data[0] == 0x7f || textBytes(data) < len(data) {
		return nil
	}
	return data
}
