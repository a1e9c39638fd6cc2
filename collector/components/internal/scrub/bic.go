package scrub

// bics finds the code of a bank behind a word that announces one: "SWIFT: LUMIILITTLV".
func (r *reading) bics() {
	b := r.b
	r.split()
	for i, w := range r.words {
		if w.roles&roleBank == 0 {
			continue
		}
		switch foldString(b[w.lo:w.hi]) {
		case "swift", "bic":
		default:
			continue
		}
		for j := i + 1; j < len(r.words) && j-i < 5 && r.words[j].lo-w.hi < 20; j++ {
			lo := r.words[j].lo
			hi := lo
			for hi < len(b) && isAlnum(b[hi]) {
				hi++
			}
			if isBIC(b[lo:hi]) {
				r.add(lo, hi, BankAccount)
				break
			}
		}
	}
}

func isBIC(v []byte) bool {
	if len(v) != 8 && len(v) != 11 {
		return false
	}
	for i, c := range v {
		if !(is(c, clUpper) || i > 5 && isDigit(c)) {
			return false
		}
	}
	return ibanLength[string(v[4:6])] > 0 || string(v[4:6]) == "US" || string(v[4:6]) == "JP" || string(v[4:6]) == "CN" || string(v[4:6]) == "IN" || string(v[4:6]) == "CA" || string(v[4:6]) == "AU"
}
