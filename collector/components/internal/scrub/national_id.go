package scrub

import "bytes"

// nationalID looks for an Israeli identity number, a passport or a postal code that starts at group i.
// Nine digits alone prove nothing (one random number in ten has the check digit): a context word is needed,
// or the form with the check digit set apart (12345678-2).
func (r *reading) nationalID(i int) int {
	g := r.groups[i]
	if lo := r.lettersBefore(g.lo); lo < g.lo && g.len() >= 6 && g.len() <= 8 && r.rightFree(g.hi) && r.before(lo, passportContext) {
		r.add(lo, g.hi, Passport)
		return i
	}
	if !r.leftFree(g.lo) || g.len() > 9 {
		return -1
	}
	var buf [32]byte
	d := buf[:0]
	total := 0
	for j := i; j < len(r.groups) && j-i < 9; j++ {
		if j > i {
			sep, ok := r.sep(j - 1)
			if !ok || len(sep) != 1 || sep[0] != '-' && sep[0] != ' ' && sep[0] != '.' && sep[0] != '/' {
				break
			}
		}
		if total += r.groups[j].len(); total > 9 {
			break
		}
		d = r.collect(d, j, j)
		if total < 5 || !r.rightFree(r.groups[j].hi) {
			continue
		}
		hi := r.groups[j].hi
		split := !r.guess && total == 9 && j == i+1 && g.len() == 8 && r.b[g.hi] == '-'
		switch {
		case luhn(d) && (total >= 8 && r.before(g.lo, idContext) || total == 9 && !r.countedBefore(g.lo) && r.upperID(g.lo) || split && r.key.keep != TypeID && !r.countedBefore(g.lo)):
			r.add(g.lo, hi, NationalID)
			return j
		case total >= 5 && total < 8 && j == i && luhn(d) && r.before(g.lo, idContext):
			r.add(g.lo, hi, NationalID)
			return j
		case total == 9 && j == i+2 && g.len() == 3 && r.groups[j].len() == 4 && r.before(g.lo, idContext):
			r.add(g.lo, hi, NationalID) // a social security number
			return j
		case total >= 7 && j == i && r.before(g.lo, passportContext):
			r.add(g.lo, hi, Passport)
			return j
		case (total == 7 || total == 5) && j == i && r.near(g.lo, postalContext):
			r.add(g.lo, hi, Address)
			return j
		case (total == 8 || total == 9) && j == i && r.before(g.lo, cardContext) && !r.countedBefore(g.lo):
			r.add(g.lo, hi, Card) // Isracard's short numbers
			return j
		}
	}
	return -1
}

// lettersBefore returns where one or two capitals start that stand right before lo and belong to no word; lo when there are none.
func (r *reading) lettersBefore(lo int) int {
	start := lo
	for start > 0 && lo-start < 2 && is(r.b[start-1], clUpper) {
		start--
	}
	if !r.boundary(start) {
		return lo
	}
	return start
}

// bankAccount looks for bank-branch-account with a context word before it.
func (r *reading) bankAccount(i int) int {
	g := r.groups[i]
	if !r.leftFree(g.lo) {
		return -1
	}
	total, last := 0, -1
	for j := i; j < len(r.groups) && j-i < 5; j++ {
		if j > i {
			sep, ok := r.sep(j - 1)
			if !ok || len(sep) != 1 || sep[0] != '-' && sep[0] != '/' && sep[0] != ' ' && sep[0] != '.' {
				break
			}
		}
		if total += r.groups[j].len(); total > 17 {
			break
		}
		if total >= 6 && r.rightFree(r.groups[j].hi) && !r.isDate(i, j) {
			last = j
		}
	}
	if last < 0 || !r.before(g.lo, bankContext) || r.countedBefore(g.lo) {
		return -1
	}
	r.add(g.lo, r.groups[last].hi, BankAccount)
	return last
}

// shortByContext finds security codes, expiry dates and dates of birth, which only the word before them gives away.
func (r *reading) shortByContext(i int) int {
	g := r.groups[i]
	if !r.boundary(g.lo) {
		return -1
	}
	if (g.len() == 3 || g.len() == 4) && r.near(g.lo, securityContext) {
		r.add(g.lo, g.hi, CardSecurity)
		return i
	}
	if sep, ok := r.sep(i); ok && len(sep) == 1 && g.len() <= 2 && (sep[0] == '/' || sep[0] == '-') {
		if n := r.groups[i+1].len(); (n == 2 || n == 4) && r.near(g.lo, expiryContext) && !(g.lo > 1 && r.b[g.lo-1] == sep[0] && isDigit(r.b[g.lo-2])) && !r.isDate(i, i+2) {
			r.add(g.lo, r.groups[i+1].hi, CardSecurity)
			return i + 1
		}
	}
	if (r.isDate(i, i+2) || r.isShortDate(i)) && r.before(g.lo, birthContext) {
		r.add(g.lo, r.groups[i+2].hi, BirthDate)
		return i + 2
	}
	if lo, last := r.writtenDate(i); last >= 0 && r.before(lo, birthContext) {
		r.add(lo, r.groups[last].hi, BirthDate)
		return last
	}
	if g.len() >= 2 && g.len() <= 6 && r.ends(g.hi) && (r.boxBefore(g.lo) || g.len() > 2 && g.len() != 4) && r.near(g.lo, postalContext) {
		r.add(g.lo, g.hi, Address)
		return i
	}
	return -1
}

// boxNames are what a post office box is called, as the end of what stands before its number.
var boxNames = []string{"box", "pob", "p.o.b", "ת.ד", "ת. ד", "ת״ד", "ת\"ד", "תא דואר", "ص.ب", "ص. ب", "صندوق بريد", "postfach", "apartado", "apartado postal", "boîte postale", "casella postale", "а/я"}

// boxBefore tells the number of a post office box, which may look like a year.
func (r *reading) boxBefore(lo int) bool {
	head := bytes.TrimRight(r.b[max(0, lo-32):lo], " :.#")
	for _, name := range boxNames {
		if at := len(head) - len(name); at >= 0 && hasFoldPrefix(head[at:], name) {
			return true
		}
	}
	return false
}

// isShortDate tells dd.mm.yy.
func (r *reading) isShortDate(i int) bool {
	if i+2 >= len(r.groups) || r.groups[i].len() > 2 || r.groups[i+1].len() > 2 || r.groups[i+2].len() != 2 {
		return false
	}
	first, ok := r.sep(i)
	second, also := r.sep(i + 1)
	return ok && also && len(first) == 1 && string(first) == string(second) && bytes.IndexByte([]byte("./-"), first[0]) >= 0
}
