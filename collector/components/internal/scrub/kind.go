package scrub

// Kind says what a finding is. It is the only thing about a finding that is ever written down.
type Kind uint8

// The kinds, in the order used by counters.
const (
	None Kind = iota
	Email
	Phone
	NationalID
	Passport
	Card
	CardSecurity
	IBAN
	BankAccount
	IP
	MAC
	JWT
	Auth
	Cookie
	Secret
	Credentials
	Token
	Literal
	Variables
	Geo
	Name
	Address
	BirthDate
	Health
	Device
	User
	Custom
	Opaque
	Limit
	kindCount
)

// KindCount is the number of kinds, for counter tables.
const KindCount = int(kindCount)

var kindNames = [kindCount]string{
	None: "", Email: "email", Phone: "phone", NationalID: "national_id", Passport: "passport", Card: "card",
	CardSecurity: "card_security", IBAN: "iban", BankAccount: "bank_account", IP: "ip", MAC: "mac", JWT: "jwt",
	Auth: "auth", Cookie: "cookie", Secret: "secret", Credentials: "credentials", Token: "token",
	Literal: "literal", Variables: "variables", Geo: "geo", Name: "name", Address: "address",
	BirthDate: "birth_date", Health: "health", Device: "device", User: "user", Custom: "masked", Opaque: "opaque", Limit: "limit",
}

// String returns the name that stands in a replacement: email becomes [email].
func (k Kind) String() string { return kindNames[k] }

// KindByName finds a kind by the name String gives; ok is false for an unknown name.
func KindByName(name string) (kind Kind, ok bool) {
	for k := Email; k < kindCount; k++ {
		if kindNames[k] == name {
			return k, true
		}
	}
	return None, false
}

// KindNames lists every name that KindByName knows, in counter order.
func KindNames() []string { return append([]string(nil), kindNames[1:]...) }

var markers = func() (m [kindCount]string) {
	for k := range m {
		m[k] = "[" + kindNames[k] + "]"
	}
	return
}()

// markerAt returns the length of a replacement marker that starts at i, or 0.
// Markers are never scanned, which keeps a second pass from changing the first.
func markerAt(b []byte, i int) int {
	if b[i] != '[' {
		return 0
	}
	end := i + 1
	for end < len(b) && end-i < 48 && (b[end] == '_' || b[end] == ':' || isAlnum(b[end])) {
		end++
	}
	if end >= len(b) || b[end] != ']' {
		return 0
	}
	name := b[i+1 : end]
	for j, c := range name {
		if c == ':' {
			name = name[:j]
			break
		}
	}
	if _, ok := kindIndex[string(name)]; !ok {
		return 0
	}
	return end + 1 - i
}

// markerBefore returns the length of a replacement marker that ends at i, or 0.
func markerBefore(b []byte, i int) int {
	if b[i-1] != ']' {
		return 0
	}
	for lo := i - 2; lo >= 0 && i-lo <= 48+2 && b[lo] != ']'; lo-- {
		if b[lo] == '[' {
			if n := markerAt(b, lo); n == i-lo {
				return n
			}
			return 0
		}
	}
	return 0
}

var kindIndex = func() map[string]Kind {
	m := map[string]Kind{}
	for k := Email; k < kindCount; k++ {
		m[kindNames[k]] = k
	}
	return m
}()
