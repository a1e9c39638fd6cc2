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
		piece       int    // length of its part behind the last sign
		pieceFrom   int    // changes before that one
		same        int    // length of the groups in a row that may be one encoded text
		groups      int    // how many
		mixedGroups int    // how many of them change between sorts of characters
		strange     = -2   // where the last capitalised word that is no usual one ended
		group       int    // length of the alphanumeric group that ends here
		groupHex    = true //
		pairs       int    // hex pairs in a row
		singles     int    // groups of one character in a row
		rows        int    // numbers of up to three digits in a row
		threes      int    // numbers of three digits in a row, each behind a mark of thousands
		tails       int    // words that end in their only capital
		quads       int    // groups of up to four hex digits in a row, each followed by a colon
		ascii       base64ASCII
		spells      uint8 // groups of base64 in a row that spell ASCII, at most, in the run
		solid       int   // where the run without blanks starts
		longest     int   // its longest word
		alike       int   // groups of one length in a row, each with a digit
		alikeLength int   //
		codes       int   // groups of dots and dashes in a row
		read45      int   // up to where base45 was looked for
		marks       int   // its characters that are not of the base64 alphabet
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
			if group > 2 && group < 11 && (run > 0 || lead > 0) {
				if group != alikeLength {
					alike, alikeLength = 0, group
				}
				if alike++; alike >= minBytes {
					return false
				}
			} else if group > 0 {
				alike = 0
			}
			if group == 1 {
				if singles++; singles >= minCharacters {
					return false
				}
			} else if group > 0 {
				singles = 0
			}
			// numbers
			switch {
			case group == 0:
			case run == group && group == epochMillis && !told && isEpoch(s, i-group):
				digits, dots, numbers, rows = 0, 0, 0, 0
			case run == group: // digits alone
				if digits > 0 && group != 4 && newNumber(s[i-group-gap:i-group], last) {
					digits, dots, numbers = 0, 0, 0
				}
				digits += group
				last = group
				if group != 3 || i < 4 || s[i-4] != ',' && s[i-4] != '.' && s[i-4] != '\'' {
					threes = 0
				} else if threes++; threes >= minThousands-1 {
					return false
				}
				if group > 3*minBytes {
					return false // bits, or bytes in decimal digits
				}
				if rows++; group > 3 {
					rows = 0
				} else if rows >= minBytes {
					return false // a list of bytes
				}
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
				digits, dots, numbers, rows = 0, 0, 0, 0
			default:
				rows = 0
				if digits+lead >= 7 || run >= 7 || longRun(s[i-group:i]) || group >= 4*minBytes && (repeatsMark(s[i-group:i]) || startsSecret(s[i-group:i]) || bech32(s[i-group:i])) {
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
				if word > 1 && (i+1 == len(s) || !isAlnum(s[i+1])) {
					if tails++; tails > 1 {
						return false
					}
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
			if capital && word >= minStreet && i+2 < len(s) && (isDigit(s[i+1]) || isDigit(s[i+2])) && isStreet(s[i-word:i]) {
				return false
			}
			if longest = max(longest, word); word >= minGluedDigits && t.gluedDigits(s[i-word:i]) {
				return false
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
			if isMorse(c) && (i+1 == len(s) || !isMorse(s[i+1])) {
				if codes++; codes >= minMorse {
					return false
				}
			}
		} else {
			codes = 0
		}

		// long tokens
		if k&clBase64 != 0 {
			tok++
			part++
			if piece++; setsApart(c) {
				if piece > minBase32 && encodedPart(s[i-piece+1:i], tokChanges-pieceFrom) {
					return false
				}
				piece, pieceFrom = 0, tokChanges
			}
			if c == '/' {
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
			case s[i-tok] == '-' && s[i-tok+1] == 'p' && tokChanges > 2 && (i == tok || s[i-tok-1] == ' '):
				return false // mysql -pmpm6kb9
			case spells >= 3 && tokUpper || spells >= 4 && !tokHex:
				return false // a text in base64 without a single capital is longer
			case tokDigit >= 8 && !tokHex && dashedHexSpells(s[i-tok:i]):
				return false
			case part >= minBase32 && encodedPart(s[i-part:i], tokChanges-partFrom), piece >= minBase32 && piece < part && encodedPart(s[i-piece:i], tokChanges-pieceFrom):
				return false
			case tok >= 36 && tok <= 38 && s[i-tok+32] == '-' && s[i-tok+33] == 'u':
				return false
			case tokHex: // was read as a group
			case tokUpper && tokLower && (tokDigit > 0 || mixes(tokChanges, tokA, tok)), c == '=' && tokUpper && i+1 == len(s) || c == '=' && tokUpper && !is(s[i+1], clBase64):
				return false
			case !tokLower && tokUpper && tok >= 12 && (!spellsWords(s[i-tok:i]) || groupedBase32(s[i-tok:i])):
				return false
			}
		}
		if tokUpper && !tokLower && i > read45 {
			lo := i - tok
			for lo > 0 && base45.value[s[lo-1]] >= 0 {
				lo--
			}
			for read45 = i; read45 < len(s) && base45.value[s[read45]] >= 0; read45++ {
			}
			if read45-lo >= minBase45 && spellsBase45(s[lo:read45]) {
				return false
			}
		}
		tok, tokUpper, tokLower, tokDigit, tokHex, tokA, tokChanges, tokClass, spells, part, partFrom, piece, pieceFrom = 0, false, false, 0, true, 0, 0, 0, 0, 0, 0, 0, 0
		ascii = base64ASCII{}

		if i == len(s) || k&clSpace != 0 {
			if i-solid >= minRadix && longest < 9 && (marks > 1 || i-solid >= 20) && spellsRadix(s[solid:i]) {
				return false
			}
			solid, longest, marks = i+1, 0, 0
		} else {
			marks++
		}
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
			if brokenLine(s, i) {
				return false
			}
		case query && (c == '\'' || c == '"'):
			return false
		case c == '<' && i+1 < len(s) && (s[i+1] == '~' || s[i+1] == '<' && i > 0 && is(s[i-1], clUpper|clDigit)):
			return false
		case (c == '+' || c == '|') && (i > 1 && (is(s[i-1], clQuote) || s[i-1] == ' ' && is(s[i-2], clQuote)) || i > 0 && s[i-1] == 'U'):
			return false
		case (c == '"' || c == '\'') && i > 7 && s[i-2] == c && (s[i-4] == c || s[i-5] == c):
			return false // a list of single characters
		case c == '<' && i > 0 && i+1 < len(s) && (s[i+1] == '/' || s[i+1] == '!' || is(s[i+1], clLower)):
			return false
		case c == '(' && i > 1 && s[i-1] == '=' && s[i-2] == ')':
			return false
		case c == '$' && i+3 < len(s) && (s[i+2] == '$' || s[i+3] == '$'), c == '~' && i > 1 && s[i-1] == 'Q':
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
