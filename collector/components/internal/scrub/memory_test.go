package scrub

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// What is remembered of clean values, keys and labels must not grow with what is sent.
func TestRemembersABoundedAmount(t *testing.T) {
	e, err := New(Rules{})
	if err != nil {
		t.Fatal(err)
	}
	s := e.Scanner()
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	pad := strings.Repeat("quiet words of a long value ", 17)
	for i := range 20_000 {
		s.StartItem()
		s.Text(s.Key(fmt.Sprintf("key.%d.%s", i, pad[:80])), fmt.Sprintf("%s%x", pad, i))
		s.Text(nil, fmt.Sprintf("label_%d=x; \"name%d\": 1", i, i))
	}
	s.Text(nil, strings.Repeat("a 1 ", 1<<18))
	e.Release(s)
	if after := heap(); after > before+16<<20 {
		t.Errorf("the heap grew by %d KiB", (after-before)>>10)
	}
	runtime.KeepAlive(e)
}

// A value that is clean under one key is read anew under another, and whatever was read before it.
func TestRemembersAValueForItsKeyAlone(t *testing.T) {
	for _, c := range []struct{ first, second, value string }{
		{"order.id", "note", "4111111111111111"},
		{"note", "db.query.text", "lookup 'zeraxon' twice"},
		{"message", "customer.name", "zeraxon quill"},
		{"app.version", "client.host", "203.0.113.77"},
		{"context_line", "message", "customer: Rukom Mabusi"},
		{"note", "password", "correct horse"},
	} {
		s := newScanner(t, Rules{})
		want, changed := s.Text(s.Key(c.second), c.value)
		if !changed {
			t.Fatalf("%q under %s is not scrubbed", c.value, c.second)
		}
		s = newScanner(t, Rules{})
		for range 3 {
			if out, changed := s.Text(s.Key(c.first), c.value); changed {
				t.Fatalf("%q under %s became %q", c.value, c.first, out)
			}
		}
		if out, _ := s.Text(s.Key(c.second), c.value); out != want {
			t.Errorf("%q: clean under %s, then under %s it became %q, not %q", c.value, c.first, c.second, out, want)
		}
	}
}

// A budget that ran out must not teach that a value is clean.
func TestDoesNotRememberWhatItCouldNotRead(t *testing.T) {
	s := newScanner(t, Rules{Limits: Limits{ItemWork: 65536}})
	const value = "call dana@example.com about %41%42%43 and the rest of it"
	filler := strings.Repeat("x@y ", 10_000)
	for range 8 {
		s.Text(nil, filler)
	}
	if out, _ := s.Text(nil, value); strings.Contains(out, "dana") {
		t.Fatalf("beyond the budget it became %q", out)
	}
	s.StartItem()
	if out, _ := s.Text(nil, value); strings.Contains(out, "dana") {
		t.Errorf("with a new budget it became %q", out)
	}
}

// Values that collide in a slot of the memory only push each other out.
func TestTellsCollidingValuesApart(t *testing.T) {
	s := newScanner(t, Rules{})
	for i := range 3 * recentSlots {
		clean, dirty := fmt.Sprintf("quiet value %d", i), fmt.Sprintf("mail a%d@example.com", i)
		if _, changed := s.Text(nil, clean); changed {
			t.Fatalf("%q is changed", clean)
		}
		for range 2 {
			if out, _ := s.Text(nil, dirty); out != "mail [email]" {
				t.Fatalf("%q became %q", dirty, out)
			}
		}
	}
}

// The place in the memory is picked by a few bytes; what is remembered is the whole text.
func TestRemembersTheWholeText(t *testing.T) {
	s := newScanner(t, Rules{})
	clean, dirty := "one two three: abcdefgh, and then five", "one two dana.x@abcdefgh.com anhen five"
	if sampleHash(clean, &noKey) != sampleHash(dirty, &noKey) || clean == dirty {
		t.Fatalf("%q and %q stand in different places", clean, dirty)
	}
	for range 2 * recentSet {
		if out, changed := s.Text(nil, clean); changed {
			t.Fatalf("%q became %q", clean, out)
		}
		if out, changed := s.Text(nil, dirty); !changed {
			t.Fatalf("%q became %q", dirty, out)
		}
	}
}
