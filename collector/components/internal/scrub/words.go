package scrub

// word is a run of letters (of any script), or of digits.
type word struct {
	lo, hi int
	hash   uint32 // of its letters, ASCII folded
	roles  uint32
}

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
			r.words = append(r.words, word{lo: lo, hi: i})
		case isWordByte(b[i]):
			lo, hash := i, wordSeed
			for i < len(b) && (isAlpha(b[i]) || b[i] >= 0x80 || r.insideWord(lo, i)) {
				hash = (hash ^ uint32(lower(b[i]))) * wordPrime
				i++
			}
			if i < len(b) && b[i] == '\'' && b[i-1] >= 0x80 { // רח' and גב' end in a mark
				hash = (hash ^ '\'') * wordPrime
				i++
			}
			w := word{lo, i, hash, lexicon[lexiconSlot(hash)]}
			if w.roles&roleCiphers != 0 {
				w.roles = w.roles&^roleCiphers | cipherRole(b[lo:i])
			}
			r.roles |= w.roles
			r.words = append(r.words, w)
		default:
			i++
		}
	}
}

// insideWord tells a mark that belongs to the word around it: ד"ר, בן-דוד, O'Connor.
func (r *reading) insideWord(lo, i int) bool {
	b := r.b
	if i == lo || i+1 >= len(b) {
		return false
	}
	switch b[i] {
	case '\'':
		return b[i-1] >= 0x80 && b[i+1] >= 0x80 || is(b[i+1], clUpper) && is(b[lo], clUpper)
	case '"':
		return b[i-1] >= 0x80 && b[i+1] >= 0x80
	case '-':
		return b[lo] >= 0x80 && b[i-1] >= 0x80 && b[i+1] >= 0x80
	}
	return false
}
