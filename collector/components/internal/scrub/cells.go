package scrub

import "bytes"

// cells finds names that the layout of a record shows, and no word: a given name and a surname in neighbouring cells of a table, the
// N and ADR of a vCard, who speaks in a chat, whose a device is.
func (r *reading) cells() {
	b := r.b
	for i := range r.words {
		w := r.words[i]
		if r.isDevice(i) {
			r.ownerAfter(i)
		}
		if is(b[w.lo], clLower) || isDigit(b[w.lo]) || !r.boundary(w.lo) {
			continue
		}
		switch {
		case i+1 < len(r.words) && cellEnds(b, w.hi) == r.words[i+1].lo:
			r.cellPair(i)
		case w.hi+1 < len(b) && b[w.hi] == ':' && b[w.hi+1] == ' ' && r.opensTurn(w.lo) && r.surelyGiven(i):
			r.add(w.lo, w.hi, Name)
		case r.isDevice(i+1) || r.isDevice(i+2):
			r.deviceOwner(i)
		case i+1 < len(r.words) && r.surelyGiven(i) && r.surelyGiven(i+1) && r.mayBeName(i) && r.mayBeName(i+1):
			if gap := string(b[w.hi:r.words[i+1].lo]); gap == ", " || gap == " & " { // Yael, Noa
				r.add(w.lo, w.hi, Name)
				r.add(r.words[i+1].lo, r.words[i+1].hi, Name)
			}
		case i+2 < len(r.words) && r.surelyGiven(i) && r.surelyGiven(i+2) && string(b[w.hi:r.words[i+2].lo]) == " and ":
			r.add(w.lo, w.hi, Name)
			r.add(r.words[i+2].lo, r.words[i+2].hi, Name)
		}
	}
}

// cellEnds returns where the next cell of a row starts, behind a cell that ends at i; 0 when none does. A comma and a blank belong to a sentence.
func cellEnds[T string | []byte](b T, i int) int {
	start := i
	quote := byte(0)
	if i < len(b) && is(b[i], clQuote) {
		quote = b[i]
		i++
	}
	if i+1 >= len(b) || b[i] != ',' && b[i] != ';' && b[i] != '|' && b[i] != '\t' {
		return 0
	}
	i++
	if quote != 0 {
		if b[i] != quote {
			return 0
		}
		i++
	}
	if i-start > 3 || i >= len(b) || !is(b[i], clUpper|clHigh) {
		return 0
	}
	return i
}

// cellPair: Avraham,Levi and "כהן";"רבקה".
func (r *reading) cellPair(i int) {
	first, second := r.words[i], r.words[i+1]
	if !r.mayBeName(i) || !r.mayBeName(i+1) {
		return
	}
	if r.surelyGiven(i) && r.surelyLast(i+1) || r.surelyLast(i) && r.surelyGiven(i+1) {
		r.add(first.lo, first.hi, Name)
		r.add(second.lo, second.hi, Name)
	}
}

// opensTurn reports whether a line, or what stands behind a bracket, starts at i.
func (r *reading) opensTurn(i int) bool {
	return i == 0 || r.b[i-1] == '\n' || i > 1 && r.b[i-1] == ' ' && (r.b[i-2] == ']' || r.b[i-2] == '>')
}

// deviceWords are devices that carry the name of their owner.
var deviceWords = words("iphone ipad macbook imac airpods laptop desktop galaxy pixel phone tablet computer watch אייפון לפטופ")

func (r *reading) isDevice(i int) bool {
	return i < len(r.words) && r.words[i].roles&roleAnnounces != 0 && deviceWords[foldLong(r.b[r.words[i].lo:r.words[i].hi])]
}

// sharedDevices are those that a shop or a hall has too: only a name of the lists owns one.
var sharedDevices = words("phone tablet computer watch desktop")

// deviceOwner: Dana's iPhone, DANAS-MACBOOK-PRO.
func (r *reading) deviceOwner(i int) {
	b, w := r.b, r.words[i]
	device := r.words[i+1]
	name := b[w.lo:w.hi]
	switch string(b[w.hi:device.lo]) {
	case "'":
		if string(b[device.lo:device.hi]) != "s" || !r.mayBeName(i) || !r.surelyGiven(i) && (sharedDevices[foldLong(b[r.words[i+2].lo:r.words[i+2].hi])] || !r.strange(i)) {
			return
		}
	case "-":
		if n := len(name) - 1; n < 3 || lower(name[n]) != 's' || listedWord(name[:n], firstLatin) != surelyListed {
			return
		}
	default:
		return
	}
	r.add(w.lo, w.hi, Name)
}

// ownerAfter: DESKTOP-NOALEVI, iPhone של יוסי, iPhone of Moshe.
func (r *reading) ownerAfter(i int) {
	b, w := r.b, r.words[i]
	if i+1 >= len(r.words) {
		return
	}
	next := r.words[i+1]
	switch gap := b[w.hi:next.lo]; {
	case string(gap) == "-" && r.namesPerson(next.lo, next.hi, asMention):
		r.add(next.lo, next.hi, Name)
	case string(gap) == " " && i+2 < len(r.words) && (string(b[next.lo:next.hi]) == "של" || string(b[next.lo:next.hi]) == "of") && r.surelyGiven(i+2) && r.mayBeName(i+2):
		r.add(r.words[i+2].lo, r.words[i+2].hi, Name)
	}
}

// vCards finds the structured name and address of a vCard, an entry of a calendar, and a code to scan: N:Peretz;Amir;;;
func (r *reading) vCards() {
	b := r.b
	for lo := 0; lo < len(b); {
		hi := len(b)
		if n := bytes.IndexByte(b[lo:], '\n'); n >= 0 {
			hi = lo + n
		}
		line := bytes.TrimRight(b[lo:hi], "\r")
		if hasFoldPrefix(line, "mecard:") {
			r.meCard(lo+len("mecard:"), lo+len(line))
		} else if colon := bytes.IndexByte(line, ':'); colon > 0 && colon < 128 {
			value := lo + colon + 1
			switch name, _, _ := bytes.Cut(line[:colon], []byte{';'}); {
			case string(name) == "N" && bytes.IndexByte(line[colon:], ';') > 0 && is(b[min(value, len(b)-1)], clUpper|clHigh):
				r.parts(value, lo+len(line), Name)
			case string(name) == "ADR" && bytes.Count(line[colon:], []byte{';'}) >= 4:
				r.parts(value, lo+len(line), Address)
			}
		}
		lo = hi + 1
	}
}

// meCard: MECARD:N:Amar,Sivan;TEL:0529981122;;
func (r *reading) meCard(lo, hi int) {
	for lo < hi {
		end := lo
		for end < hi && r.b[end] != ';' {
			end++
		}
		switch field := r.b[lo:end]; {
		case hasFoldPrefix(field, "n:"):
			r.parts(lo+2, end, Name)
		case hasFoldPrefix(field, "adr:"):
			r.parts(lo+4, end, Address)
		}
		lo = end + 1
	}
}

// parts masks each part of a structured value.
func (r *reading) parts(lo, hi int, kind Kind) {
	for lo < hi {
		end := lo
		for end < hi && r.b[end] != ';' && r.b[end] != ',' {
			end++
		}
		if end > lo && markerAt(r.b, lo) == 0 {
			r.add(lo, end, kind)
		}
		lo = end + 1
	}
}
