package scrub

// labels finds values by the name written before them: key=value, "key": "value", key: value, <key>value</key>,
// query parameters, form parts, headers. The names are those of sensitive attribute keys.

const maxLabel, maxValue = 64, 4096

// paramNames are query parameters that are secret only as parameters.
var paramNames = map[string]Kind{"code": Token, "state": Token, "key": Secret, "sig": Token, "hash": Token, "q": None, "sid": Cookie, "auth": Auth,
	"ticket": Token, "nonce": Token, "hmac": Token, "otp": Secret, "t": None, "id_token_hint": Token, "login_hint": Email, "name": Name, "mail": Email, "reset": Token, "magic": Token, "invite": Token, "pw": Secret, "pass": Secret, "tel": Phone, "addr": Address, "ll": Geo}

func (r *reading) labels() {
	b := r.b
	var parents [16]Kind
	var people [16]bool
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '{':
			if depth < 15 {
				depth++
				parents[depth], people[depth] = None, false
			}
			continue
		case '}':
			if depth > 0 {
				depth--
			}
			continue
		case ':', '=', '>':
		default:
			continue
		}
		lo, hi, quoted := r.label(i)
		if lo < 0 {
			continue
		}
		name := b[lo:hi]
		kind, plural, person := r.labelKind(name, i)
		if kind == None && depth > 0 && people[depth] && quoted {
			if k, ok := personal[foldString(name)]; ok {
				kind = k
			}
		}
		start := i + 1
		if b[i] == ':' && start < len(b) && b[start] == ':' {
			continue
		}
		for start < len(b) && (b[start] == ' ' || b[start] == '=' || b[start] == '>' || b[start] == '\t') {
			start++
		}
		if start >= len(b) {
			break
		}
		if b[start] == '{' && (b[i] == ':' || b[i] == '=') {
			if depth < 15 {
				depth++
				parents[depth], people[depth] = kind, person
			}
			i = start
			continue
		}
		if kind == None && depth > 0 && parents[depth] != None && quoted {
			if kind = parents[depth]; kind == Cookie && !isToken(b, start) {
				continue // what a session counts, not what it is known by
			}
		}
		if kind == None || markerAtLabel(b, lo) {
			continue
		}
		i = max(i, r.labelled(kind, b[i], start, quoted, plural)-1)
	}
	r.formParts()
}

// markerAtLabel tells the colon inside a replacement ("[email:ab12]").
func markerAtLabel(b []byte, lo int) bool { return lo > 0 && b[lo-1] == '[' && markerAt(b, lo-1) > 0 }

// label walks back from a separator to the name before it.
func (r *reading) label(sep int) (lo, hi int, quoted bool) {
	b := r.b
	hi = sep
	for hi > 0 && sep-hi < 3 && (b[hi-1] == ' ' || is(b[hi-1], clQuote) || b[hi-1] == ']' || b[hi-1] == ')') {
		quoted = quoted || is(b[hi-1], clQuote)
		hi--
	}
	if b[sep] == '>' { // <key attr="x">
		for j := hi; j > 0 && hi-j < maxLabel; j-- {
			if b[j-1] == '<' {
				end := j
				for end < hi && (isWordByte(b[end]) || b[end] == '_' || b[end] == '-' || b[end] == ':') {
					end++
				}
				if end > j && b[j] != '/' {
					return j, end, true
				}
				return -1, 0, false
			}
		}
		if hi > 0 && b[hi-1] == '=' || sep > 0 && b[sep-1] == '=' {
			return r.label(sep - 1)
		}
		return -1, 0, false
	}
	lo = hi
	spaces := 0
	for lo > 0 && hi-lo < maxLabel {
		c := b[lo-1]
		switch {
		case isWordByte(c), c == '_', c == '.', c == '-', c == '$', c == '[', c == ']', c == '\'' && lo < hi && lo > 1 && b[lo-2] >= 0x80, c == '"' && lo > 1 && b[lo-2] >= 0x80 && lo < hi && b[lo] >= 0x80:
			lo--
			continue
		case c == ' ' && !quoted && spaces < 3 && lo > 1 && isWordByte(b[lo-2]) && b[sep] == ':':
			spaces++
			lo--
			continue
		case c == ' ' && quoted && spaces < 3 && lo > 1 && isWordByte(b[lo-2]):
			spaces++
			lo--
			continue
		}
		break
	}
	if lo == hi {
		return -1, 0, false
	}
	return lo, hi, quoted
}

