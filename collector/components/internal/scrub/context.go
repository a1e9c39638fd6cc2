package scrub

import (
	"bytes"
	"strings"
)

// contextBytes is how far before a number a word still speaks about it: about 30 characters, Hebrew and Arabic take two bytes each.
const contextBytes = 56

// contextSet is a group of words that say what a number near them is.
type contextSet uint8

const (
	cardContext contextSet = iota
	phoneContext
	idContext
	passportContext
	bankContext
	postalContext
	birthContext
	securityContext
	expiryContext
	geoContext
	contextSets
)

var contextWords = [contextSets][]string{
	cardContext: {"card", "credit", "debit", "visa", "mastercard", "amex", "pan", "isracard", "cc", "אשראי", "כרטיס", "ישראכרט", "ויזה", "بطاقة", "الائتمان"},

	phoneContext: {"phone", "phones", "tel", "telephone", "mobile", "cell", "cellular", "call", "called", "calling", "sms", "whatsapp", "fax", "msisdn", "dial", "my number", "phone number", "téléphone", "telefon", "telefono", "teléfono", "telefone", "handy", "телефон", "Телефон", "телефона", "мой номер", "моб", "电话", "手机", "電話",
		"text to", "טלפון", "נייד", "פלאפון", "טל", "סלולרי", "הנייד", "הטלפון", "בטלפון", "לנייד", "هاتف", "الهاتف", "جوال", "موبايل", "تليفون", "اتصل"},

	idContext: {"tz", "t.z", "t.z.", "teudat", "zehut", "id number", "id no", "identity", "national id", "personal id", "his id is", "her id is", "their id is", "my id is", "your id is", "ssn", "social security", "id card", "israeli id", "citizen",
		"ז\"ת", "holder id", "idnumber", "id num", "id card no", "מספר זיהוי", "מס' זהות", "identification", "ת.ז", "ת.ז.", "תז", "ת\"ז", "ת״ז", "תעודת", "זהות", "הזהות", "מ.ז", "הוית", "هوية", "الهوية"},

	passportContext: {"passport", "דרכון", "הדרכון", "جواز", "driving license", "driver license", "license no", "רישיון נהיגה"},

	bankContext: {"bank", "account", "acct", "a/c", "routing", "iban", "branch", "beneficiary", "חשבון", "סניף", "בנק", "בחשבון", "לחשבון", "حساب", "الحساب", "البنك"},

	postalContext: {"zip", "zip code", "zipcode", "postal", "postcode", "postal code", "p.o. box", "po box", "p.o.box", "p.o.b", "pob", "ת.ד", "ת.ד.", "ת. ד", "ת\"ד", "ת״ד", "תא דואר", "ص.ب", "ص. ب", "صندوق بريد", "postfach", "apartado", "boîte postale", "casella postale", "а/я", "plz", "מיקוד", "ומיקוד", "الرمز البريدي"},

	birthContext: {"born", "dob", "d.o.b", "d.o.b.", "birth", "ת. לידה", "הלידה", "الولادة", "birthday", "birthdate", "geboren", "geb", "geburtsdatum", "né", "née", "naissance", "nacimiento", "nacido", "nacida", "nato", "nata", "nascita", "nascido",
		"nascida", "nascimento", "geboortedatum", "urodzony", "urodzona", "urodzenia", "doğum", "родился", "родилась", "рождения", "Родился", "Родилась", "年月日", "生日", "ולד", "נולד", "נולדה", "לידה", "ולד", "ולדת", "ميلاد", "الميلاد", "مواليد"},

	securityContext: {"cvv", "cvv2", "cvc", "cvc2", "csc", "security code", "card code", "verification value", "3 digits", "digits on the back", "ספרות בגב", "בגב הכרטיס", "cvn"},

	expiryContext: {"exp", "exp date", "exp. date", "expiry", "expires", "expiration", "expiration date", "expiry date", "valid thru", "valid through", "valid until", "mm/yy", "mm/yyyy", "תוקף", "בתוקף"},

	geoContext: {"lat", "lon", "lng", "latitude", "longitude", "coordinates", "coords", "gps", "location", "נ.צ", "קואורדינטות"},
}

