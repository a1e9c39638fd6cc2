package scrub

import (
	"encoding/base32"
	"fmt"
	"math/big"
	"strings"
	"testing"
)

func unpaddedBase32(s string) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(s))
}

func toBase58(s string) string {
	const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	out, n, base, digit := "", new(big.Int).SetBytes([]byte(s)), big.NewInt(58), new(big.Int)
	for n.Sign() > 0 {
		n.DivMod(n, base, digit)
		out = alphabet[digit.Int64():digit.Int64()+1] + out
	}
	return out
}

// A path is one run of the alphabet of base64; base32 and base58 know no slash and stand in one part of it.
func TestReadsEveryPartOfAPathByItself(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, text := range []string{"got (dana.levi@example.com)", "/reset?access_token=TbYWZnWpqXL8", "got (32.120300, 34.388051)", "card 4111 1111 1111 1111", "לקוח: איתי פרידמן"} {
		for _, encoded := range []string{unpaddedBase32(text), strings.ToLower(unpaddedBase32(text)), toBase58(text)} {
			for _, path := range []string{"%s", "app:///%s", "app:///_next/%s", "/orders/%s/items", "https://shop.example/%s", "(rsc)/./src/%s.ts"} {
				for _, key := range []string{"filename", "abs_path", "function", "message"} {
					s.StartItem()
					in := strings.ReplaceAll(path, "%s", encoded)
					if out, _ := s.Text(s.Key(key), in); strings.Contains(out, encoded[2:len(encoded)-2]) {
						t.Errorf("%s under %s: %q became %q", text, key, in, out)
					} else if before, _, _ := strings.Cut(path, "%s"); !strings.HasPrefix(out, before) {
						t.Errorf("%q became %q: more than the part is gone", in, out)
					}
				}
			}
		}
	}
}

// The signs that set the parts of an id apart are of the alphabets of base64: each part is read by itself, packed ones, too.
func TestReadsEncodedPartsOfPathsAndIds(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, e := range encoders {
		if !strings.Contains(e.name, "base64") && e.name != "base32" && e.name != "hex" {
			continue
		}
		for _, context := range []string{"https://shop.test/%s", "/a/b/%s/raw", "upload/%s.json", "a/b-%s", "session-%s", "user-%s-77", "id_%s", "req_%s_ok", "x+%s"} {
			for _, p := range positives {
				value := p.values[len(context)%len(p.values)]
				for _, text := range p.texts {
					in := fmt.Sprintf(context, e.f(strings.ReplaceAll(text, "%s", value)))
					s.StartItem()
					if out, _ := s.Text(nil, in); out == in || leaks(out, value) || !packed(e.name) && leaksEncoded(out, value, e.f) {
						t.Errorf("%s in %s in %s: %q became %q", p.kind, e.name, context, in, out)
					}
				}
			}
		}
	}
}

func TestReadsGroupsOfBase64BehindSlashes(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, groups := range []string{"SUwz NDM5 NDgw OTI3 NTM2 ODU1 MjI5 ODA=", "ZGFu YS5s ZXZp QGV4 YW1w bGUu Y29t"} {
		for _, path := range []string{"%s", "/%s", "app:///%s", "app:///_next/%s", "https://shop.example/%s"} {
			s.StartItem()
			in := strings.ReplaceAll(path, "%s", groups)
			if out, _ := s.Text(s.Key("filename"), in); strings.Contains(out, groups[5:20]) {
				t.Errorf("%q became %q", in, out)
			}
		}
	}
}

func TestLeavesPathsAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{
		"app:///_next/server/chunks/ssr/internationalization.js", "/srv/app/node_modules/.pnpm/react-server-dom-webpack/cjs/development.js",
		"app:///_next/static/chunks/QWERTYUIOPASDFGH/ABCDEFGHIJKLMNOPQRSTUVWX.js", "/usr/lib/abcdefghijklmnopqrstuvwxyz234567/index.js", "webpack-internal:///(rsc)/./src/app/[locale]/events/page.tsx",
		"/orders/mfrggzdfmztwq2lk/items", // ten letters of the alphabet in base32
		"evt_01J8XKQ2M7V3N5R9T4W6Y8Z0AB", "order-2026-11-28-7F3K9Q2M", "build-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "SEAT_MAP_VERSION_20261128", "eu-west-1a_blue_Canary-7",
	} {
		s.StartItem()
		if out, changed := s.Text(s.Key("filename"), in); changed {
			t.Errorf("%q became %q", in, out)
		}
	}
}
