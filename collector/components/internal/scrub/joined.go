package scrub

import "bytes"

// decodeJoined reads across what only separates the parts of one value: tags, the ends of string literals, the commas between single
// characters, and the blanks between the groups of an encoded text. Only what lies over such a place is found on this reading.
func decodeJoined(from *view) *view {
	if from.joints != nil || from.cipher || !mayJoin(from.b) {
		return nil
	}
	b, out := from.b, newBuilder(from)
	drop := func(n int, i *int) {
		out.out.joints = append(out.out.joints, int32(len(out.out.b)))
		*i += n
	}
	refused, opened := 0, byte(0)
	for i := 0; i < len(b); {
		if n := tagAt(b, i); n > 0 && meets(b, i, i+n) {
			drop(n, &i)
			continue
		}
		if n := concatenation(b, i); n > 0 && meets(b, i, i+n) {
			drop(n, &i)
			continue
		}
		if n := spacedEnd(b, i); n > 0 {
			size := runeSize(b, i)
			gap := separatorAt(b, i, size)
			for end := n; ; {
				out.put(i, i+size, b[i:i+size]...)
				out.out.joints = append(out.out.joints, int32(len(out.out.b)))
				if i += size; i >= end {
					break
				}
				i += gap
				size = runeSize(b, i)
			}
			if i < len(b) && b[i] == opened { // the bracket or quote around the last one
				drop(1, &i)
			}
			opened = 0
			continue
		}
		if closing := opens(b, i); closing != 0 {
			opened = closing
			drop(1, &i)
			continue
		}
		if end := characterList(b, i); end > 0 {
			for first := true; i < end; first = false {
				n, size := elementAt(b, i, first)
				if size == 0 {
					break
				}
				start := i + n
				out.put(start, start+size, b[start:start+size]...)
				out.out.joints = append(out.out.joints, int32(len(out.out.b)))
				i = start + size
			}
			continue
		}
		if i < refused { // part of a row of groups that is no encoded text
			out.put(i, i+1, b[i])
			i++
			continue
		}
		end, encoded := groupsEnd(b, i)
		if !encoded {
			refused = end
		} else {
			for ; i < end; i++ {
				concatenated := i > 0 && b[i] == '+' && (b[i-1] == ' ' || is(b[i-1], clQuote)) // two literals
				if is(b[i], clBase64) && b[i] != '-' && !concatenated || b[i] == '=' {
					out.put(i, i+1, b[i])
				} else if n := len(out.out.joints); n == 0 || int(out.out.joints[n-1]) != len(out.out.b) {
					out.out.joints = append(out.out.joints, int32(len(out.out.b)))
				}
			}
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

// opens tells the bracket or quote around the first of a row of characters that each stand in one, and gives what closes it.
func opens(b []byte, i int) (closing byte) {
	if c := b[i]; c != '[' && c != '(' && c != '{' && !is(c, clQuote) || i+2 >= len(b) || spacedEnd(b, i+1) == 0 {
		return 0
	}
	size := runeSize(b, i+1)
	if gap := separatorAt(b, i+1, size); b[i+size+gap] != b[i] {
		return 0
	}
	return b[i+1+size]
}

// meets reports whether what stands before lo and from hi on may be parts of one value: a part may end in a blank, a colon or a comma.
func meets(b []byte, lo, hi int) bool {
	if lo == 0 || hi >= len(b) {
		return false
	}
	before, after := b[lo-1], b[hi]
	return joins(before) && (joins(after) || after == ' ' || after == ':') || joins(after) && (before == ' ' || before == ':' || before == ',')
}

// mayJoin looks for the signs of any of these without building anything.
func mayJoin(b []byte) bool {
	groups, singles := 0, 0
	for i, c := range b {
		switch {
		case c == '<', c == ']' && i > 0 && joins(b[i-1]):
			return true
		case is(c, clQuote) && i > 0 && (joins(b[i-1]) || b[i-1] == ':' || b[i-1] == ',' || b[i-1] == ' '):
			return true
		case c == ' ' || c == '\n' || c == ',' || c == '-':
			if i > 3 && is(b[i-1], clBase64) {
				if groups++; groups > 1 {
					return true
				}
			}
			if i > 1 && !is(b[i-2], clBase64) {
				return true
			}
		case isWordByte(c):
			if i > 0 && isWordByte(b[i-1]) {
				singles = 0
			} else if singles++; singles >= minCharacters {
				return true
			}
		}
	}
	return false
}

// cdataCut ends one CDATA section and starts the next.
var cdataCut = []byte("]]><![CDATA[")

// maxTags tags in a row are read as one; a row of more stands between paragraphs, not inside a value.
const maxTags = 8

// tagAt returns the length of one or more tags that start at i.
func tagAt(b []byte, i int) int {
	start := i
	if bytes.HasPrefix(b[i:], cdataCut) {
		return len(cdataCut)
	}
	for tags := 0; tags < maxTags && i < len(b) && b[i] == '<' && i+1 < len(b) && (isAlpha(b[i+1]) || b[i+1] == '/' || b[i+1] == '!'); tags++ {
		end := i
		for end < len(b) && end-i < 128 && b[end] != '>' {
			end++
		}
		if end >= len(b) || b[end] != '>' {
			break
		}
		i = end + 1
	}
	return i - start
}

// concatenation returns the length of what joins two string literals: " + ", ' || ', "\n ".
func concatenation(b []byte, i int) int {
	if !is(b[i], clQuote) {
		return 0
	}
	j, signs := i+1, 0
	for j < len(b) && j-i < 16 && (b[j] == ' ' || b[j] == '\n' || b[j] == '\r' || b[j] == '\t' || b[j] == '+' || b[j] == '.' || b[j] == '&' || b[j] == '|' || b[j] == '\\') {
		if b[j] == '+' || b[j] == '.' || b[j] == '&' || b[j] == '|' {
			signs++
		}
		j++
	}
	if j < len(b) && b[j] == b[i] && j > i+1 && signs <= 2 {
		return j + 1 - i
	}
	return 0
}

// minCharacters single characters in a row are read as one text.
const minCharacters = 7

// characterList returns the end of a list of single characters that starts at i: "d","a","n","a" or d a n a.
func characterList(b []byte, i int) int {
	if i > 0 && isWordByte(b[i-1]) || is(b[i], clSpace) {
		return 0
	}
	n := 0
	for j := i; j < len(b); {
		lead, size := elementAt(b, j, n == 0)
		if size == 0 || n > 0 && lead == 0 || n == 0 && lead > 2 {
			break
		}
		end := j + lead + size
		if end < len(b) && isWordByte(b[end]) {
			break
		}
		n++
		j, i = end, end
	}
	if n < minCharacters {
		return 0
	}
	return i
}

// elementAt finds a single character at i, or behind the separator that starts there.
func elementAt(b []byte, i int, first bool) (lead, size int) {
	if lead, size = quotedElement(b, i, first); size > 0 {
		return lead, size
	}
	j := i
	for j < len(b) && j-i < 5 && (is(b[j], clQuote) || b[j] == ',' || b[j] == ' ' || b[j] == '[') {
		j++
	}
	if j >= len(b) || is(b[j], clSpace) {
		return 0, 0
	}
	return j - i, runeSize(b, j)
}

// quotedElement reads an element of a list: the quote that ends the one before, a comma, a quote, one character, which may be
// escaped, and a quote.
func quotedElement(b []byte, i int, first bool) (lead, size int) {
	j := i
	if !first {
		if j+2 >= len(b) || !is(b[j], clQuote) || b[j+1] != ',' {
			return 0, 0
		}
		if j += 2; b[j] == ' ' {
			j++
		}
	} else if b[j] == '[' {
		j++
	}
	if j+2 >= len(b) || !is(b[j], clQuote) || !first && b[j] != b[i] {
		return 0, 0
	}
	quote := b[j]
	if j++; b[j] == '\\' {
		j++
	}
	if j+1 >= len(b) {
		return 0, 0
	}
	if size = runeSize(b, j); j+size >= len(b) || b[j+size] != quote {
		return 0, 0
	}
	return j - i, size
}

func runeSize(b []byte, i int) int {
	size := 1
	if b[i] >= 0xc2 {
		for i+size < len(b) && size < 4 && b[i+size]&0xc0 == 0x80 {
			size++
		}
	}
	return size
}

// groupsEnd returns the end of a row of groups of equal length, and whether it is an encoded text that somebody cut: "cXJ1 bGJp cF85 QGll".
func groupsEnd(b []byte, i int) (end int, encoded bool) {
	if !is(b[i], clBase64) || i > 0 && is(b[i-1], clBase64) && b[i-1] != '/' {
		return 0, false
	}
	if b[i] == '/' {
		return i + 1, false // no text in UTF-8 starts like this in base64; the row may start behind it
	}
	slash := 0 // what stands behind the last slash of a path may be the first group
	for k := i; k < len(b) && k-i < 80 && is(b[k], clBase64); k++ {
		if b[k] == '/' {
			slash = k
		}
	}
	if slash > 0 && slash+1 < len(b) && is(b[slash+1], clBase64) && i+80 > slash {
		defer func() {
			if !encoded {
				end = min(max(end, i+1), slash+1)
			}
		}()
	}
	width, groups, mixed := 0, 0, 0
	for j := i; j < len(b); {
		lo := j
		changes := 0
		var last uint16
		for j < len(b) && (is(b[j], clBase64) && b[j] != '-' && (j == lo || b[j-1] != '=') || b[j] == '=' && j > lo) && j-lo <= 80 {
			if class := classOf[b[j]] & (clUpper | clLower | clDigit); class != last {
				changes, last = changes+1, class
			}
			j++
		}
		n := j - lo
		if width == 0 {
			width = n
		}
		if n == 0 || n > width || width < 4 || width > 80 {
			end = max(end, lo)
			break
		}
		groups++
		if changes > 1 {
			mixed++
		}
		if n < width || b[j-1] == '=' {
			if end = j; mixed < 2 || groups < 3 && width < 12 {
				end = lo // the short group may start a row of its own
			}
			break
		}
		end = j
		gap := j
		for j < len(b) && j-gap < 6 && !isWordByte(b[j]) && b[j] != '=' && b[j] != '<' && b[j] != '>' {
			j++
		}
		if j == gap {
			break
		}
	}
	// Of two groups the first may not be the end of a path with a short group behind its slash.
	return end, groups >= 3 && (mixed >= 2 || groupedBase32(b[i:end])) || groups == 2 && mixed == 2 && width >= 12 && slash == 0
}
