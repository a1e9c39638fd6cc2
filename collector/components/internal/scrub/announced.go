package scrub

import "strings"

// announcement is a phrase that says what the number, or the mixed code, behind it is.
type announcement struct {
	rest   string // what follows the first word of the phrase
	kind   Kind
	digits int // the fewest digits that count
}

// announcedKinds are documents, devices, accounts and one-time codes whose numbers no check digit proves: the phrase alone decides. Phrases
// that other numbers follow too ("id", "account") are not among them; those need a check digit or more (see context.go).
var announcedKinds = []struct {
	kind    Kind
	digits  int
	phrases string // separated by |
}{
	{NationalID, 6, `ssn|social security|social insurance|national insurance|nino|ni number|cpf|dni|nif|curp|codice fiscale|aadhaar|aadhar|pesel|bsn|burgerservicenummer|personnummer|henkilötunnus|cnp|egn|nhs number|medicare|
		personal number|personal code|voter id|tax id|tax number|steuer-id|steuernummer|steueridentifikationsnummer|personalausweis|documento|cédula|cedula|kimlik|sécurité sociale|numéro de sécu|insee|numéro d'identité|
		снилс|СНИЛС|инн|ИНН|удостоверение личности|身份证|身份证号|마이넘버|주민등록번호|license plate|licence plate|number plate|plate number|מספר רכב|госномер`},
	{Passport, 5, `passport|passeport|reisepass|pasaporte|passaporto|paszport|paspoort|паспорт|Паспорт|паспорта|דרכון|הדרכון|جواز|جواز السفر|护照|driving licence|driving license|driver's license|driver's licence|drivers license|driver license|
		רישיון נהיגה|führerschein|permis de conduire|водительское удостоверение|visa number`},
	{Device, 6, `imei|imsi|iccid|meid|idfa|idfv|gaid|advertising id|android id|android_id|device id|device fingerprint|serial number|serial no|s/n|mac address|mac`},
	{BankAccount, 5, `kontonummer|sort code|routing number|iban|счёт|счет|сч|р/с|compte|rib|bank account|account number|account no|clabe|ifsc`},
	{Card, 12, `card|card number|card no|credit card|debit card|pan|כרטיס אשראי|מספר כרטיס|карта|карты|carte|tarjeta|kreditkarte`},
	{Secret, 4, `otp|verification code|one-time code|one time code|2fa code|login code|sms code|confirmation code|passcode|your code|auth code|access code|security code|pin|pin code|unlock code|entry code|door code|gate code|entrance code|
		קוד אימות|קוד הכניסה|קוד כניסה|קוד גישה|קוד האימות|קוד חד פעמי|הקוד שלך|הקוד הוא|رمز التحقق|код подтверждения|votre code|code de vérification|código de verificación|bestätigungscode|验证码`},
}

var announcements = func() map[string][]announcement {
	m := map[string][]announcement{}
	for _, a := range announcedKinds {
		for _, p := range strings.FieldsFunc(a.phrases, func(r rune) bool { return r == '|' || r == '\n' || r == '\t' }) {
			end := 0
			for end < len(p) && (isAlpha(p[end]) || p[end] >= 0x80) {
				end++
			}
			if end == 0 {
				end = 1
			}
			m[p[:end]] = append(m[p[:end]], announcement{p[end:], a.kind, a.digits})
		}
	}
	return m
}()

// announced finds the values of those phrases.
func (r *reading) announced() {
	b := r.b
	for _, w := range r.words {
		if w.roles&roleNumber == 0 && b[w.lo] < 0x80 || w.hi-w.lo > 32 || !r.boundary(w.lo) {
			continue
		}
		for _, a := range announcements[foldLong(b[w.lo:w.hi])] {
			end := w.hi + len(a.rest)
			if end >= len(b) || isWordByte(b[end]) || !hasFoldPrefix(b[w.hi:], a.rest) {
				continue
			}
			lo, hi := r.announcedValue(end, a)
			if hi > lo && !r.countedBefore(lo) {
				r.add(lo, hi, a.kind)
				break
			}
		}
	}
	r.codesBefore()
}

