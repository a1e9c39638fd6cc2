package scrub

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestFindsAddressesOfEveryScriptInBinaryData(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, text := range []string{"got (dana.levi@example.com)", "x=אזודבבזי@נספפנמנ.קום;", "got (טבטגדחבז@פמעלצכנ.קום)", `{"v":"דנה@דואר.ישראל"}`, "&#1491;&#1504;&#1492;&#64;&#1491;&#1493;&#1488;&#1512;.&#1511;&#1493;&#1501;", "سارة@بريد.شبكة now"} {
		s.StartItem()
		data := append([]byte{0, 255, 1, 254}, text...)
		out, changed := s.Bytes(&noKey, func() []byte { return data })
		if !changed || strings.ContainsAny(string(out), "@א") || strings.Contains(string(out), "דנה") || strings.Contains(string(out), "&#64;") {
			t.Errorf("%q became %q", text, out)
		}
		if !strings.HasPrefix(string(out), "\x00\xff\x01\xfe") {
			t.Errorf("%q became %q: more than the address is gone", text, out)
		}
	}
}

func TestFindsNoAddressInNoise(t *testing.T) {
	s := newScanner(t, Rules{OpaqueKept: true})
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		data := make([]byte, 512)
		for i := range data {
			if data[i] = byte(random.Uint32()); random.IntN(16) == 0 {
				data[i] = "@."[random.IntN(2)]
			}
		}
		s.StartItem()
		if out, changed := s.Bytes(&noKey, func() []byte { return data }); changed && strings.Contains(string(out), "[email]") {
			t.Fatalf("%q became %q", data, out)
		}
	}
}

func TestFindsThePasswordOfACommandInBinaryData(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, text := range []string{"mysql -uroot -p" + "v1McaaBKXOG9 tickets", "bXlzcWwgLXVyb290IC1wdjFNY2FhQktYT0c5IHRpY2tldHM"} {
		s.StartItem()
		data := append([]byte{0, 255, 1, 254}, text...)
		if out, _ := s.Bytes(&noKey, func() []byte { return data }); leaks(string(out), "v1McaaBKXOG9") || strings.Contains(string(out), "LXVyb290IC1wdjFN") {
			t.Errorf("%q became %q", text, out)
		}
	}
}
