package scrub

// clean decides in one pass, without allocating, that a text can hold nothing the detectors know.
// It may say no to a clean text (which then costs a full reading), never yes to a dirty one.
func (t *wordTable) clean(s string, query bool) bool {
	var (
		digits, gap int    // digits so far in a number window, other bytes since the last digit
		dots        int    // dots between digits in the window
		numbers     int    // numbers in the window
		last        int    // digits of the last of them
		caps        int    // capitals in the word
		run, lead   int    // digits at the end of the group, digits at its start
		told        bool   // a word before says what a number is
		skip        int    // where an id that stands here ends
		dotted      int    // groups of four hexadecimal digits in a row, each followed by a dot
		blocked     = -1   // a colon behind a group that is not hexadecimal: no address of version 6 has it
		tok         int    // length of the base64-alphabet run that ends here
		tokUpper    bool   //
		tokLower    bool   //
		tokDigit    int    //
		tokHex      = true //
		tokA        int    // capital A in it
		tokChanges  int    // changes between capitals, small letters and digits
		tokClass    uint16 // class of its last byte
		hash        uint32 // of the word that ends here, folded
		word        int    // its length
		capital     bool   // it starts with a capital
		part        int    // length of its part behind the last slash
		partFrom    int    // changes before that part
		same        int    // length of the groups in a row that may be one encoded text
		groups      int    // how many
		mixedGroups int    // how many of them change between sorts of characters
		strange     = -2   // where the last capitalised word that is no usual one ended
		group       int    // length of the alphanumeric group that ends here
		groupHex    = true //
		pairs       int    // hex pairs in a row
		quads       int    // groups of up to four hex digits in a row, each followed by a colon
		ascii       base64ASCII
		spells      uint8 // groups of base64 in a row that spell ASCII, at most, in the run
	)
	for i := 0; i <= len(s); i++ {
		var c byte
		var k uint16
		if i < len(s) {
			c = s[i]
			k = classOf[c]
		}
		if group == 0 && !query && k&clHex != 0 {
			if skip = skipID(s, i); skip > i {
				c, k, digits, dots, numbers = ' ', clSpace, 0, 0, 0
			}
		}
		if k&(clLower|clUpper|clDigit) != 0 {
			group++
			if k&clHex == 0 {
				groupHex = false
			}
			if k&clDigit == 0 {
				run = 0
			} else {
				if run++; run == group {
					lead = run
				}
				if query && run >= 5 {
					return false
				}
			}
		} else if group > 0 || c == ':' {
			switch {
			case group == 4 && i >= 4 && s[i-4] == '0' && (s[i-3] == 'x' || s[i-3] == 'X'):
				if pairs++; pairs >= 5 {
					return false
				}
			case groupHex && group == 2:
				if pairs++; pairs >= 5 {
					return false
				}
			case group > 0:
				pairs = 0
			}
			if c == ':' && groupHex && group <= 4 {
				if quads++; quads >= 4 || group == 0 && i > 0 && s[i-1] == ':' && blocked != i-1 {
					return false
				}
			} else {
				quads = 0
				if c == ':' {
					blocked = i
				}
			}
			if group == 4 && groupHex {
				if dotted++; c != '.' {
					if dotted > 2 {
						return false
					}
					dotted = 0
				}
			} else {
				dotted = 0
			}
			if group >= minHex && (groupHex && hexSpells(s[i-group:i]) || s[i-group] == '0' && lower(s[i-group+1]) == 'x' && hexSpells(s[i-group+2:i])) {
				return false
			}
			// numbers
			switch {
			case group == 0:
			case run == group: // digits alone
				if digits > 0 && group != 4 && newNumber(s[i-group-gap:i-group], last) {
					digits, dots, numbers = 0, 0, 0
				}
				digits += group
				last = group
				if numbers++; digits >= 7 && (numbers > 1 || told || !plainNumber(s, i-group, i)) {
					return false
				}
				gap = 0
			case groupHex:
				// Digits beside hexadecimal letters are an id, unless it is an account number.
				if lead >= 10 && lead < group && lower(s[i-group+lead]) == 'e' {
					return false // 4.111111111111111E+15
				}
				if group >= 15 && isAlpha(s[i-group]) && isAlpha(s[i-group+1]) && isDigit(s[i-group+2]) {
					return false
				}
				digits, dots, numbers = 0, 0, 0
			default:
				if digits+lead >= 7 || run >= 7 || longRun(s[i-group:i]) {
					return false
				}
				digits, dots, gap, numbers = run, 0, 0, min(run, 1)
			}
			group, groupHex, run, lead = 0, true, 0, 0
		}

		// words
		if k&(clLower|clUpper) != 0 {
			if word > 0 && k&clUpper != 0 && is(s[i-1], clLower) {
				if t.flagged(s, i-word, i, hash, capital) {
					return false
				}
				word = 0
			}
			if word == 0 {
				hash, capital, caps = wordSeed, k&clUpper != 0, 0
			}
			if k&clUpper != 0 {
				caps++
			}
			hash = (hash ^ uint32(lower(c))) * wordPrime
			word++
		} else if word > 0 {
			if t.flagged(s, i-word, i, hash, capital) {
				return false
			}
			if capital && caps == 1 && word >= 3 && !usual.has(hash) {
				if strange == i-word-1 && !isDigit(s[strange]) {
					return false
				}
				strange = i
			} else if !capital && word <= 3 && strange == i-word-1 {
				strange = i // "van", "de"
			}
			flags := t[slotOf(hash)]
			query = query || flags&wordQuery != 0
			told = told || flags&wordTells != 0
			word = 0
		}

		if k&(clLower|clUpper|clDigit) == 0 {
			if gap++; gap > 3 {
				digits, dots, numbers = 0, 0, 0
			} else if c == '.' && digits > 0 {
				if dots++; dots >= 3 {
					return false
				}
			}
		}

		// long tokens
		if k&clBase64 != 0 {
			tok++
			if part++; c == '/' {
				if part > minBase32 && encodedPart(s[i-part+1:i], tokChanges-partFrom) {
					return false
				}
				part, partFrom = 0, tokChanges
			}
			tokUpper = tokUpper || k&clUpper != 0
			tokLower = tokLower || k&clLower != 0
			if k&clDigit != 0 {
				tokDigit++
			}
			tokHex = tokHex && k&clHex != 0
			if c == 'A' {
				tokA++
			}
			if class := k & (clUpper | clLower | clDigit); class != tokClass {
				tokChanges++
				tokClass = class
			}
			if ascii.add(c) && tok >= 12 {
				spells = max(spells, ascii.run[ascii.slot])
			}
			continue
		}
		if part > 3 || part > 0 && groups > 1 {
			if part == same || part < same && groups > 0 {
				if groups++; tokChanges > 1 {
					mixedGroups++
				}
				if groups >= 2 && mixedGroups >= 2 {
					return false
				}
			} else {
				same, groups, mixedGroups = part, 0, 0
				if tokChanges > 1 {
					mixedGroups = 1
				}
			}
		}
		if tok >= minToken {
			switch {
			case spells >= 3 && tokUpper || spells >= 4 && !tokHex:
				return false // a text in base64 without a single capital is longer
			case part >= minBase32 && encodedPart(s[i-part:i], tokChanges-partFrom):
				return false
			case tok >= 36 && tok <= 38 && s[i-tok+32] == '-' && s[i-tok+33] == 'u':
				return false
			case tokHex: // was read as a group
			case tokUpper && tokLower && (tokDigit > 0 || mixes(tokChanges, tokA, tok)), c == '=' && tokUpper && i+1 == len(s) || c == '=' && tokUpper && !is(s[i+1], clBase64):
				return false
			case !tokLower && tokUpper && tok >= 12 && !spellsWords(s[i-tok:i]):
				return false
			}
		}
		tok, tokUpper, tokLower, tokDigit, tokHex, tokA, tokChanges, tokClass, spells, part, partFrom = 0, false, false, 0, true, 0, 0, 0, 0, 0, 0
		ascii = base64ASCII{}

		if skip > i {
			i = skip - 1
			continue
		}
		switch {
		case i == len(s):
			return true
		case k&clHigh != 0, c == '\\', c == '@', c == 0x7f, c < 0x20 && k&clSpace == 0:
			return false
		case c == '%':
			if i+2 < len(s) && (is(s[i+1], clHex) && is(s[i+2], clHex) || s[i+1] == 'u') {
				return false
			}
		case c == '=':
			if quotedPrintable(s, i) || i+1 < len(s) && (s[i+1] == '\n' || s[i+1] == '\r') {
				return false
			}
		case c == '&':
			if entityEnd(s, i) > 0 {
				return false
			}
		case c == '\n':
			if i > 0 && (isAlnum(s[i-1]) || s[i-1] == '.') && i+1 < len(s) && isAlnum(s[i+1]) {
				return false
			}
		case query && (c == '\'' || c == '"'):
			return false
		case c == '<' && i+1 < len(s) && s[i+1] == '~':
			return false
		case c == '+' && (i > 1 && (is(s[i-1], clQuote) || s[i-1] == ' ' && is(s[i-2], clQuote)) || i > 0 && s[i-1] == 'U'):
			return false
		case (c == '"' || c == '\'') && i > 7 && s[i-2] == c && (s[i-4] == c || s[i-5] == c):
			return false // a list of single characters
		case c == '<' && i > 0 && i+1 < len(s) && isAlnum(s[i-1]) && (s[i+1] == '/' || is(s[i+1], clLower)):
			return false
		case c == '(' && i > 1 && s[i-1] == '=' && s[i-2] == ')':
			return false
		case c == '$' && i+4 < len(s) && isDigit(s[i+1]) && (s[i+3] == '=' || s[i+4] == '=' || s[i+2] == '='):
			return false
		case c == '(' || c == '[' || c == '{' || c == '<':
			if spelled(s, i) {
				return false
			}
		}
	}
	return true
}