// labelKind classifies a name found in a text.
func (r *reading) labelKind(name []byte, sep int) (kind Kind, plural, person bool) {
	r.s.spend(len(name))
	k := r.s.label(name)
	if k.kind != None {
		return k.kind, k.plural, k.person
	}
	if lo := sep - len(name) - 1; r.b[sep] == '=' && (lo < 0 || r.b[lo] == '?' || r.b[lo] == '&' || r.b[lo] == '#' || r.b[lo] == ';') {
		if p, ok := paramNames[foldString(name)]; ok {
			return p, false, false
		}
	}
	return None, false, k.person
}

// label caches the classification of names in texts, separately from attribute keys.
func (s *Scanner) label(text []byte) *Key {
	if k, ok := s.labelCache[string(text)]; ok {
		return k
	}
	name := string(text)
	k := s.engine.keys.classify(name)
	if s.labelCache == nil || len(s.labelCache) >= maxCachedKeys {
		s.labelCache = make(map[string]*Key, 64)
	}
	s.labelCache[name] = &k
	return &k
}

// labelled masks the value that starts at start; it returns the end of the value.
func (r *reading) labelled(kind Kind, sep byte, start int, quoted, plural bool) int {
	b := r.b
	switch c := b[start]; {
	case is(c, clQuote):
		end := quoteEnd(b, start)
		if end > start+1 && !isPlaceholder(string(b[start+1:end])) && markerAt(b, start+1) != end-start-1 {
			r.add(start+1, end, kind)
		}
		return end
	case c == '[':
		if n := markerAt(b, start); n > 0 {
			return start + n
		}
		end := start + 1
		for end < len(b) && end-start < maxValue && b[end] != ']' {
			end++
		}
		r.listed(kind, start+1, end)
		return start + 1
	}
	if kind == Email && sep == ':' && !quoted {
		return start // prose such as "email: wrong format"; an address is found by its form
	}
	end := r.bareEnd(kind, sep, start, quoted)
	for end > start && (b[end-1] == ' ' || b[end-1] == '.' && (end == len(b) || b[end] == ' ')) {
		end--
	}
	if end <= start {
		return start
	}
	value := b[start:end]
	if isPlaceholder(string(value)) || value[0] == '$' || value[0] == '?' || value[0] == ':' || markerAt(b, start) > 0 || kind == IP && r.kept(value) {
		return start
	}
	if !quoted && sep == ':' && !plausible(kind, value) {
		return start
	}
	if (kind == Token || kind == Secret || kind == Cookie) && plural && isNumeric(string(value)) {
		return start
	}
	r.add(start, end, kind)
	return end
}

// quoteEnd finds the quote that closes the one at i; a value that is cut off runs to the end.
func quoteEnd(b []byte, i int) int {
	for j := i + 1; j < len(b) && j-i < maxValue; j++ {
		switch b[j] {
		case '\\':
			j++
		case b[i]:
			return j
		}
	}
	return min(len(b), i+maxValue)
}

// listed masks every element of a list.
func (r *reading) listed(kind Kind, lo, hi int) {
	b := r.b
	for i := lo; i < hi; i++ {
		switch {
		case is(b[i], clQuote):
			end := min(quoteEnd(b, i), hi)
			if end > i+1 && markerAt(b, i+1) == 0 {
				r.add(i+1, end, kind)
			}
			i = end
		case isDigit(b[i]):
			end := i
			for end < hi && (isDigit(b[end]) || b[end] == '.') {
				end++
			}
			r.add(i, end, kind)
			i = end
		}
	}
}

