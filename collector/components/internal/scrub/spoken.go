package scrub

import "bytes"

// secretWords are what a secret is called in a sentence, a command or a dump.
var secretWords = words(`password passwd passphrase passcode pass pwd pw secret token apikey key bearer otp pin credentials credential auth authorization cookie session sid jwt
	סיסמה סיסמא הסיסמה הסיסמא סיסמתי סיסמתך המרור المرور السر пароль пароля Пароль passe contraseña passwort kennwort senha hasło parola wachtwoord 密码 密碼 パスワード 비밀번호`)

// passwordWords are those behind which a word that is no usual one is the secret even without a digit.
var passwordWords = words("password passwd passphrase passcode pwd סיסמה סיסמא הסיסמה הסיסמא סיסמתי סיסמתך המרור السر المرور пароль Пароль passe contraseña passwort kennwort senha hasło parola wachtwoord 密码 密碼 パスワード 비밀번호")

// needsMore are words that stand for a secret only in front of an equals sign, a colon or an arrow, or as an option.
var needsMore = words("key pin pass pw auth cookie session sid bearer authorization jwt")

// spoken finds a secret that no plain label announces: "password is hunter22", --password hunter22, "password" => "hunter22",
// <input name="password" value="hunter22">, "password for bob: hunter22".
func (r *reading) spoken() {
	r.split()
	b := r.b
	for i, w := range r.words {
		if w.roles&roleSecret == 0 || w.hi-w.lo > 32 {
			continue
		}
		word := foldLong(b[w.lo:w.hi])
		if !secretWords[word] && !r.compoundSecret(i) {
			continue
		}
		option := w.lo >= 2 && b[w.lo-1] == '-' && (b[w.lo-2] == '-' || r.optionBefore(w.lo))
		lo, strength := r.glue(w.hi)
		if lo == 0 || strength == 1 && needsMore[word] && !option {
			continue
		}
		hi := lo
		for hi < len(b) && hi-lo < 256 && !is(b[hi], clSpace|clQuote) && b[hi] != '<' && b[hi] != '>' && b[hi] != ')' && b[hi] != ']' && b[hi] != '}' && b[hi] != ',' && b[hi] != ';' && b[hi] != '|' {
			hi++
		}
		for hi > lo && (b[hi-1] == '.' || b[hi-1] == ':') {
			hi--
		}
		if hi-lo < 4 || markerAt(b, lo) > 0 || isPlaceholder(string(b[lo:hi])) || option && b[lo] == '-' {
			continue
		}
		value := b[lo:hi]
		switch {
		case option, strength > 0 && secretish(value), strength == 0 && chosen(value, needsMore[word]):
		case passwordWords[word] && unusual(value) && (strength > 0 || w.lo > 0 && isQuoted(b, lo, hi)):
		default:
			continue
		}
		r.add(lo, hi, Secret)
	}
}

// compoundSecret tells apiKey, secret-key, access_key by their last word.
func (r *reading) compoundSecret(i int) bool {
	if i == 0 {
		return false
	}
	b, p, w := r.b, r.words[i-1], r.words[i]
	if w.lo-p.hi > 1 || foldString(b[w.lo:w.hi]) != "key" {
		return false
	}
	switch foldString(b[p.lo:p.hi]) {
	case "api", "secret", "access", "private", "encryption", "signing", "auth":
		return true
	}
	return false
}

// optionBefore reports whether the words before lo, joined by hyphens, start with "--".
func (r *reading) optionBefore(lo int) bool {
	i := lo
	for i > 0 && lo-i < 40 && (isWordByte(r.b[i-1]) || r.b[i-1] == '-' || r.b[i-1] == '_') {
		i--
	}
	return i+2 < lo && r.b[i] == '-' && r.b[i+1] == '-'
}

// glue walks over what may stand between the name of a secret and its value; strength 2 means a sign says that a value follows,
// 1 a word or a space, 0 nothing but one blank. The result is 0 when no value can follow.
func (r *reading) glue(i int) (lo, strength int) {
	b, start := r.b, i
	for i < len(b) && i-start < 48 {
		c := b[i]
		switch {
		case c == ' ':
			i++
		case c == '\t', c == '\n', is(c, clQuote), c == '(', c == '[', c == ',':
			strength = max(strength, 1)
			i++
		case c == ':', c == '=', c == '|':
			strength = 2
			i++
		case c == '>' && i > start, c == '-' && i+1 < len(b) && b[i+1] == '>', c == '\\' && i+1 < len(b) && is(b[i+1], clQuote):
			strength = 2
			i++
		case c == ';' && i+1 < len(b) && b[i+1] == 's': // a:1:{s:8:"password";s:8:"hunter22";}
			for i < len(b) && !is(b[i], clQuote) && i-start < 48 {
				i++
			}
			strength = 2
		default:
			hi := i
			for hi < len(b) && hi-i < 12 && (isAlpha(b[hi]) || b[hi] >= 0x80) {
				hi++
			}
			word := foldLong(b[i:hi])
			switch {
			case i > start && glueWords[word] && hi < len(b) && !isWordByte(b[hi]):
				strength = max(strength, 1)
				if word == "value" && b[hi] == '=' {
					strength = 2
				}
				i = hi
				if word == "for" || word == "of" { // one more word: "password for bob: x"
					colon := false
					for i < len(b) && i-start < 48 && !colon {
						colon = b[i] == ':' || b[i] == '='
						i++
					}
					if !colon {
						return 0, 0
					}
					strength = 2
				}
			case i > start:
				return i, strength
			default:
				return 0, 0
			}
		}
	}
	return 0, 0
}