// entityEnd returns the index just after an HTML entity that starts at i, or 0.
func entityEnd[T string | []byte](s T, i int) int {
	for j := i + 1; j < len(s) && j-i < 34; j++ {
		switch {
		case s[j] == ';' && j > i+1:
			return j + 1
		case s[j] == '#' && j == i+1:
		case j > i+1 && s[i+1] == '#' && !isAlnum(s[j]):
			if j > i+2 {
				return j
			}
			return 0
		case !isAlnum(s[j]):
			return 0
		}
	}
	return 0
}

// base64ASCII watches, at all four alignments at once, for base64 that spells ASCII:
// in every group of four the first three characters then have a fixed zero bit.
type base64ASCII struct {
	prev2, prev1 uint8 // class bits of the two bytes before
	run          [4]uint8
	n            uint8
	slot         uint8
}

// base64Groups groups in a row (nine decoded bytes) make a token worth decoding.
const base64Groups = 3

func (a *base64ASCII) add(c byte) bool {
	bits := base64Bits[c]
	hit := false
	a.slot = (a.slot + 1) & 3
	if a.n >= 2 && a.prev2&1 != 0 && a.prev1&2 != 0 && bits&4 != 0 {
		a.run[a.slot]++
		hit = a.run[a.slot] >= base64Groups
	} else {
		a.run[a.slot] = 0
	}
	if a.n < 2 {
		a.n++
	}
	a.prev2, a.prev1 = a.prev1, bits
	return hit
}