// bareEnd finds the end of a value without quotes.
func (r *reading) bareEnd(kind Kind, sep byte, start int, quoted bool) int {
	b := r.b
	limit := min(len(b), start+maxValue)
	header := sep == ':' && !quoted && (kind == Cookie || kind == Auth)
	for i := start; i < limit; i++ {
		c := b[i]
		if c == '\n' || c == '\r' || c == 0 {
			return i
		}
		if sep == '>' {
			if c == '<' {
				return i
			}
			continue
		}
		if header {
			if c == '"' || c == '\'' && i > start {
				return i
			}
			continue
		}
		switch c {
		case '&', ';', '"', '<', '>', '}', '|', '`':
			return i
		case '\'', ')', ']', ',':
			if c == '\'' && i > start && b[i-1] >= 0x80 && i+1 < limit && (b[i+1] >= 0x80 || b[i+1] == ' ') {
				continue // ז'בוטינסקי
			}
			if kind == Address && c == ',' && sep == ':' && i-start < 40 && !quoted {
				continue
			}
			if kind == Secret && sep == '=' && c != ',' && c != '\'' {
				continue
			}
			return i
		case ' ', '\t':
			if !r.spaceContinues(kind, sep, start, i) {
				return i
			}
		}
	}
	return limit
}

// spaceContinues reports whether a value of the kind goes on after a space.
func (r *reading) spaceContinues(kind Kind, sep byte, start, i int) bool {
	b := r.b
	if i+1 >= len(b) {
		return false
	}
	next := b[i+1]
	switch kind {
	case Phone, Card, IBAN, BankAccount, NationalID, CardSecurity, BirthDate:
		return (isDigit(next) || next == '-' || next == '(') && (isDigit(b[i-1]) || b[i-1] == '-' || b[i-1] == ')') || kind == IBAN && isAlnum(next) && i-start < 34
	case Name:
		n := 0
		for j := start; j < i; j++ {
			if b[j] == ' ' {
				n++
			}
		}
		return n < 3 && (is(next, clUpper) || next >= 0x80 && isWordByte(next)) && sep != 0
	case Address:
		return (sep == ':' || sep == '=') && i-start < 60 && (isWordByte(next))
	case Auth, JWT:
		return i-start < 10 && !isDigit(b[i-1]) && isAlnum(next)
	}
	return false
}

// plausible refuses prose such as "email: wrong format": the value must look like its kind.
func plausible(kind Kind, v []byte) bool {
	digits, high, caps := 0, false, false
	for i, c := range v {
		if isDigit(c) {
			digits++
		}
		high = high || c >= 0x80
		caps = caps || i == 0 && is(c, clUpper)
	}
	switch kind {
	case BankAccount:
		return digits >= 2 || isBIC(v)
	case Phone, Card, NationalID, CardSecurity, IBAN, Passport, BirthDate, Geo, Device:
		return digits >= 2
	case IP, MAC:
		return digits > 0
	case Name:
		return (caps || high) && digits == 0
	case Address:
		return digits > 0 || caps || high
	case Cookie:
		return hasSymbol(v) && !isVersionTag(v) || digits > 0 && digits < len(v) && !isVersionTag(v)
	case Token, Secret, JWT:
		return kind == Secret && unusual(v) || digits > 0 && (digits < len(v) || len(v) > 3) || len(v) >= 20 || hasSymbol(v)
	case Auth:
		return digits > 0 || len(v) >= 16
	}
	return true
}

// isVersionTag tells "1.8.77" and "1.8.77@sha256:..." behind the name of an image.
func isVersionTag(v []byte) bool {
	dots := 0
	for i, c := range v {
		switch {
		case isDigit(c):
		case c == '.' && i > 0 && isDigit(v[i-1]):
			dots++
		default:
			return dots > 0 && (c == '@' || c == '-')
		}
	}
	return dots > 0
}

// isToken tells a value in quotes of letters and digits that no person chose.
func isToken(b []byte, start int) bool {
	if start >= len(b) || !is(b[start], clQuote) {
		return false
	}
	v := b[start+1 : min(quoteEnd(b, start), len(b))]
	digits, letters := 0, 0
	for _, c := range v {
		if isDigit(c) {
			digits++
		} else if isAlpha(c) {
			letters++
		}
	}
	return len(v) >= 8 && digits > 0 && letters > 0
}

func hasSymbol(v []byte) bool {
	for i, c := range v {
		if !isWordByte(c) && c != ' ' && c != '.' && c != '-' && c != '_' || i > 0 && is(c, clUpper) && is(v[i-1], clLower) {
			return true
		}
	}
	return false
}
