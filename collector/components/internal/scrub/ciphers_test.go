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
