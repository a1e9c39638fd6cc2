package scrub

import "bytes"

// decodeQuotedPrintable undoes =XX and soft line breaks.
func decodeQuotedPrintable(from *view) *view {
	b := from.b
	if !hasQuotedPrintable(b) {
		return nil
	}
	out, changed, escapes, word := newBuilder(from), false, 0, false
	for i := 0; i < len(b); {
		if n := encodedWord(b, i); n > 0 {
			changed, word = true, true
			i += n
			continue
		}
		if word && b[i] == '?' && i+1 < len(b) && b[i+1] == '=' {
			word = false
			i += 2
			continue
		}
		if word && b[i] == '_' {
			out.put(i, i+1, ' ')
			i++
			continue
		}
		if b[i] == '=' && i+1 < len(b) {
			if b[i+1] == '\n' {
				changed = true
				i += 2
				continue
			}
			if i+2 < len(b) {
				if b[i+1] == '\r' && b[i+2] == '\n' {
					changed = true
					i += 3
					continue
				}
				if hi, lo := hexValue(b[i+1]), hexValue(b[i+2]); hi >= 0 && lo >= 0 && hi<<4|lo >= 0x09 {
					changed = true
					escapes++
					out.put(i, i+3, byte(hi<<4|lo))
					i += 3
					continue
				}
			}
		}
		out.put(i, i+1, b[i])
		i++
	}
	if !changed {
		return nil
	}
	out.out.cipher = from.cipher || escapes < 3 // a parameter whose value starts with two hexadecimal digits reads the same
	return &out.out
}

// encodedWord returns the length of what starts a word in quoted-printable of a mail header, =?utf-8?Q?, or 0.
func encodedWord(b []byte, i int) int {
	if b[i] != '=' || i+1 >= len(b) || b[i+1] != '?' {
		return 0
	}
	j := i + 2
	for j < len(b) && j-i < 32 && (isAlnum(b[j]) || b[j] == '-' || b[j] == '_') {
		j++
	}
	if j == i+2 || j+2 >= len(b) || b[j] != '?' || lower(b[j+1]) != 'q' || b[j+2] != '?' {
		return 0
	}
	return j + 3 - i
}

func hasQuotedPrintable(b []byte) bool {
	for i, c := range b {
		if c == '=' && i+1 < len(b) && (b[i+1] == '\n' || b[i+1] == '\r' || i+2 < len(b) && hexValue(b[i+1]) >= 0 && hexValue(b[i+2]) >= 0) {
			return true
		}
	}
	return false
}

// decodePlus reads + as a space, as forms write it.
func decodePlus(from *view) *view {
	b := from.b
	between := false
	for i := 1; i+1 < len(b) && !between; i++ {
		between = b[i] == '+' && plusFollows(b[i-1]) && (isWordByte(b[i+1]) || b[i+1] == '=' || b[i+1] == '(' || b[i+1] == '$' || is(b[i+1], clQuote))
	}
	if !between {
		return nil
	}
	out := newBuilder(from)
	for i, c := range b {
		if c == '+' && i > 0 && (plusFollows(b[i-1]) || b[i-1] == '+') {
			c = ' '
		}
		out.put(i, i+1, c)
	}
	return &out.out
}

// plusFollows tells the bytes behind which a form writes a space as +.
func plusFollows(c byte) bool {
	return isWordByte(c) || c == ',' || c == ':' || c == '=' || c == '>' || c == ')' || c == '.' || is(c, clQuote)
}

