package scrub

import "strings"

// contextBytes is how far before a number a word still speaks about it: about 30 characters, Hebrew and Arabic take two bytes each.
const contextBytes = 56

// contextWords are the words that say what a number near them is.
type contextWords []string

var (
	cardContext = contextWords{"card", "credit", "debit", "visa", "mastercard", "amex", "pan", "isracard", "cc", "אשראי", "כרטיס", "ישראכרט", "ויזה", "بطاقة", "الائتمان"}

	phoneContext = contextWords{"phone", "phones", "tel", "telephone", "mobile", "cell", "cellular", "call", "called", "calling", "sms", "whatsapp", "fax", "msisdn", "dial",
		"text to", "טלפון", "נייד", "פלאפון", "טל", "סלולרי", "הנייד", "הטלפון", "בטלפון", "לנייד", "هاتف", "الهاتف", "جوال", "موبايل", "تليفون", "اتصل"}

	idContext = contextWords{"tz", "t.z", "t.z.", "teudat", "zehut", "id number", "id no", "identity", "national id", "personal id", "ssn", "id card", "israeli id", "citizen",
		"holder id", "idnumber", "ת.ז", "ת.ז.", "תז", "ת\"ז", "ת״ז", "תעודת", "זהות", "הזהות", "מ.ז", "הוית", "هوية", "الهوية"}

	passportContext = contextWords{"passport", "דרכון", "הדרכון", "جواز", "driving license", "driver license", "license no", "רישיון נהיגה"}

	bankContext = contextWords{"bank", "account", "acct", "iban", "branch", "beneficiary", "חשבון", "סניף", "בנק", "בחשבון", "לחשבון", "حساب", "الحساب", "البنك"}

	postalContext = contextWords{"zip", "zip code", "zipcode", "postal", "postcode", "postal code", "מיקוד", "ומיקוד", "الرمز البريدي"}

	birthContext = contextWords{"born", "dob", "birth", "birthday", "birthdate", "נולד", "נולדה", "לידה", "ולד", "ולדת", "ميلاد", "الميلاد", "مواليد"}

	securityContext = contextWords{"cvv", "cvv2", "cvc", "cvc2", "csc", "security code", "3 digits", "ספרות בגב", "cvn"}

	expiryContext = contextWords{"exp", "expiry", "expires", "valid thru", "valid through", "תוקף", "בתוקף"}

	// countContext words right before a number make it a business number.
	countContext = words(`order orders invoice sku seat seats span trace event events batch request txn build commit offset ts timestamp epoch seq sequence ref
		reference version port size bytes duration price amount qty quantity count total unix row line job run task ticket receipt barcode shipment tracking product item
		v at ns ms us page block height nonce checksum crc pid tid thread message partition lsn xid oid gid part serial revision rev chunk delivery booking
		הזמנה חשבונית מושב קבלה מחיר סכום אירוע כרטיס-כניסה طلب فاتورة`)
)

// before reports whether one of the words stands in the context before lo.
func (r *reading) before(lo int, set contextWords) bool {
	var buf [contextBytes]byte
	start := max(0, lo-contextBytes)
	window := buf[:copy(buf[:], r.b[start:lo])]
	for i := range window {
		window[i] = lower(window[i])
	}
	r.s.spend(contextBytes)
	text := string(window)
	for _, w := range set {
		for from := 0; ; {
			i := strings.Index(text[from:], w)
			if i < 0 {
				break
			}
			i += from
			from = i + len(w)
			left := i == 0 || !isWordByte(text[i-1]) || text[i-1] == '_' || isPrefixLetter(text[:i])
			right := from >= len(text) || !isWordByte(text[from])
			if left && right {
				return true
			}
		}
	}
	return false
}

// isPrefixLetter reports whether text ends in one Hebrew prefix letter that starts a word ("בטלפון", "לכרטיס").
func isPrefixLetter(text string) bool {
	if len(text) < 2 || text[len(text)-2] != 0xd7 {
		return false
	}
	return (len(text) == 2 || !isWordByte(text[len(text)-3])) && strings.Contains("בלמושהכ", text[len(text)-2:])
}

// countedBefore reports whether the words right before lo say that a business number follows ("order #", "invoice no.").
func (r *reading) countedBefore(lo int) bool {
	i := lo
	for step := 0; step < 2; step++ {
		for i > 0 && lo-i < 40 && !isWordByte(r.b[i-1]) && r.b[i-1] != '\n' && r.b[i-1] != ',' && r.b[i-1] != ';' {
			i--
		}
		hi := i
		for i > 0 && hi-i < 24 && isWordByte(r.b[i-1]) && r.b[i-1] != '_' {
			i--
		}
		if i == hi {
			return false
		}
		w := strings.ToLower(string(r.b[i:hi]))
		if countContext[w] {
			return true
		}
		switch w {
		case "id", "ids", "no", "number", "num", "nr", "is", "מספר", "מס", "רقم":
		default:
			return countContext[strings.TrimSuffix(w, "id")] && len(w) > 4
		}
	}
	return false
}
