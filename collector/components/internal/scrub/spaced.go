package scrub

// maxGap bounds what stands between the single characters of one text: </b><b>.
const maxGap = 16

// separatorAt returns the length of what stands behind the character at i and again behind the next one; 0 when nothing does.
func separatorAt(b []byte, i, size int) int {
	from := i + size
	for n := 1; n <= maxGap && from+n < len(b); n++ {
		if isWordByte(b[from]) {
			return 0
		}
		next := from + n
		if c := b[next]; c == ',' || c == '[' || c == ']' || c == '<' || c == '>' || c == '|' || is(c, clQuote) {
			continue
		}
		after := next + runeSize(b, next)
		if after+n <= len(b) && string(b[from:next]) == string(b[after:after+n]) {
			return n
		}
	}
	return 0
}

// maxSigns in a row stand in no text that somebody spaced: +, or the @ and . of an address.
const maxSigns = 3

// spacedEnd returns the end of a text that starts at i and has the same separator between all its characters: d-a-n-a, [d][a][n][a],
// <b>d</b><b>a</b>; 0 when there is none.
func spacedEnd(b []byte, i int) int {
	if !isWordByte(b[i]) && b[i] != '+' || i > 0 && isWordByte(b[i-1]) {
		return 0
	}
	size := runeSize(b, i)
	gap := separatorAt(b, i, size)
	if gap == 0 {
		return 0
	}
	separator := string(b[i+size : i+size+gap])
	words, signs, end, before := 0, 0, 0, 0
	for j := i; ; {
		if isWordByte(b[j]) {
			words, signs = words+1, 0
		} else if signs++; signs > maxSigns { // would be walked again from the next sign, and the next
			break
		}
		end, before = j+size, end
		if end+gap >= len(b) || string(b[end:end+gap]) != separator {
			break
		}
		j = end + gap
		size = runeSize(b, j)
		if size > 1 && j+size > len(b) {
			break
		}
	}
	if end < len(b) && isWordByte(b[end]) { // the last is the start of a word
		words, end = words-1, before
	}
	if words < minCharacters {
		return 0
	}
	return end
}
