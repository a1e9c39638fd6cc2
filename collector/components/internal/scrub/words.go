package scrub

// word is a run of letters (of any script), or of digits.
type word struct{ lo, hi int }

// split cuts the text into words once.
func (r *reading) split() {
	if len(r.words) > 0 {
		return
	}
	b := r.b
	for i := 0; i < len(b); {
		switch {
		case isDigit(b[i]):
			lo := i
			for i < len(b) && isDigit(b[i]) {
				i++
			}
			r.words = append(r.words, word{lo, i})
		case isWordByte(b[i]):
			lo := i
			for i < len(b) && (isAlpha(b[i]) || b[i] >= 0x80 ||
				(b[i] == '\'' || b[i] == '"' || b[i] == '-' && b[lo] >= 0x80) && i > lo && b[i-1] >= 0x80 && i+1 < len(b) && b[i+1] >= 0x80 ||
				b[i] == '\'' && i > lo && i+1 < len(b) && is(b[i+1], clUpper) && is(b[lo], clUpper)) { // O'Connor
				i++
			}
			if i < len(b) && b[i] == '\'' && b[i-1] >= 0x80 { // רח' and גב' end in a mark
				i++
			}
			r.words = append(r.words, word{lo, i})
		default:
			i++
		}
	}
}
