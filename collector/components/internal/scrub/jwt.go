package scrub

import "bytes"

// jwts finds tokens whose first part decodes to a JSON header: signed, unsigned, encrypted, or cut short.
func (r *reading) jwts() {
	b := r.b
	for from := 0; ; {
		n := bytes.Index(b[from:], []byte("eyJ"))
		if n < 0 {
			return
		}
		lo := from + n
		hi := lo
		for hi < len(b) && (is(b[hi], clBase64) || b[hi] == '.' || b[hi] == '=') {
			hi++
		}
		from = hi
		dot := bytes.IndexByte(b[lo:hi], '.')
		head := b[lo:hi]
		if dot >= 0 {
			head = b[lo : lo+dot]
		}
		if len(head) > 512 {
			head = head[:512]
		}
		decoded := decodeBase64(head)
		if bytes.Contains(decoded, []byte(`"alg"`)) || bytes.Contains(decoded, []byte(`"typ"`)) || bytes.Contains(decoded, []byte(`"enc"`)) ||
			bytes.Contains(decoded, []byte(`"kid"`)) || dot > 0 && bytes.HasPrefix(decoded, []byte(`{"`)) {
			for hi > lo && b[hi-1] == '.' && (hi == len(b) || b[hi-2] != '.' && bytes.Count(b[lo:hi], []byte(".")) != 2) {
				hi--
			}
			r.add(lo, hi, JWT)
		}
	}
}
