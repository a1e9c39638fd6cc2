package scrub

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// rememberedNames are the names that stood under the key of a name in a batch: they are masked in the other texts of the batch too.
// A sender cannot use them to blank out words: a part of a name counts by itself only when it is no usual word.
type rememberedNames struct {
	texts  []string
	starts pairs
}

// maxRemembered bounds the names and parts of names of a batch, maxRememberedBytes the length of one.
const maxRemembered, maxRememberedBytes = 256, 64

// Remembers reports whether the scanner has seen names that other texts of the batch may repeat.
func (s *Scanner) Remembers() bool { return len(s.names.texts) > 0 }

// Recall makes the scanner look for the remembered names alone, until the next batch.
func (s *Scanner) Recall() { s.recalling = true }

func (s *Scanner) forgetNames() {
	if len(s.names.texts) > 0 {
		s.names.texts, s.names.starts = s.names.texts[:0], pairs{}
	}
	s.recalling = false
}

// remember notes the value of a name.
func (s *Scanner) remember(v string) {
	if s.recalling || len(v) < 4 || len(v) > maxRememberedBytes || len(s.names.texts) >= maxRemembered {
		return
	}
	parts := strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '_' || r == '+' })
	if len(parts) == 0 || len(parts) > 4 {
		return
	}
	for _, part := range parts {
		for _, r := range part {
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '-' && r != '\'' && r != '’' && r != '"' && r != '.' {
				return // no name: an id, a sentence, a marker
			}
		}
	}
	if len(parts) > 1 {
		s.names.add(strings.Join(parts, " "))
		s.names.add(parts[len(parts)-1] + ", " + strings.Join(parts[:len(parts)-1], " "))
	}
	for _, part := range parts {
		if tellsByItself(part) {
			s.names.add(part)
		}
	}
}

// tellsByItself reports whether one part of a name is a name wherever it stands.
func tellsByItself(part string) bool {
	if utf8.RuneCountInString(part) < 3 || notNames[strings.ToLower(part)] || ambiguous[part] {
		return false
	}
	if part[0] >= 0x80 {
		return firstOther[part] || lastOther[part]
	}
	return is(part[0], clUpper) && !isCaps(part) && !usual.has(foldedHash([]byte(part)))
}

func (n *rememberedNames) add(text string) {
	if len(n.texts) >= maxRemembered {
		return
	}
	for _, known := range n.texts {
		if known == text {
			return
		}
	}
	n.texts = append(n.texts, strings.Clone(text))
	k := uint(text[0])<<8 | uint(text[1])
	n.starts[k>>6] |= 1 << (k & 63)
}

// at returns the length of the longest remembered name that starts at i, as whole words.
func (n *rememberedNames) at(b []byte, i int) (length int) {
	if i+1 >= len(b) || !n.starts.has(b[i], b[i+1]) || i > 0 && isWordByte(b[i-1]) && !(b[i] >= 0x80 && hebrewPrefix(b, i)) {
		return 0
	}
	for _, text := range n.texts {
		if len(text) > length && len(b)-i >= len(text) && string(b[i:i+len(text)]) == text && (i+len(text) == len(b) || !isWordByte(b[i+len(text)])) {
			length = len(text)
		}
	}
	return length
}

// hebrewPrefix tells one letter in front of a Hebrew name: "לדנה".
func hebrewPrefix(b []byte, i int) bool {
	return i >= 2 && b[i-2] == 0xd7 && (i == 2 || !isWordByte(b[i-3])) && strings.Contains("לבושהמכ", string(b[i-2:i]))
}

func (n *rememberedNames) in(v []byte) bool {
	for i := range v {
		if n.at(v, i) > 0 {
			return true
		}
	}
	return false
}

// recalled finds the remembered names.
func (r *reading) recalled() {
	for i := 0; i < len(r.b); i++ {
		if n := r.s.names.at(r.b, i); n > 0 {
			r.add(i, i+n, Name)
			i += n - 1
		}
	}
}
