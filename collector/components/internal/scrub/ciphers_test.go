package scrub

import "testing"

// A replacement stands as it is in the text of a cipher: the next reading must not take it for another value.
func TestMasksOnlyTheValueInACipher(t *testing.T) {
	for in, want := range map[string]string{
		`{"zbovyr":"598796110"}`:                    `{"zbovyr":"[phone]"}`,
		".stsixe ydaerla )EEyj7Ihio3at(=)eton( yeK": ".stsixe ydaerla )[literal](=)eton( yeK",
		"punetr snvyrq sbe zbovyr 598796110":        "punetr snvyrq sbe zbovyr [phone]",
	} {
		s := newScanner(t, Rules{})
		if out, _ := s.Text(nil, in); out != want || s.Overruns > 0 {
			t.Errorf("%q became %q", in, out)
		}
	}
}

func TestKeepsWhatStandsAroundAValueBehindFourPercentSigns(t *testing.T) {
	s := newScanner(t, Rules{})
	in := "Dear %25252544%25252561%2525256e%25252561%25252520%2525254c%25252565%25252576%25252569, your seats"
	if out, _ := s.Text(nil, in); out != "Dear [name], your seats" || s.Overruns > 0 {
		t.Errorf("%q became %q", in, out)
	}
}

func TestTakesNoWordForACipherByItsHashAlone(t *testing.T) {
	confirmed := 0
	for word := range cipherRoles {
		if cipherRole([]byte(word)) != 0 {
			confirmed++
		}
	}
	if confirmed < 200 || cipherRole([]byte("order")) != 0 {
		t.Errorf("%d words of ciphers, and \"order\" has the roles %b", confirmed, cipherRole([]byte("order")))
	}
}

func TestFindsTheKeysOfVendorsInCiphers(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, key := range []string{secret("sk_", "live_51H8xZ2eZvKYlo2C"), secret("ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"), secret("glpat-", "1aB2cD3eF4gH5iJ6kL7m"), secret("AIza", "SyA1234567890abcdefghijklmnopqrstuv")} {
		for name, written := range map[string]string{"rot13": swapped(key, rot13), "Atbash": swapped(key, atbash), "rot47": swapped(key, rot47), "backwards": backwards(key)} {
			s.StartItem()
			if out, _ := s.Text(nil, "got "+written+" now"); leaks(out, written) {
				t.Errorf("%s in %s: %q became %q", key, name, written, out)
			}
		}
	}
}

func TestLeavesWhatStartsLikeAKeyInACipherAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{"NXVN-12 is sold out", "fx_yvir_1 of 3", "the tup_ prefix", "seat _evil_ks is free", "reports from_pmn to_pmn", "ZPRZ 7 A 12"} {
		s.StartItem()
		if out, changed := s.Text(nil, in); changed {
			t.Errorf("%q became %q", in, out)
		}
	}
}
