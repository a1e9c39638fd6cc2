package scrub

// spelledEmails finds addresses written to be read aloud ("dana at example dot com") or with blanks and commas ("dana@example,com").
func (r *reading) spelledEmails() {
	r.split()
	b := r.b
	for i := 1; i+3 < len(r.words); i++ {
		w := r.words[i]
		if w.roles&roleAt == 0 {
			continue
		}
		switch foldString(b[w.lo:w.hi]) {
		case "at", "שטרודל", "כרוכית", "arroba", "chiocciola":
		default:
			continue
		}
		if !spellGap(b[r.words[i-1].hi:w.lo]) || !spellGap(b[w.hi:r.words[i+1].lo]) {
			continue
		}
		end, dots := r.words[i+1].hi, 0
		for j := i + 2; j+1 < len(r.words); j += 2 {
			d := foldString(b[r.words[j].lo:r.words[j].hi])
			if !spokenDots[d] || !spellGap(b[end:r.words[j].lo]) || !spellGap(b[r.words[j].hi:r.words[j+1].lo]) {
				break
			}
			dots++
			end = r.words[j+1].hi
		}
		if dots > 0 && end-w.hi < maxDomain {
			lo := r.localStart(r.words[i-1].hi)
			r.add(lo, end, Email)
		} else if hi := r.domainEnd(r.words[i+1].lo); hi > 0 && providers[foldLong(b[r.words[i+1].lo:hi])] {
			r.add(r.localStart(r.words[i-1].hi), hi, Email)
		}
	}
	for i := 1; i+3 < len(b); i++ {
		if b[i] == '@' {
			r.looseEmail(i)
		}
	}
}

var spokenDots = words("dot נקודה point punto ponto punkt")

// providers are the domains behind which "at" is an @ even with a plain dot.
var providers = words("gmail.com yahoo.com hotmail.com outlook.com icloud.com walla.co.il walla.com proton.me protonmail.com live.com aol.com gmx.de gmx.net yandex.ru mail.ru 012.net.il bezeqint.net")

func spellGap(gap []byte) bool {
	return len(gap) == 1 && (gap[0] == ' ' || gap[0] == '_' || gap[0] == '-' || gap[0] == '.') || len(gap) == 2 && gap[0] == ' ' && gap[1] == ' '
}

// looseEmail reads an address around the @ at i with a blank beside it, commas or blanks for dots, or an address in brackets for a domain.
func (r *reading) looseEmail(at int) {
	b := r.b
	hi := at
	if b[hi-1] == ' ' && hi > 1 {
		hi--
	}
	lo := r.localStart(hi)
	if lo >= hi {
		return
	}
	i := at + 1
	if b[i] == '[' { // dana@[203.0.113.9]
		for end := i + 1; end < len(b) && end-i < 48; end++ {
			if b[end] == ']' && isDigit(b[i+1]) {
				r.add(lo, end+1, Email)
				return
			}
		}
		return
	}
	if b[i] == ' ' {
		i++
	}
	start, loose, dots := i, hi != at || i != at+1, 0
	for i < len(b) && i-start < 80 {
		label := i
		for i < len(b) && (isWordByte(b[i]) || b[i] == '-') {
			i++
		}
		if i-label < 2 {
			return
		}
		if dots > 0 && commonTop[foldString(b[label:i])] && r.ends(i) && !(i+1 < len(b) && b[i] == '.' && isAlpha(b[i+1])) {
			if loose {
				r.add(lo, i, Email)
			}
			return
		}
		switch {
		case i+1 < len(b) && b[i] == '.' && isWordByte(b[i+1]):
			i++
		case i+1 < len(b) && b[i] == ',' && isWordByte(b[i+1]):
			loose = true
			i++
		case i+2 < len(b) && b[i] == ' ' && b[i+1] == '.':
			loose = true
			if i += 2; b[i] == ' ' {
				i++
			}
		default:
			return
		}
		dots++
	}
}