// decodeSpelled reads "dana (at) example [dot] com".
func decodeSpelled(from *view) *view {
	b := from.b
	first := -1
	for i := 0; i < len(b) && first < 0; i++ {
		if b[i] == '(' || b[i] == '[' || b[i] == '{' || b[i] == '<' {
			if n, _ := spelledAt(b, i); n > 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return nil
	}
	out, changed := newBuilder(from), false
	for i := 0; i < len(b); {
		if n, c := spelledAt(b, i); n > 0 {
			changed = true
			out.put(i, i+n, c)
			i += n
			continue
		}
		out.put(i, i+1, b[i])
		i++
	}
	if !changed {
		return nil
	}
	return &out.out
}

func spelledAt(b []byte, i int) (n int, c byte) {
	j := i
	for j < len(b) && j-i < 3 && b[j] == ' ' {
		j++
	}
	if j >= len(b) || b[j] != '(' && b[j] != '[' && b[j] != '{' && b[j] != '<' {
		return 0, 0
	}
	j++
	for j < len(b) && b[j] == ' ' && j-i < 6 {
		j++
	}
	switch {
	case hasFoldPrefix(b[j:], "at"):
		c, j = '@', j+2
	case hasFoldPrefix(b[j:], "dot"):
		c, j = '.', j+3
	case hasFoldPrefix(b[j:], "@"):
		c, j = '@', j+1
	case hasFoldPrefix(b[j:], "."):
		c, j = '.', j+1
	default:
		return 0, 0
	}
	for j < len(b) && b[j] == ' ' && j-i < 12 {
		j++
	}
	if j >= len(b) || b[j] != ')' && b[j] != ']' && b[j] != '}' && b[j] != '>' {
		return 0, 0
	}
	j++
	for j < len(b) && b[j] == ' ' && j-i < 14 {
		j++
	}
	return j - i, c
}

// maxIndent bounds a line break with the blanks behind it.
const maxIndent = 12

// unfold joins lines that break inside a word or a number. Only what lies over such a place is found on this reading.
func unfold(from *view) *view {
	b := from.b
	if from.joints != nil || !hasJoint(b) {
		return nil
	}
	out := newBuilder(from)
	for i := 0; i < len(b); {
		end := i
		if b[i] == '\\' && i+1 < len(b) && (b[i+1] == '\n' || b[i+1] == '\r') {
			end++ // the line goes on
		}
		for end < len(b) && end-i < maxIndent && (b[end] == '\n' || b[end] == '\r' || end > i && (b[end] == ' ' || b[end] == '\t')) {
			end++
		}
		if end > i && bytes.IndexByte(b[i:end], '\n') >= 0 && i > 0 && end < len(b) && joins(b[i-1]) && joins(b[end]) {
			out.out.joints = append(out.out.joints, int32(len(out.out.b)))
			i = end
			continue
		}
		out.put(i, i+1, b[i])
		i++
	}
	if out.out.joints == nil {
		return nil
	}
	return &out.out
}

func hasJoint(b []byte) bool {
	for i, c := range b {
		if c == '\n' && i > 0 && i+1 < len(b) && (joins(b[i-1]) || b[i-1] == '\r' || b[i-1] == '\\') {
			return true
		}
	}
	return false
}

func joins(c byte) bool {
	return isWordByte(c) || c == '@' || c == '.' || c == '-' || c == '_' || c == '+' || c == '/' || c == '='
}

// decodeCSS undoes the escapes of style sheets: a backslash, up to six hexadecimal digits, and one space.
func decodeCSS(from *view) *view {
	b := from.b
	if i := bytes.IndexByte(b, '\\'); i < 0 {
		return nil
	}
	out, changed := newBuilder(from), false
	for i := 0; i < len(b); {
		if b[i] == '\\' && i+1 < len(b) && is(b[i+1], clHex) {
			v, j := 0, i+1
			for j < len(b) && j < i+7 && is(b[j], clHex) {
				v = v<<4 | hexValue(b[j])
				j++
			}
			// Without the closing space the escape ends where it has named a printable ASCII character.
			if j == i+7 { // six digits end by themselves
				if j < len(b) && b[j] == ' ' {
					j++
				}
			} else if !(j < len(b) && b[j] == ' ') {
				v, j = hexValue(b[i+1]), i+2
				if j < len(b) && is(b[j], clHex) {
					v, j = v<<4|hexValue(b[j]), j+1
				}
			} else {
				j++
			}
			if v >= 0x20 && v < 0x10ffff {
				changed = true
				out.putRune(i, j, rune(v))
				i = j
				continue
			}
		}
		out.put(i, i+1, b[i])
		i++
	}
	if !changed {
		return nil
	}
	return &out.out
}