// base64Bits: bit 0 = may open a group of ASCII, bit 1 = may be second, bit 2 = may be third.
var base64Bits = func() (t [256]uint8) {
	for c := 0; c < 256; c++ {
		v := base64Value(byte(c))
		if v < 0 {
			continue
		}
		// A first byte below 0x20 is no text either.
		if v < 32 && v >= 8 {
			t[c] |= 1
		}
		if v&8 == 0 {
			t[c] |= 2
		}
		if v&2 == 0 {
			t[c] |= 4
		}
	}
	return
}()

func base64Value(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return -1
}

// hexSpells reports whether hexadecimal digits hold seven readable bytes in a row at either alignment, two letters of Hebrew or Arabic,
// or the start of something compressed. Zero bytes between readable ones are those of UTF-16.
func hexSpells[T string | []byte](s T) bool {
	if len(s) >= 20 && (s[0] == '1' && lower(s[1]) == 'f' && s[2] == '8' && lower(s[3]) == 'b' || s[0] == '7' && s[1] == '8' && zlibFlags(s[2], s[3])) {
		return true
	}
	for phase := 0; phase < 2; phase++ {
		run, zeros, letters, expect := 0, 0, 0, 0
		for i := phase; i+1 < len(s); i += 2 {
			c := hexValue(s[i])<<4 | hexValue(s[i+1])
			switch {
			case expect > 0 && c&0xc0 == 0x80:
				expect--
				run++
				if expect == 0 {
					letters++
				}
			case c >= 0x20 && c < 0x7f:
				run, zeros, letters, expect = run+1, 0, 0, 0
			case c == 0 && zeros == 0 && run > 0:
				zeros++
			case c == 0x05 && run > 0 || c >= 0xc2 && c < 0xf0:
				if c == 0x05 { // the high half of Hebrew in UTF-16
					run++
				} else if expect = 1; c >= 0xe0 {
					expect = 2
				}
				if c < 0xd7 || c > 0xdb {
					letters = 0
				}
			default:
				run, zeros, letters, expect = 0, 0, 0, 0
			}
			if run >= 7 || letters >= 2 {
				return true
			}
		}
	}
	return false
}

