package scrub

import "bytes"

const maxUserInfo = 512

// linkWords are path segments before a one-time token: /reset/<token>.
var linkWords = words("verify verification reset confirm confirmation invite invitation magic activate activation unsubscribe token login recover")

// minLinkToken is the shortest path segment that is taken for a token.
const minLinkToken = 16

// links finds one-time tokens in paths.
func (r *reading) links() {
	b := r.b
	for i := 0; i+1 < len(b); i++ {
		if b[i] != '/' || i == 0 || !isAlpha(b[i-1]) {
			continue
		}
		lo := i
		for lo > 0 && i-lo < 16 && isAlpha(b[lo-1]) {
			lo--
		}
		if !linkWords[foldString(b[lo:i])] {
			continue
		}
		end, digits, letters := i+1, 0, 0
		for end < len(b) && (is(b[end], clBase64) && b[end] != '/' || b[end] == '.' || b[end] == '~' || b[end] == '=') {
			if isDigit(b[end]) {
				digits++
			} else if isAlpha(b[end]) {
				letters++
			}
			end++
		}
		if end-i-1 >= minLinkToken && digits >= 2 && letters > 0 && (end >= len(b) || b[end] != '.') {
			r.add(i+1, end, Token)
			i = end - 1
		}
	}
}

// urls finds the user and password in scheme://user:password@host.
func (r *reading) urls() {
	b := r.b
	for from := 0; ; {
		n := bytes.Index(b[from:], []byte("://"))
		if n < 0 {
			return
		}
		start := from + n + 3
		from = start
		at, end := -1, start
		colon := false
	authority:
		for ; end < len(b) && end-start < maxUserInfo; end++ {
			switch c := b[end]; {
			case c == '@':
				at = end
			case c == '/' || c == '?' || c == '#':
				// A password may hold these unescaped: go on only while a user and a colon, but no host, were seen.
				if at >= 0 || !colon || c == '/' && end+1 < len(b) && b[end+1] == '/' {
					break authority
				}
				if portEnds(b, start, end) {
					break authority
				}
			case c == ':':
				colon = true
			case is(c, clSpace|clQuote) || c == '<' || c == '>' || c == ',' && at >= 0 || c == 0:
				break authority
			}
		}
		if at > start {
			r.add(start, at, Credentials)
		}
		from = max(from, min(end, len(b)))
	}
}

// portEnds reports whether what stands between the last colon and end is a port number, so a host has ended.
func portEnds(b []byte, start, end int) bool {
	i := end
	for i > start && isDigit(b[i-1]) {
		i--
	}
	return i > start && b[i-1] == ':' && end-i >= 2 && end-i <= 5
}
