package scrub

import (
	"strings"
	"testing"
)

func TestMasksSecretsThatNothingButABlankAnnounces(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, value := range []string{"hunter#915", "Tr0ub4dor!77", "correct-horse$058"} {
		for _, text := range []string{"password %s", "with password %s today", "הסיסמה %s", "пароль %s", "mot de passe %s", "contraseña es %s", "Passwort lautet %s", "passwd\n%s", "hasło: %s"} {
			s.StartItem()
			in := strings.ReplaceAll(text, "%s", value)
			if out, _ := s.Text(nil, in); leaks(out, value) {
				t.Errorf("%q became %q", in, out)
			}
		}
	}
	for _, in := range []string{"password: qthnxbomk", "the password is fqsnhopau", `login failed with password "zewnnnsfx"`, "mysql -uroot -p" + "mpmoe6kbmoe9 tickets", "token 3c2867d0e4a68e6f36e45b8a0f15b164", "api key 3c2867d0e4a68e6f36e45b8a0f15b164"} {
		s.StartItem()
		if out, _ := s.Text(nil, in); !strings.Contains(out, "[secret]") && !strings.Contains(out, "[token]") {
			t.Errorf("%q became %q", in, out)
		}
	}
}

func TestMasksKeysByAMarkInsideThem(t *testing.T) {
	s := newScanner(t, Rules{})
	long := strings.Repeat("aB3dE6gH", 16)
	for _, in := range []string{
		"abCDef12345678" + ".atlasv1." + long[:60], "AAAAaBcDeFg" + ":APA91b" + long[:120], "aB3" + "8Q~" + long[:34], "$2b$12" + "$" + long[:53], "$6$" + long[:16] + "$" + long[:86],
		"sqp" + "_" + strings.Repeat("0a1b", 10), "sdk" + "-a81d3c40-97e9-4e04-aa74-5d0110bdb0ce", "pat-na1" + "-a81d3c40-97e9-4e04-aa74-5d0110bdb0ce", "lsv2" + "_pt_bdc2e2d9c07da2190124a1f2333fbec1_ba15c0027b",
	} {
		s.StartItem()
		if out, _ := s.Text(nil, in); out != "[secret]" {
			t.Errorf("%q became %q", in, out)
		}
	}
}

func TestLeavesWhatFollowsTheNameOfASecretAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{
		"password reset sent to 3 users", "token count 1234", "secret manager us-east-1", "password policy v2 active", "key user-123 not found in cache", "session timeout 30000", "password hash bcrypt used", "token bucket 100rps",
		"auth provider google2", "session replay sampled 0.1", "password: required", "the password is invalid", "password is missing", `field "password" is required`, "jwt decode failed", "pass 3 of 7", "sk_buff freed", "sdk-2.1.0 loaded", "cost $5, $6 or $7", "serve -port8080 -profile2 -p 3000",
	} {
		s.StartItem()
		if out, changed := s.Text(nil, in); changed {
			t.Errorf("%q became %q", in, out)
		}
	}
}
