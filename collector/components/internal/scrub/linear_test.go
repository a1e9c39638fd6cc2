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
const worst = 10 * time.Second

func TestTakesLinearTimeOnEveryTrigger(t *testing.T) {
	s := newScanner(t, Rules{})
	var slowest time.Duration
	var slowestIn string
	try := func(unit string, size int) {
		in := strings.Repeat(unit, size/len(unit))
		took := time.Hour
		for attempt := 0; attempt < 4 && took > worst; attempt++ { // the machine may be busy with something else
			start := time.Now()
			s.StartItem()
			s.Text(nil, in)
			took = min(took, time.Since(start)*time.Duration(1<<20/size))
		}
		if took > slowest {
			slowest, slowestIn = took, unit
		}
		if took > worst {
			t.Fatalf("%q costs %v a megabyte", unit, took)
		}
	}
	size, pairSize := 1<<20, 1<<15
	if testing.Short() {
		size = 1 << 16
	}
	for i := range len(triggers) {
		try(triggers[i:i+1], size)
		for j := range len(triggers) {
			try(triggers[i:i+1]+triggers[j:j+1], pairSize)
		}
	}
	for _, unit := range longTriggers {
		try(unit, size)
		try("SELECT a FROM b WHERE "+unit, pairSize)
	}
	t.Logf("slowest: %q at %v a megabyte", slowestIn, slowest)
}

// longTriggers start detectors that no single byte or pair starts.
var longTriggers = []string{"://", "a://", "eyJ", "name=\"", "-----BEGIN ", "_secret_", "Bearer ", "+9", "4111 ", "IL62 ", "a@b", "@a.b", "&#64;", "\\u0040", "%2525", "key: ", "email=", "\"email\":",
	"{\"a\":", "[email]", "[email:", "email:[", "token:", "100, ", "64:", "<~", "שלום ", "Dana ", "Mr. ", "St 1 ", "רחוב ", "1.1.1.1 ", "fe80::", "32.0853,", "%B4", "cvv 1", "QUJDQUJD\n", "4a4b", "(at)", "$a$", "SELECT '", "ת.ז 1 ",
	"card 12 ", "aA1", "JBSWY3DP", "H4sI", "\xff\xfe", "\u0301", "k=v&", "<email>"}

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