// announcementGlue may stand between a phrase and its value.
var announcementGlue = words("is was are no nr num number numbers code id of for n n° № номер numéro numero number: serie série серия number# של שלך הוא היא מספר مس رقم هو は 是 est ist es è lautet in")

// announcedReach is how many bytes may stand between a phrase and its value.
const announcedReach = 28

// announcedValue finds the value behind a phrase that ends at i: digits and letters in groups, with enough digits. One word may stand
// between that is no glue, since people write whose number it is.
func (r *reading) announcedValue(i int, a announcement) (lo, hi int) {
	b, others := r.b, 0
	for lo = i; lo < len(b) && lo-i < announcedReach; {
		c := b[lo]
		if c == '\n' || c == ';' || c == '[' || c == '{' || c == '%' || c == '(' && a.kind != Secret && lo > i+1 {
			return 0, 0
		}
		if !isWordByte(c) {
			lo++
			continue
		}
		end, digits := lo, 0
		for end < len(b) && isWordByte(b[end]) {
			if isDigit(b[end]) {
				digits++
			}
			end++
		}
		if digits > 0 || end-lo <= 2 && is(c, clUpper) && end+1 < len(b) && b[end] == ' ' && isDigit(b[end+1]) {
			break
		}
		if !announcementGlue[foldLong(b[lo:end])] {
			if others++; others > 1 || a.kind == Secret || a.kind == Card && others > 0 {
				return 0, 0
			}
		}
		lo = end
	}
	if lo >= len(b) || lo-i >= announcedReach || lo == i {
		return 0, 0
	}
	return lo, r.codeEnd(lo, a)
}

// codeEnd follows a code in groups; 0 when it is none.
func (r *reading) codeEnd(lo int, a announcement) (hi int) {
	b := r.b
	limit := 28
	if a.kind == Device || a.kind == BankAccount {
		limit = 42
	}
	digits, letters, first := 0, 0, 0
	for hi = lo; hi < len(b) && hi-lo < limit; hi++ {
		c := b[hi]
		switch {
		case isDigit(c):
			digits++
			continue
		case isAlpha(c):
			letters++
			continue
		}
		if first == 0 {
			first = hi - lo
		}
		if hi+1 >= len(b) || c != ' ' && c != '-' && c != '.' && c != '/' && c != ':' || a.kind == Secret && (first > 3 || c != ' ' && c != '-') || !r.groupFollows(hi+1, c) {
			break
		}
	}
	if digits < a.digits || hi < len(b) && (isWordByte(b[hi]) || b[hi] == '_') || (a.kind == Secret || a.kind == Card) && letters > 0 || a.kind == Secret && digits > 8 {
		return 0
	}
	if hi+1 < len(b) && b[hi] == '.' && isDigit(b[hi+1]) || letters == 0 && hi+2 < len(b) && b[hi] == ' ' && lower(b[hi+1]) == 'm' && lower(b[hi+2]) == 's' {
		return 0
	}
	return hi
}

// groupFollows reports whether another group of a code starts at i: digits, or behind a hyphen letters that hold one, or a last capital.
func (r *reading) groupFollows(i int, separator byte) bool {
	b := r.b
	if isDigit(b[i]) {
		return true
	}
	if !isAlpha(b[i]) {
		return false
	}
	end, digits := i, 0
	for end < len(b) && isAlnum(b[end]) {
		if isDigit(b[end]) {
			digits++
		}
		end++
	}
	return end == i+1 && is(b[i], clUpper) || digits > 0 && is(b[i], clUpper|clHex) || separator == '-' && end-i <= 12 && digits > 0
}

// codesBefore finds the one-time codes that stand before the words for them: "067201 is your code", "use 423524 to verify".
func (r *reading) codesBefore() {
	b := r.b
	for i, w := range r.words {
		if n := w.hi - w.lo; !isDigit(b[w.lo]) || n < 4 || n > 8 || w.hi+9 > len(b) || b[w.hi] != ' ' || !r.boundary(w.lo) {
			continue
		}
		rest := b[w.hi+1:]
		if hasFoldPrefix(rest, "is your ") && containsFold(rest[:min(len(rest), 48)], "code") || i > 0 && hasFoldPrefix(rest, "to verify") {
			r.add(w.lo, w.hi, Secret)
		}
	}
}
