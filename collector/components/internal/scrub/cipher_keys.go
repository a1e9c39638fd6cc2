package scrub

import "bytes"

// cipherStart is how the beginning of a key looks in an alphabet that swaps letters, or from its end.
type cipherStart struct {
	text []byte
	role uint32
}

// minCipherStart is the shortest beginning that shows by itself that a key stands there.
const minCipherStart = 4

var cipherStarts, cipherStartPairs = func() (all [256][]cipherStart, first pairs) {
	starts := []string{"eyJhbGci", "-----BEGIN"}
	for _, v := range vendorKeys {
		if len(v.prefix) >= minCipherStart {
			starts = append(starts, v.prefix)
		}
	}
	for _, s := range starts {
		for _, form := range []cipherStart{{[]byte(swapped(s, rot13)), roleRot13}, {[]byte(swapped(s, atbash)), roleAtbash},
			{[]byte(swapped(s, rot47)), roleRot47}, {[]byte(backwards(s)), roleBackwards}} {
			if vendorStarts.has(form.text[0], form.text[1]) && startsSecret(string(form.text)) {
				continue // the beginning of another key
			}
			all[form.text[0]] = append(all[form.text[0]], form)
			n := uint(form.text[0])<<8 | uint(form.text[1])
			first[n>>6] |= 1 << (n & 63)
		}
	}
	return
}()

// cipherKeys gives the roles of the keys of vendors that stand in a text in one of these alphabets.
func cipherKeys(b []byte) (roles uint32) {
	for i := 0; i+minCipherStart <= len(b); i++ {
		if !cipherStartPairs.has(b[i], b[i+1]) {
			continue
		}
		for _, s := range cipherStarts[b[i]] {
			if roles&s.role != 0 || !bytes.HasPrefix(b[i:], s.text) {
				continue
			}
			if end := i + len(s.text); s.role == roleBackwards && (end == len(b) || !isWordByte(b[end])) || s.role != roleBackwards && (i == 0 || !isWordByte(b[i-1])) {
				roles |= s.role
			}
		}
	}
	return roles
}
