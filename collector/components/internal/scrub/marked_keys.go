package scrub

import "bytes"

// markedKeys are keys that show by a mark inside them or in front: how many characters before it belong to the key, how many behind it
// there are at least.
var markedKeys = []struct {
	mark          string
	before, after int
}{{".atlasv1.", 14, 40}, {":APA91b", 11, 100}, {"8Q~", 3, 30}, {"/api/webhooks/", 0, 30}, {"/webhookb2/", 0, 30}, {"FFFFNRAL", 32, 0},
	{"pbkdf2_sha256$", 0, 30}, {"$2a$", 0, 50}, {"$2b$", 0, 50}, {"$2y$", 0, 50}, {"$1$", 0, 20}, {"$5$", 0, 40}, {"$6$", 0, 60}, {"$y$", 0, 40}, {"$argon2", 0, 40}, {"$scrypt$", 0, 40}}

// keysByMark finds them.
func (r *reading) keysByMark() {
	for _, k := range markedKeys {
		mark := []byte(k.mark)
		for from := 0; ; {
			n := bytes.Index(r.b[from:], mark)
			if n < 0 {
				break
			}
			at := from + n
			lo, hi := at, at+len(mark)
			if mark[0] == '/' {
				lo = hi // the address of the service stays
			}
			for at-lo < k.before && lo > 0 && isKeyByte(r.b[lo-1]) {
				lo--
			}
			for hi < len(r.b) && isKeyByte(r.b[hi]) {
				hi++
			}
			if at-lo == k.before && hi-at-len(mark) >= k.after || mark[0] == '/' && hi-lo >= k.after {
				r.add(lo, hi, Secret)
			}
			from = max(hi, at+1)
		}
	}
}

// isKeyByte tells the characters of keys, tokens and the hashes of passwords.
func isKeyByte(c byte) bool {
	return is(c, clBase64) || c == '.' || c == '$' || c == '=' || c == ',' || c == '~' || c == '@'
}
