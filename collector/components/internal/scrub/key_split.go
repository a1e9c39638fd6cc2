package scrub

import (
	"strings"
	"unicode"
)

// splitKey cuts a key into lower-case segments: at every character that is no letter or digit,
// and where camelCase changes ("cardNumber", "IDNumber", "address2" gives "address", "2").
func splitKey(key string) []string {
	var segments []string
	runes := []rune(key)
	start := 0
	flush := func(end int) {
		if end > start {
			segments = append(segments, strings.ToLower(string(runes[start:end])))
		}
	}
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			flush(i)
			start = i + 1
			continue
		}
		if i == start {
			continue
		}
		prev := runes[i-1]
		switch {
		case unicode.IsUpper(r) && (unicode.IsLower(prev) || unicode.IsDigit(prev)):
			flush(i)
			start = i
		case unicode.IsLower(r) && unicode.IsUpper(prev) && i-1 > start:
			flush(i - 1)
			start = i - 1
		}
	}
	flush(len(runes))
	return segments
}

// phraseIndex answers which kind the last words of a key stand for.
type phraseIndex map[string]Kind

var builtinPhrases, personWords = func() (phraseIndex, map[string]bool) {
	index := phraseIndex{}
	for kind, list := range phrases {
		for _, p := range list {
			index[p] = kind
			if joined := strings.ReplaceAll(p, " ", ""); len(joined) > 3 {
				index[joined] = kind
			}
		}
	}
	people := map[string]bool{}
	for _, p := range persons {
		people[p] = true
		index[p+"name"] = Name
		index[p+"email"], index[p+"mail"] = Email, Email
		index[p+"phone"], index[p+"mobile"] = Phone, Phone
	}
	return index, people
}()

// kindOf classifies a split key by its last words.
func (index phraseIndex) kindOf(segments []string) (kind Kind, plural bool) {
	for len(segments) > 1 && (neutral[segments[len(segments)-1]] || isNumeric(segments[len(segments)-1])) {
		segments = segments[:len(segments)-1]
	}
	n := len(segments)
	if n == 0 {
		return None, false
	}
	if trimmed := strings.TrimRight(segments[n-1], "0123456789"); len(trimmed) > 2 && trimmed != segments[n-1] && len(segments[n-1])-len(trimmed) <= 2 && !knownWithDigits[segments[n-1]] {
		segments = append(append([]string(nil), segments[:n-1]...), trimmed) // "firstName1"
	}
	if k := headKind(index, segments); k != None {
		return k, false
	}
	for take := min(4, n); take > 0; take-- {
		phrase := strings.Join(segments[n-take:], " ")
		k, ok := index[phrase]
		if !ok {
			phrase = strings.TrimSuffix(phrase, "s")
			if k, ok = index[phrase]; ok {
				plural = true
			}
		}
		if !ok && take == 1 {
			trimmed := strings.TrimRight(phrase, "0123456789")
			if len(trimmed) > 2 {
				k, ok = index[trimmed]
			}
		}
		if !ok {
			continue
		}
		if n > take && notSecret[phrase][segments[n-take-1]] {
			return None, false
		}
		return k, plural
	}
	return personalKind(segments), false
}

// knownWithDigits end in a digit that belongs to the name.
var knownWithDigits = words("track1 track2 cvv2 cvc2 addressline1 addressline2 address1 address2 addr1 addr2 line1 line2 sha1 base64 x509 oauth2 http2 s3 ec2 utf8 ipv4 ipv6 k8s")

// headKind classifies keys of languages that put the noun first: "שם הלקוח", "اسم الزبون", "כתובת למשלוח".
func headKind(index phraseIndex, segments []string) Kind {
	if segments[0][0] < 0xd7 || segments[0][0] > 0xdb {
		return None
	}
	for take := min(3, len(segments)); take > 0; take-- {
		if k, ok := index[strings.Join(segments[:take], " ")]; ok {
			return k
		}
	}
	return None
}

// personalKind handles "customer.name" and a bare "address" that is no machine's.
func personalKind(segments []string) Kind {
	n := len(segments)
	last := strings.TrimRight(segments[n-1], "0123456789")
	kind, ok := personal[last]
	if !ok {
		return None
	}
	for i := n - 2; i >= 0 && i >= n-5; i-- {
		s := segments[i]
		if personWords[s] || personWords[strings.TrimSuffix(s, "s")] {
			if segments[i+1] == "agent" {
				return None
			}
			return kind
		}
		if !between[s] && !isNumeric(s) {
			break
		}
	}
	if last == "address" && (n == 1 || !infrastructure[segments[n-2]]) {
		return Address
	}
	return None
}

func isNumeric(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