var glueWords = words("is was are value set to for of as היא הוא היה שלי שלך هي هو es est ist lautet é è это 是 は your my")

// secretish tells a made-up string from a word of a sentence: letters and digits, or signs, six characters or more.
func secretish(v []byte) bool {
	digits, letters, signs := 0, 0, 0
	for _, c := range v {
		switch {
		case isDigit(c):
			digits++
		case isAlpha(c) || c >= 0x80:
			letters++
		case c == '!' || c == '@' || c == '#' || c == '$' || c == '%' || c == '^' || c == '*':
			signs++
		case c == '/' || c == '(' || c == ':':
			return false
		}
	}
	return len(v) >= 6 && letters > 0 && (digits > 0 || signs > 0) && digits+letters+signs > len(v)/2
}

// chosen tells a made-up string that nothing but a blank sets apart from the name of a secret: a sign in it, or letters and digits in one
// row; more of them behind a word that other things follow too.
func chosen(v []byte, doubtful bool) bool {
	digits, letters, signs, changes := 0, 0, 0, 0
	for i, c := range v {
		switch {
		case isDigit(c):
			digits++
		case isAlpha(c):
			letters++
		case bytes.IndexByte([]byte("!@#$%^&*"), c) >= 0:
			signs++
		case c != '-' && c != '_' && c != '=':
			return false
		default:
			if i == 0 {
				return false
			}
		}
		if i > 0 && isDigit(c) != isDigit(v[i-1]) {
			changes++
		}
	}
	if digits == 0 || letters == 0 {
		return false
	}
	if signs > 0 && !doubtful {
		return len(v) >= 6
	}
	return digits+letters == len(v) && (len(v) >= 16 || len(v) >= 8 && changes > 1 && !doubtful)
}

// unusual tells a word of letters that is no word of English, or one that is written like none.
func unusual(v []byte) bool {
	if len(v) < 6 {
		return false
	}
	for _, c := range v {
		if !isAlpha(c) {
			return false
		}
	}
	return !usual.has(foldedHash(v))
}

func isQuoted(b []byte, lo, hi int) bool {
	return is(b[lo-1], clQuote) && hi < len(b) && is(b[hi], clQuote)
}

// options finds the short options of commands that carry a secret: -p hunter22, -uroot -phunter22, -u bob:hunter22.
func (r *reading) options() {
	b := r.b
	if !r.has.has('-') && r.roles&roleSecret == 0 {
		return
	}
	for i := 0; i+3 < len(b) && r.has.has('-'); i++ {
		if b[i] != '-' || i > 0 && !is(b[i-1], clSpace) || i == 0 && r.s.binary || b[i+1] != 'p' && b[i+1] != 'u' {
			continue
		}
		lo := i + 2
		if b[lo] == ' ' || b[lo] == '=' {
			lo++
		}
		if lo < len(b) && is(b[lo], clQuote) {
			lo++
		}
		hi, colon := lo, -1
		for hi < len(b) && hi-lo < 128 && !is(b[hi], clSpace|clQuote) {
			if b[hi] == ':' && colon < 0 {
				colon = hi
			}
			hi++
		}
		switch {
		case b[i+1] == 'u' && colon > lo && hi-colon > 4 && secretish(b[colon+1:hi]):
			r.add(colon+1, hi, Secret)
		case b[i+1] == 'p' && hi > lo && hi-lo >= 6 && colon < 0 && secretish(b[lo:hi]) && !usualOption(b[i+1:hi]):
			r.add(lo, hi, Secret)
		}
	}
	for from := 0; r.roles&roleSecret != 0; { // "login with hunter22 as password"
		n := indexFold(b[from:], " as password")
		if n < 0 {
			return
		}
		hi := from + n
		lo := hi
		for lo > 0 && hi-lo < 128 && !is(b[lo-1], clSpace|clQuote) {
			lo--
		}
		if secretish(b[lo:hi]) {
			r.add(lo, hi, Secret)
		}
		from = hi + 1
	}
}

// usualOption tells a word with a number behind it: -port8080 is no -p with a password.
func usualOption(option []byte) bool {
	n := 0
	for n < len(option) && isAlpha(option[n]) {
		n++
	}
	return n > 2 && isNumeric(string(option[n:])) && usual.has(foldedHash(option[:n]))
}

func indexFold(b []byte, part string) int {
	for i := 0; i+len(part) <= len(b); i++ {
		if b[i] == part[0] && hasFoldPrefix(b[i:], part) {
			return i
		}
	}
	return -1
}
