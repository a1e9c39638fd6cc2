package scrub

import (
	"strings"
	"testing"
)

func TestMasksPersonalKeys(t *testing.T) {
	s := newScanner(t, Rules{})
	for kind, keys := range map[Kind][]string{
		Email:        {"email", "user.email", "customerEmail", "contact_email_address", "EMAIL", "emails.0", "user[email]", "דוא\"ל"},
		Phone:        {"phone", "phoneNumber", "contact.mobile", "customer_phone", "טלפון", "tel"},
		NationalID:   {"tz", "t_z", "idNumber", "national.id", "teudat_zehut", "teudatZehut", "ת.ז", "customer.identity"},
		Card:         {"pan", "card.number", "cardNumber", "credit_card", "cc_number"},
		CardSecurity: {"cvv", "card.cvc", "exp_month", "cardExpiry", "securityCode"},
		IBAN:         {"iban"}, BankAccount: {"bank.account", "account_number"},
		IP: {"client.address", "client_ip", "http.request.header.x_forwarded_for", "x-real-ip"}, MAC: {"mac.address"},
		Auth: {"authorization", "http.request.header.authorization", "proxy-authorization"}, Cookie: {"cookie", "http.request.header.set_cookie", "session.id", "connect.sid", "cookies.theme", "http.request.cookie.sid"},
		Secret: {"password", "user.passwd", "api_key", "x-api-key", "client_secret", "secretAccessKey", "otp"}, Token: {"token", "access_token", "csrfToken", "reset-token", "signature"},
		Variables: {"graphql.variables"}, Literal: {"db.query.parameter.0"}, Geo: {"lat", "geo.location.lon", "coordinates"},
		Name:    {"first_name", "customer.name", "attendee[0].name", "attendees.0.fullName", "cardHolder", "holder.name", "contact_person", "שם פרטי", "user.name"},
		Address: {"street", "billing_address", "customer.address.city", "postal_code", "zip", "shippingAddress", "כתובת"}, BirthDate: {"dob", "birthDate", "date_of_birth"},
		Health: {"dietary_requirements", "disability"}, Device: {"device.id", "imei"}, Passport: {"passport_number"},
	} {
		for _, key := range keys {
			if k := s.Key(key); k.kind != kind {
				t.Errorf("%s: is %q, not %q", key, k.kind, kind)
			}
		}
	}
}

func TestLeavesHarmlessKeysAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, key := range []string{"author", "keyboard", "token_count", "monkey", "primary_key", "passenger.count", "server.address", "network.peer.address", "net.peer.name", "span", "span.name", "company", "http.route",
		"service.name", "host.name", "event.name", "db.name", "k8s.pod.name", "code.function.name", "password_reset_at", "email_sent", "auth.method", "author.count", "gen_ai.usage.input_tokens_count", "session_count",
		"card_type", "card.brand", "message", "http.request.method", "url.full", "exception.message", "placeholder", "user_agent.name", "telemetry.sdk.name", "ticket.count", "phone_verified", "address_family", "sidecar", "pantry",
		"function.signature", "pass_rate", "cart.items", "discard", "geography", "latency", "longest", "mobile_app", "cellular_automaton", "tzdata", "timezone", "order.id", "ticketcap.event.id", "db.user"} {
		if k := s.Key(key); k.kind != None || k.Removed || k.Renamed {
			t.Errorf("%s: is %q, removed %t, renamed %t", key, k.kind, k.Removed, k.Renamed)
		}
	}
}

func TestScrubsWhatStandsInKeys(t *testing.T) {
	s := newScanner(t, Rules{})
	k := s.Key("dana.levi@example.com")
	if !k.Renamed || strings.Contains(k.Name, "dana") {
		t.Errorf("a key that is an address became %q", k.Name)
	}
	if _, kept := s.cache["dana.levi@example.com"]; kept {
		t.Error("a personal key is remembered")
	}
}

func TestFollowsTheOperatorsKeyRules(t *testing.T) {
	s := newScanner(t, Rules{
		Remove: []string{"debug.*", "raw_body"}, Mask: map[string]Kind{"barcode": Custom, "holder.number": Card},
		Keep: map[string]Type{"order.reference": TypeID, "client.address": TypeVersion}, UnknownRemoved: true, Known: []string{"http.*"},
	})
	for _, c := range []struct {
		key     string
		removed bool
		kind    Kind
	}{
		{"debug.dump.all", true, None}, {"rawBody", true, None}, {"ticket.barcode", false, Custom}, {"barcodes", true, None}, {"holderNumber", false, Card},
		{"order.reference", false, None}, {"http.status", false, None}, {"anything.else", true, None}, {"email", false, Email}, {"client.address", false, None},
	} {
		if k := s.Key(c.key); k.Removed != c.removed || k.kind != c.kind {
			t.Errorf("%s: removed %t, kind %q; expected %t, %q", c.key, k.Removed, k.kind, c.removed, c.kind)
		}
	}
}

func TestFindsTheOperatorsNamesInTextsToo(t *testing.T) {
	s := newScanner(t, Rules{Mask: map[string]Kind{"barcode": Custom}})
	if out, _ := s.Text(nil, `got {"barcode":"omtpfte"} twice`); out != `got {"barcode":"[masked]"} twice` {
		t.Errorf("became %q", out)
	}
	if out, changed := newScanner(t, Rules{}).Text(nil, `got {"barcode":"omtpfte"} twice`); changed {
		t.Errorf("without a rule it became %q", out)
	}
}

func TestReadsAKeptValueThatIsNotOfItsType(t *testing.T) {
	s := newScanner(t, Rules{})
	for key, values := range map[string][2]string{ // kept, scrubbed
		"trace_id":   {"4bf92f3577b34da6a3ce929d0e0e4736", "dana@example.com"},
		"http.route": {"/users/[id]", "/users/dana@example.com"},
		"order.id":   {"4111111111111111", "dana@example.com"},
	} {
		if out, changed := s.Text(s.Key(key), values[0]); changed {
			t.Errorf("%s: %q became %q", key, values[0], out)
		}
		if out, changed := s.Text(s.Key(key), values[1]); !changed || strings.Contains(out, "dana") {
			t.Errorf("%s: %q became %q", key, values[1], out)
		}
	}
}

func TestHashesOnlyTheKindsThatMustCorrelate(t *testing.T) {
	s := newScanner(t, Rules{HashKinds: []Kind{Email}, HashKey: []byte("0123456789abcdef0123456789abcdef")})
	one, _ := s.Text(nil, "from dana@example.com")
	two, _ := s.Text(nil, "to DANA@example.com")
	if a, b := one[5:], two[3:]; a != b || !strings.HasPrefix(a, "[email:") || len(a) != len("[email:0123456789abcdef]") {
		t.Errorf("%q and %q", one, two)
	}
	if again, changed := s.Text(nil, one); changed {
		t.Errorf("%q became %q", one, again)
	}
	if out, _ := s.Text(nil, "call 050-1234567"); out != "call [phone]" {
		t.Errorf("a kind that is not hashed became %q", out)
	}
	if _, err := New(Rules{HashKinds: []Kind{Email}, HashKey: []byte("short")}); err == nil {
		t.Error("a short key is accepted")
	}
}
