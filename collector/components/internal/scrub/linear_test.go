package scrub

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// triggers are the bytes at which some detector or decoder starts to look around.
const triggers = "@%\\&=:/<>[{}\"'.,;-+_~$ \n0a1Z5:e*#?!(|\x00\xd7\xe2\u200b"

// worst is what one megabyte may cost on a busy machine; a scan that is not linear takes minutes.
const worst = 8 * time.Second

func TestTakesLinearTimeOnEveryTriggerByteAndPair(t *testing.T) {
	size := 1 << 20
	if testing.Short() {
		size = 1 << 17
	}
	s := newScanner(t, Rules{})
	var slowest time.Duration
	var slowestIn string
	try := func(unit string) {
		in := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		s.StartItem()
		s.Text(nil, in)
		if took := time.Since(start); took > slowest {
			slowest, slowestIn = took, unit
		}
		if slowest > worst {
			t.Fatalf("%q took %v", slowestIn, slowest)
		}
	}
	for i := range len(triggers) {
		try(triggers[i : i+1])
		if !testing.Short() || i%3 == 0 {
			for j := range len(triggers) {
				try(triggers[i:i+1] + triggers[j:j+1])
			}
		}
	}
	for _, unit := range []string{"://", "a://", "eyJ", "name=\"", "-----BEGIN ", "_secret_", "Bearer ", "05", "0 5", "+9", "4111 ", "IL62", "IL62 ", "a@b", "@a.b", "&#64;", "\\u0040", "%25", "%2525", "=3D", "key: ", "email=", "\"email\":",
		"{\"a\":", "[[", "[email]", "[email:", "1,", "100, ", "64:", "<~", "שלום ", "Dana ", "Mr. ", "St 1 ", "רחוב ", "1.1.1.1 ", "1.", "::", "1:", "fe80::", "32.0853,", "%B4", "cvv 1", "QUJD", "QUJDQUJD\n", "4a4b", "(at)", "(", "$a$", "SELECT '", "'' ", "ת.ז 1 ", "card 12 ",
		"token=", "aA1", "A1", "JBSWY3DP", "H4sI", "\xff\xfe", "\u0301", "d7", "k=v&", "<a>", "<email>"} {
		try(unit)
		try("SELECT a FROM b WHERE " + unit)
	}
	t.Logf("slowest: %q in %v", slowestIn, slowest)
}

func TestMasksWhatCostsTooMuch(t *testing.T) {
	s := newScanner(t, Rules{Limits: Limits{ValueBytes: 4096}})
	out, changed := s.Text(nil, strings.Repeat("a@b.co ", 4096))
	if !changed || out != "[limit]" || s.Overruns != 1 {
		t.Errorf("a value over the limit became %.40q, %d overruns", out, s.Overruns)
	}
	s = newScanner(t, Rules{Limits: Limits{ItemWork: 65536}})
	var last string
	for i := range 100 {
		last, _ = s.Text(nil, fmt.Sprintf("%d %s", i, strings.Repeat("x@y ", 1000)))
	}
	if last != "[limit]" {
		t.Errorf("a value after the item's budget became %.40q", last)
	}
}
