package scrub

import "bytes"

const maxLocal, maxDomain = 64, 253

// emails finds addresses around every @: a local part, a domain of two labels or more, a top label that is no number.
func (r *reading) emails() {
	b := r.b
	for from := 0; ; {
		n := bytes.IndexByte(b[from:], '@')
		if n < 0 {
			return
		}
		at := from + n
		from = at + 1
		lo, hi := r.localStart(at), r.domainEnd(at+1)
		spaced := false
		if lo == at && at >= 2 && b[at-1] == ' ' && at+1 < len(b) && b[at+1] == ' ' {
			spaced = true
			lo, hi = r.localStart(at-1), r.domainEnd(at+2)
			if hi > 0 && !commonTop[string(topLabel(b[at+2:hi]))] {
				continue
			}
			if lo == at-1 {
				continue
			}
		}
		if hi == 0 || lo >= at || !spaced && lo == at {
			continue
		}
		local, domain := string(b[lo:at]), b[at+1:hi]
		if local == "git" && hi < len(b) && b[hi] == ':' {
			continue
		}
		if isScaleSuffix(domain) || r.key.keep == TypeVersion && !commonTop[foldString(topLabel(domain))] {
			continue // "web@3f2a1b.dirty" is a release
		}
		if r.s.binary && (at-lo < 3 || len(domain) < 6 || !certainTop(topLabel(domain))) {
			continue
		}
		r.displayName(lo)
		r.add(lo, hi, Email)
		from = max(from, hi)
	}
}

// localStart walks back over a local part that ends before at.
func (r *reading) localStart(at int) int {
	b, lo := r.b, at
	if at > 2 && b[at-1] == '"' { // "quoted local"@domain
		for i := at - 2; i >= 0 && at-i < maxLocal; i-- {
			if b[i] == '"' {
				return i
			}
		}
	}
	for lo > 0 && at-lo < maxLocal {
		c := b[lo-1]
		if isWordByte(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '~' || c == '!' || c == '#' || c == '$' || c == '%' {
			lo--
			continue
		}
		if (c == '\'' || c == '&' || c == '*' || c == '^') && lo > 1 && isAlnum(b[lo-2]) && lo < at && isAlnum(b[lo]) && c == '\'' {
			lo--
			continue
		}
		break
	}
	for lo < at && (b[lo] == '.' || b[lo] == '-' || b[lo] == '#' || b[lo] == '!' || b[lo] == '$') {
		lo++
	}
	return lo
}

// domainEnd walks over a domain that starts at i; 0 when there is none.
func (r *reading) domainEnd(i int) int {
	b, start, dots, label := r.b, i, 0, 0
	numericLabels := 0
	end := 0
	for ; i < len(b) && i-start < maxDomain; i++ {
		c := b[i]
		switch {
		case isWordByte(c), c == '-' && label > 0, c == '_' && label > 0:
			label++
			continue
		case c == '.' && label > 0 && i+1 < len(b) && isWordByte(b[i+1]):
			if isNumeric(string(b[i-label : i])) {
				numericLabels++
			}
			dots++
			label = 0
			continue
		}
		break
	}
	if dots == 0 || numericLabels >= 2 || label < 2 {
		return 0
	}
	end = i
	for end > start && (b[end-1] == '-' || b[end-1] == '_') {
		end--
	}
	for _, c := range topLabel(b[start:end]) {
		if !isDigit(c) {
			return end
		}
	}
	return 0
}

func topLabel(domain []byte) []byte { return domain[bytes.LastIndexByte(domain, '.')+1:] }

// certainTop reports whether a top label is one that noise does not spell: a common one, or letters of Hebrew or Arabic alone.
func certainTop(label []byte) bool {
	letters := 0
	for _, r := range string(label) {
		if !(r >= 0x5d0 && r <= 0x5ea || r >= 0x620 && r <= 0x64a) {
			return commonTop[foldString(label)]
		}
		letters++
	}
	return letters >= 3
}

// isScaleSuffix tells "icon@2x.png" from an address.
func isScaleSuffix(domain []byte) bool {
	return len(domain) > 3 && isDigit(domain[0]) && domain[1] == 'x' && domain[2] == '.'
}

// displayName finds the name in `Dana Levi <dana@example.com>`.
func (r *reading) displayName(lo int) {
	b := r.b
	i := lo - 1
	if i < 1 || b[i] != '<' {
		return
	}
	for i > 0 && (b[i-1] == ' ' || b[i-1] == '"') {
		i--
	}
	end := i
	wordsSeen := 0
	for i > 0 && end-i < 60 && wordsSeen < 4 {
		j := i
		for j > 0 && (isWordByte(b[j-1]) || b[j-1] == '\'' || b[j-1] == '.' || b[j-1] == '-') {
			j--
		}
		if j == i || !(is(b[j], clUpper|clHigh)) && !(j > 0 && b[j-1] == '"') {
			break
		}
		wordsSeen++
		i = j
		if i > 0 && b[i-1] == ' ' {
			i--
		} else {
			break
		}
	}
	for i < end && b[i] == ' ' {
		i++
	}
	if wordsSeen > 0 && i < end {
		r.add(i, end, Name)
	}
}

// commonTop are the top labels for which an address may be written with spaces around the @.
var commonTop = words("com net org co il io dev app me info biz edu gov uk de fr ru ps jo eg sa ae es it nl us ca au in br eu ch at be se no dk fi pl ua tr")