// contextsByWord finds the phrases by their first word; rest is what follows it in the text.
var contextsByWord = func() map[string][]contextPhrase {
	m := map[string][]contextPhrase{}
	for set, list := range contextWords {
		for _, p := range list {
			end := 0
			for end < len(p) && isWordByte(p[end]) && !(end > 0 && isDigit(p[end]) != isDigit(p[end-1])) {
				end++
			}
			m[p[:end]] = append(m[p[:end]], contextPhrase{p[end:], contextSet(set)})
		}
	}
	return m
}()

type contextPhrase struct {
	rest string
	set  contextSet
}

// countContext words right before a number make it a business number.
var countContext = words(`order orders invoice sku seat seats span trace event events batch request txn build commit offset ts timestamp epoch seq sequence ref
		reference version port size bytes duration price amount qty quantity count total unix row line job run task ticket receipt barcode shipment tracking product item
		page block height nonce checksum crc pid tid thread partition lsn xid oid gid part serial revision rev chunk delivery booking
		הזמנה חשבונית מושב קבלה מחיר סכום אירוע כרטיס-כניסה طلب فاتورة`)

// before reports whether one of the words stands in the context before lo.
func (r *reading) before(lo int, set contextSet) bool { return r.within(lo, set, contextBytes) }

// near is before within a few words.
func (r *reading) near(lo int, set contextSet) bool { return r.within(lo, set, 22) }

func (r *reading) within(lo int, set contextSet, distance int) bool {
	if !r.contextsRead {
		r.readContexts()
	}
	ends := r.contexts[set]
	i, j := 0, len(ends)
	for i < j {
		mid := (i + j) / 2
		if int(ends[mid]) <= lo {
			i = mid + 1
		} else {
			j = mid
		}
	}
	return i > 0 && lo-int(ends[i-1]) < distance
}

// readContexts notes where each context word ends, in one pass over the words of the text.
func (r *reading) readContexts() {
	r.contextsRead = true
	r.split()
	for i := range r.contexts {
		r.contexts[i] = r.contexts[i][:0]
	}
	for _, w := range r.words {
		if w.roles&roleNumber != 0 || r.b[w.lo] >= 0x80 {
			r.contextAt(w.lo, w.hi)
			if mark := bytes.IndexByte(r.b[w.lo:w.hi], '"'); mark > 0 { // ת"ז
				r.contextAt(w.lo, w.lo+mark)
			}
		}
		// One Hebrew prefix letter may stand before the word ("בטלפון").
		if w.hi-w.lo > 4 && r.b[w.lo] == 0xd7 && strings.Contains("בלמושהכ", string(r.b[w.lo:w.lo+2])) {
			r.contextAt(w.lo+2, w.hi)
		}
	}
}

// upperID reports whether "ID" in capitals, with no other noun before it, stands right before a number.
func (r *reading) upperID(lo int) bool {
	i := lo
	for i > 0 && lo-i < 4 && !isWordByte(r.b[i-1]) && r.b[i-1] != '\n' {
		i--
	}
	for _, no := range []string{"number", "no", "num", "nr"} {
		if i > len(no) && hasFoldPrefix(r.b[i-len(no):], no) && r.b[i-len(no)-1] == ' ' {
			i -= len(no) + 1
		}
	}
	return i >= 2 && (string(r.b[i-2:i]) == "ID" || string(r.b[i-2:i]) == "Id" && lo-i > 0) && r.boundary(i-2)
}

// contextAt notes the context words that start at lo; hi ends the first word there.
func (r *reading) contextAt(lo, hi int) {
	var buf [24]byte
	if hi-lo > len(buf) {
		return
	}
	first := buf[:copy(buf[:], r.b[lo:hi])]
	for i := range first {
		first[i] = lower(first[i])
	}
	for _, p := range contextsByWord[string(first)] {
		end := hi + len(p.rest)
		if hasFoldPrefix(r.b[hi:], p.rest) && r.ends(end) {
			ends := &r.contexts[p.set]
			if n := len(*ends); n == 0 || int((*ends)[n-1]) <= end {
				*ends = append(*ends, int32(end))
			}
		}
	}
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
