package scrub

// ibanLength is the length of an IBAN by country.
var ibanLength = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24,
	"DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
	"HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
	"LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
	"QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26,
	"UA": 29, "VA": 22, "VG": 24, "XK": 20,
}

// ibans finds account numbers by country, length and the remainder of 97, in any grouping and case.
func (r *reading) ibans() {
	b := r.b
	for i := 0; i+14 < len(b); i++ {
		if !isAlpha(b[i]) || !isAlpha(b[i+1]) || !r.boundary(i) && !(i >= 4 && hasFoldPrefix(b[i-4:], "iban")) {
			continue
		}
		want := ibanLength[string([]byte{upper(b[i]), upper(b[i+1])})]
		if want == 0 || !isDigit(b[i+2]) && !isIBANSeparator(b[i+2]) {
			continue
		}
		var buf [34]byte
		n, j, gap := 0, i, 0
		for j < len(b) && n < want {
			switch c := b[j]; {
			case isAlnum(c):
				buf[n] = upper(c)
				n++
				gap = 0
			case isIBANSeparator(c) && gap < 2:
				gap++
			default:
				gap = 3
			}
			if gap == 3 {
				break
			}
			j++
		}
		if n == want && isDigit(buf[2]) && isDigit(buf[3]) && (j >= len(b) || !isAlnum(b[j])) && mod97(buf[:n]) == 1 && !isHexWord(b[i:j]) {
			r.add(i, j, IBAN)
			i = j
		}
	}
}

// isHexWord tells a lower-case hexadecimal id that happens to pass the check.
func isHexWord(b []byte) bool {
	letters := 0
	for i, c := range b {
		if !is(c, clHex|clDigit) || is(c, clUpper) {
			return false
		}
		if i > 1 && isAlpha(c) {
			letters++
		}
	}
	return letters > 0
}

func isIBANSeparator(c byte) bool { return c == ' ' || c == '-' || c == '.' || c == '_' || c == '/' }

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 32
	}
	return c
}

// mod97 computes the check of ISO 13616 over the rearranged number.
func mod97(iban []byte) int {
	rest := 0
	for k := 0; k < len(iban); k++ {
		c := iban[(k+4)%len(iban)]
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest
}