func zlibFlags(hi, lo byte) bool {
	return hi == '9' && lower(lo) == 'c' || hi == '0' && lo == '1' || lower(hi) == 'd' && lower(lo) == 'a' || hi == '5' && lower(lo) == 'e'
}

// spellsWords reports whether a token of capitals is CONSTANT_CASE or KEBAB-CASE words rather than one long code.
func spellsWords(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		if isAlpha(s[i]) {
			if run++; run > 16 {
				return false
			}
			continue
		}
		if isDigit(s[i]) && i > 0 && isAlpha(s[i-1]) && i+1 < len(s) && isAlpha(s[i+1]) {
			return false
		}
		run = 0
	}
	return true
}

// quotedPrintable tells =XX from a parameter that starts with two hexadecimal digits: it stands for punctuation, or more of them follow.
func quotedPrintable(s string, i int) bool {
	if i+2 >= len(s) {
		return false
	}
	hi, lo := hexValue(s[i+1]), hexValue(s[i+2])
	if hi < 0 || lo < 0 {
		return false
	}
	c := byte(hi<<4 | lo)
	return c >= 0x20 && c < 0x7f && !isAlnum(c) || i+3 < len(s) && s[i+3] == '='
}

// spelled tells "(at)" and "[dot]".
func spelled(s string, i int) bool {
	for i++; i < len(s) && s[i] == ' '; i++ {
	}
	if i+2 >= len(s) {
		return false
	}
	a, b := lower(s[i]), lower(s[i+1])
	return a == 'a' && b == 't' && !isAlpha(s[i+2]) || a == 'd' && b == 'o' && lower(s[i+2]) == 't'
}

// minBase32 is the shortest part of a run that is taken for base32; in small letters, in which words are written, minBase32Small.
const minBase32, minBase32Small = 12, 16

// encodedPart tells a part of a run that may be base32, or mixes capitals and small letters as base58 does.
func encodedPart(s string, changes int) bool {
	var classes uint16
	for i := 0; i < len(s); i++ {
		k := classOf[s[i]] & (clUpper | clLower)
		if classes |= k; k == 0 && (s[i] < '2' || s[i] > '7') {
			classes |= clSpace
		}
	}
	switch classes {
	case clUpper:
		return true
	case clLower:
		return len(s) >= minBase32Small
	case clUpper | clLower:
		return mixes(changes, 0, len(s))
	}
	return false
}

// longRun reports whether seven digits stand in a row.
func longRun(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			run = 0
		} else if run++; run >= 7 {
			return true
		}
	}
	return false
}
