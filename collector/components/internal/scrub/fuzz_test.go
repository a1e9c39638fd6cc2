package scrub

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzText(f *testing.F) {
	for _, p := range positives {
		for _, text := range p.texts {
			f.Add(strings.ReplaceAll(text, "%s", p.values[0]))
		}
	}
	for _, text := range negatives {
		f.Add(text)
	}
	for _, e := range encoders {
		f.Add(e.f("user dana.levi@example.com paid with 4111111111111111"))
	}
	s := newScanner(f, Rules{})
	f.Fuzz(func(t *testing.T, in string) {
		s.StartItem()
		out, changed := s.Text(nil, in)
		if !changed {
			if out != in {
				t.Fatalf("%q was changed to %q and called unchanged", in, out)
			}
			return
		}
		if utf8.ValidString(in) && !utf8.ValidString(out) {
			t.Fatalf("%q became invalid text %q", in, out)
		}
		s.StartItem()
		if again, changed := s.Text(nil, out); changed {
			t.Fatalf("not idempotent: %q became %q, then %q", in, out, again)
		}
	})
}

func FuzzSurroundings(f *testing.F) {
	f.Add("user ", " failed")
	f.Add(`{"a":"`, `"}`)
	f.Add("?q=", "&b=1")
	s := newScanner(f, Rules{})
	const address = "canary.levi@leak-example.com"
	f.Fuzz(func(t *testing.T, before, after string) {
		// Letters and digits that touch an address become part of it or cut it: keep one blank between.
		in := before + " " + address + " " + after
		s.StartItem()
		out, _ := s.Text(nil, in)
		if strings.Contains(out, "canary.levi@leak") {
			t.Fatalf("%q became %q", in, out)
		}
	})
}

func FuzzBytes(f *testing.F) {
	for _, e := range encoders {
		f.Add([]byte(e.f("user dana.levi@example.com")))
	}
	f.Add(gzipped("dana.levi@example.com"))
	f.Add(utf16le("dana.levi@example.com"))
	s := newScanner(f, Rules{})
	f.Fuzz(func(t *testing.T, in []byte) {
		s.StartItem()
		out, changed := s.Bytes(s.NoKey(), func() []byte { return in })
		if !changed {
			return
		}
		s.StartItem()
		if again, changed := s.Bytes(s.NoKey(), func() []byte { return out }); changed {
			t.Fatalf("not idempotent: %q became %q, then %q", in, out, again)
		}
	})
}
