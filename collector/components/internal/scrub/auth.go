package scrub

// authSchemes are the words before credentials; the value says whether a short token is enough.
var authSchemes = map[string]bool{"bearer": true, "basic": true, "digest": true, "negotiate": true, "apikey": true, "hmac": false, "ntlm": true,
	"hawk": true, "jwt": false, "oauth": false, "dpop": true, "scram": false, "splunk": false}

// schemes finds "Bearer <token>", "Basic <base64>" and "Digest username=...".
func (r *reading) schemes() {
	b := r.b
	for i := 0; i < len(b); i++ {
		if !isAlpha(b[i]) {
			continue
		}
		lo := i
		for i < len(b) && isAlpha(b[i]) {
			i++
		}
		if i-lo < 3 || i-lo > 9 || i >= len(b) || b[i] != ' ' && b[i] != ':' || lo > 0 && isWordByte(b[lo-1]) {
			continue
		}
		short, known := authSchemes[foldString(b[lo:i])]
		if !known {
			continue
		}
		start := i
		for start < len(b) && start < i+4 && (b[start] == ' ' || b[start] == ':' || b[start] == '"' || b[start] == '\'') {
			start++
		}
		if hasFoldPrefix(b[start:], "username=") || hasFoldPrefix(b[start:], "realm=") || hasFoldPrefix(b[start:], "nonce=") || hasFoldPrefix(b[start:], "id=") {
			r.add(start, lineEnd(b, start, 1024), Auth)
			continue
		}
		end, digit, mixed := start, false, false
		for end < len(b) && (is(b[end], clBase64) || b[end] == '.' || b[end] == '=' || b[end] == '~' || b[end] == '%') {
			digit = digit || isDigit(b[end])
			mixed = mixed || end > start && is(b[end], clUpper) && is(b[end-1], clLower) || b[end] == '=' || b[end] == '_'
			end++
		}
		for end > start && b[end-1] == '.' {
			end--
		}
		n := end - start
		if n >= 6 && (digit || mixed && n >= 8 || n > 20) && (short || n >= 16) {
			r.add(start, end, Auth)
			i = end - 1
		}
	}
}

func foldString(b []byte) string {
	var buf [16]byte
	n := copy(buf[:], b)
	for i := range buf[:n] {
		buf[i] = lower(buf[i])
	}
	return string(buf[:n])
}

// lineEnd finds the end of the line (or of a quoted header) within limit bytes.
func lineEnd(b []byte, i, limit int) int {
	end := min(len(b), i+limit)
	for j := i; j < end; j++ {
		if b[j] == '\n' || b[j] == '\r' {
			return j
		}
	}
	return end
}
