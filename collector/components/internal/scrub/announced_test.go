package scrub

import "testing"

func TestMasksWhatAPhraseAnnounces(t *testing.T) {
	texts(t, map[string]string{
		"SSN 344553181":                              "SSN [national_id]",
		"aadhaar number 2350 2464 4849 refused":      "aadhaar number [national_id] refused",
		"СНИЛС 073-162-656 04":                       "СНИЛС [national_id]",
		"NINO AB 27 74 61 C":                         "NINO [national_id]",
		"social security number of Dana: 344553181":  "social security number of Dana: [national_id]",
		"паспорт 6717 565641":                        "паспорт [passport]",
		"driving licence 2673259":                    "driving licence [passport]",
		"device imei is 359568846365594":             "device imei is [device]",
		"advertising id C37E1D87-31AB-4AF1-A0A1-A4":  "advertising id [device]",
		"card 4216026171015304 refused":              "card [card] refused",
		"sort code 20-00-00":                         "sort code [bank_account]",
		"your code is 018855":                        "your code is [secret]",
		"067201 is your verification code":           "[secret] is your verification code",
		"קוד אימות 370308":                           "קוד אימות [secret]",
		"geb. 25.11.93":                              "geb. [birth_date]",
		"née le 17 mai 1990":                         "née le [birth_date]",
		"нет: родился 17 мая 1990":                   "нет: родился [birth_date]",
		"ת\"ז 592981351":                             "ת\"ז [national_id]",
		"755.083.216-12":                             "[national_id]",
		"taken from 144-50-5934, today":              "taken from [national_id], today",
		"P<ISRLEVI<<DANA<<<<<<<<<<<<<<<<<<<<<<<<":    "[passport]",
		"signed by Иван Петров":                      "signed by [name]",
		"delivery address: P.O. Box 1234, Jerusalem": "delivery address: [address]",
	})
}

func TestLeavesWhatFollowsTheSameWordsAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{
		"device 12 connected in 1234567 ms", "the card 3 of 12 was loaded", "passport check took 1200 ms", "your code compiled in 1234 ms", "card components 16 rendered", "serial number missing",
		"part 123-45-67890", "build 1.123-45-6789x", "passcode page opened", "token: 12 of 20", "exp 2026-12-01", "Четыре места", "Заказ сохранён", `{"session":{"id":8651,"ok":true,"at":"2026-11-06"}}`,
		"ghcr.io/example/session:1.8.77@sha256:5ef411d564859ffdb63428e16964d57c579ed4f8495a9e5d828c2fbdb7f8e360", "session: expired", "91\t348\t358\t985\t389\t587",
		"trace_id=5d60bd9c1e78a93cfc71ac3c2b57cb61 span_id=47e740e82ae96bf2", "script-src 'nonce-SKcfYhIYXhxS5kcum0xFhU' 'strict-dynamic'",
	} {
		s.StartItem()
		if out, changed := s.Text(nil, in); changed {
			t.Errorf("%q became %q", in, out)
		}
	}
}
