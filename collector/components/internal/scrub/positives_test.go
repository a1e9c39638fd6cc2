package scrub

import (
	"strings"
	"testing"
)

func newScanner(t testing.TB, rules Rules) *Scanner {
	t.Helper()
	e, err := New(rules)
	if err != nil {
		t.Fatal(err)
	}
	return e.Scanner()
}

// texts holds that each becomes what is wanted, under no key.
func texts(t *testing.T, wanted map[string]string) {
	t.Helper()
	s := newScanner(t, Rules{})
	for in, want := range wanted {
		s.StartItem()
		if out, _ := s.Text(nil, in); out != want {
			t.Errorf("%q became %q, not %q", in, out, want)
		}
	}
}

// unchanged holds that texts come out byte for byte, under no key.
func unchanged(t *testing.T, list ...string) {
	t.Helper()
	s := newScanner(t, Rules{})
	for _, in := range list {
		s.StartItem()
		if out, changed := s.Text(nil, in); changed {
			t.Errorf("%q became %q", in, out)
		}
	}
}

// secret joins the halves of a test secret, so that no scanner of repositories takes it for a real one.
func secret(halves ...string) string { return strings.Join(halves, "") }

// personal values by kind: each stands in a text, and the text must come out without it.
var positives = []struct {
	kind   Kind
	values []string
	texts  []string // %s is the value
}{
	{Email, []string{"dana.levi@example.com", "dana+tickets@mail.example.co.il", "DANA@EXAMPLE.COM", "דנה@דואר.קום", "o'brien@example.org", "a@xn--4dbrk0ce.com"},
		[]string{"%s", "user %s failed", "<%s>", "mailto:%s", "to=%s&x=1", `{"to":"%s"}`, "/users/%s/orders", "(%s)", "%s,%s"}},
	{Phone, []string{"+972501234567", "+972-50-123-4567", "00972501234567", "050-1234567", "0501234567", "050 123 4567", "03-5551234", "077-5551234", "972501234567",
		"+1 (212) 555-0123", "+44 20 7946 0958", "(212) 555-0123", "+972 (0)50 123 4567", "050‑123‑4567", "\u202a+972 50-1234567\u202c"},
		[]string{"%s", "call %s now", "tel:%s", "phone=%s", `{"n":"%s"}`, "from %s, to"}},
	{NationalID, []string{"123456782", "12345678-2", "000000018"}, []string{"ת.ז %s", "ת\"ז: %s", "teudat zehut %s", "id number %s", "tz=%s", `{"tz":"%s"}`}},
	{Card, []string{"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111", "378282246310005", "3782 822463 10005", "5555555555554444",
		"2223003122003222", "6011111111111117", "3530111333300000", "30569309025904", "4111\u00a01111\u00a01111\u00a01111"},
		[]string{"%s", "paid with %s", "card %s declined", `{"n":"%s"}`, "pan=%s", "VALUES ('%s')"}},
	{IBAN, []string{"IL620108000000099999999", "IL62 0108 0000 0009 9999 999", "DE89370400440532013000", "gb82 west 1234 5698 7654 32"}, []string{"%s", "to %s", "iban: %s"}},
	{BankAccount, []string{"12-345-678901"}, []string{"חשבון %s", "bank account %s"}},
	{IP, []string{"203.0.113.7", "8.8.8.8", "2001:db8::8a2e:370:7334", "2001:db8:85a3:0:0:8a2e:370:7334"}, []string{"%s", "from %s:", "ip=%s", "[%s]", "for=%s;by=x"}},
	{JWT, []string{secret("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"), secret("eyJhbGciOiJub25lIn0", ".eyJzdWIiOiJkYW5hIn0.")},
		[]string{"%s", "token %s", "?t=%s&a=1"}},
	{Auth, []string{secret("dXNlcjpwYXNz", "d29yZA=="), "a8f5f167f44f4964e6c998dee827110c"}, []string{"Bearer %s", "authorization: Basic %s", "BEARER %s"}},
	{Secret, []string{secret("sk_", "live_51H8xZ2eZvKYlo2C"), secret("whsec", "_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), secret("ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"), secret("AKIA", "IOSFODNN7EXAMPLE"),
		secret("sntrys", "_eyJpYXQiOjE3MDAwMDAwMDB9_abcdef"), secret("xoxb", "-123456789012-abcdefABCDEF"), secret("AIza", "SyA1234567890abcdefghijklmnopqrstuv"), secret("npm", "_abcdefghijklmnopqrstuvwxyz0123456789")},
		[]string{"%s", "key %s", `{"k":"%s"}`, "x=%s;"}},
	{Credentials, []string{"tickets:s3cr3t@", "u:p%40ss@", ":redispw@"}, []string{"postgres://%sdb:5432/app", "redis://%shost/0"}},
	{Name, []string{"Dana Levi", "Noa Bar", "יואב כהן"}, []string{"customer: %s", "attendee %s", "Mr. %s", "first_name=%s", `{"fullName":"%s"}`, "שלום %s,", "לקוח: %s"}},
	{Name, []string{"Rukom Mabusi", "Priya O'Connor", "Oluwaseun Okafor-Ndiaye", "Ofri van Dijk"}, []string{"%s bought two seats", "refund for %s today", "Hi %s,", "merge %s into the account"}},
	{Name, []string{"Rukomel"}, []string{"Hi %s,", "customer: %s", "Mr. %s called"}},
	{Address, []string{"רחוב הרצל 12", "12 Herzl Street"}, []string{"%s", "ship to %s", "address: %s"}},
	{Geo, []string{"32.0853,34.7818", "32.085300, 34.781800"}, []string{"%s", "at %s", "POINT(%s)"}},
	{BirthDate, []string{"1990-05-17", "17/05/1990"}, []string{"dob=%s", "born %s", `{"birthDate":"%s"}`}},
	{CardSecurity, []string{"937", "4821"}, []string{"cvv=%s", `{"cvc":"%s"}`, "cvv %s"}},
	{Token, []string{secret("9f8e7d6c5b4a", "3f2e1d0c")}, []string{"/reset/%s", "https://example.com/verify/%s?lang=he"}},
	{Email, []string{"dana.levi(at)example.com", "dana.levi [at] example [dot] com"}, []string{"%s", "mail %s now"}},
	{Name, []string{"dana.levi"}, []string{"/home/%s/app/server.js:12:3", "file:///Users/%s/app", `C:\Users\%s\app\a.ts`, `{"f":"C:\\Users\\%s\\a"}`, "ENOENT: no such file or directory, open '/home/%s/x'"}},
	{Token, []string{"f3a9c2e1d4b5", "Zx81kQ"}, []string{"?token=%s", "reset_token=%s&a=b", `"access_token":"%s"`, "csrf_token=%s"}},
}

func TestFindsEveryKindInText(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, p := range positives {
		for _, value := range p.values {
			for _, text := range p.texts {
				s.StartItem()
				in := strings.ReplaceAll(text, "%s", value)
				out, changed := s.Text(nil, in)
				if !changed || leaks(out, value) {
					t.Errorf("%s leaks: %q became %q", p.kind, in, out)
				}
			}
		}
	}
}

// leaks reports whether a run of six or more characters of value is left (all of it when it is shorter).
func leaks(out, value string) bool {
	n := min(6, len(value))
	for i := 0; i+n <= len(value); i++ {
		if strings.Contains(out, value[i:i+n]) {
			return true
		}
	}
	return false
}
