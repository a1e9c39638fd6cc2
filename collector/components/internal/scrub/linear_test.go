package scrub

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// triggers are the bytes at which some detector or decoder starts to look around.
const triggers = "@%\\&=:/<>[{}\"'.,;-+_~$ \n0a1Z5:e*#?!(|\x00\xd7\xe2\u200b"

// worst is what one megabyte may cost on a busy machine; a scan that is not linear takes minutes.
const worst = 10 * time.Second

// cost is what a repeated unit takes, for each megabyte.
func cost(s *Scanner, unit string, size int) time.Duration {
	in := strings.Repeat(unit, size/len(unit))
	start, cpu := time.Now(), cpuTime()
	s.StartItem()
	s.Text(nil, in)
	took := time.Since(start)
	if used := cpuTime() - cpu; used > 0 {
		took = min(took, used)
	}
	return took * time.Duration((1<<20)/size)
}

// holds tries again while the machine is busy with something else. What costs more a megabyte in a longer text than in a quarter of it is
// not linear, however little it costs now.
func holds(t *testing.T, s *Scanner, unit string, size int) time.Duration {
	t.Helper()
	took, quarter := time.Hour, time.Hour
	for attempt := 0; attempt < 4 && took > min(worst, quarter*growth) && took > worst/5; attempt++ {
		took, quarter = min(took, cost(s, unit, size)), min(quarter, cost(s, unit, size/4))
	}
	if took > worst || took > quarter*growth && took > worst/5 {
		t.Errorf("%q costs %v a megabyte at %d bytes, %v at a quarter", unit, took, size, quarter)
	}
	return took
}

// growth is how much more a megabyte of four times the length may cost; a scan that is not linear takes four times as much.
const growth = 2

func TestTakesLinearTimeOnEveryTrigger(t *testing.T) {
	s := newScanner(t, Rules{})
	size := 1 << 20
	if testing.Short() {
		size = 1 << 16
	}
	slowest, slowestIn := time.Duration(0), ""
	try := func(unit string, size int) {
		if took := holds(t, s, unit, size); took > slowest {
			slowest, slowestIn = took, unit
		}
	}
	for i := range len(triggers) {
		try(triggers[i:i+1], size)
	}
	for _, unit := range longTriggers {
		try(unit, size)
		try("SELECT a FROM b WHERE "+unit, size/8)
	}
	t.Logf("slowest: %q at %v a megabyte", slowestIn, slowest)
}

// Every pair of triggers is tried at two sizes; those that cost most, and those whose cost grows faster than their size, at a
// megabyte; with -short at a quarter of it.
func TestTakesLinearTimeOnEveryPairOfTriggers(t *testing.T) {
	s := newScanner(t, Rules{})
	type pair struct {
		unit         string
		small, large time.Duration
	}
	small, large, last, finalists := 1<<13, 1<<15, 1<<20, 60
	if testing.Short() {
		small, large, last, finalists = 1<<12, 1<<14, 1<<18, 6
	}
	var all []pair
	for i := range len(triggers) {
		for j := range len(triggers) {
			p := pair{unit: triggers[i:i+1] + triggers[j:j+1]}
			p.small, p.large = cost(s, p.unit, small), cost(s, p.unit, large)
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Compare(b.large, a.large) })
	try := all[:finalists]
	slices.SortFunc(all[finalists:], func(a, b pair) int {
		return cmp.Compare(float64(b.large)/float64(b.small), float64(a.large)/float64(a.small))
	})
	try = append(try, all[finalists:finalists*2]...)
	slowest := pair{}
	for _, p := range try {
		if took := holds(t, s, p.unit, last); took > slowest.large {
			slowest = pair{p.unit, p.small, took}
		}
	}
	t.Logf("slowest at a megabyte: %q at %v", slowest.unit, slowest.large)
}

// longTriggers start detectors that no single byte or pair starts.
var longTriggers = []string{"://", "a://", "eyJ", "name=\"", "-----BEGIN ", "_secret_", "Bearer ", "+9", "4111 ", "IL62 ", "a@b", "@a.b", "&#64;", "\\u0040", "%2525", "key: ", "email=", "\"email\":",
	"{\"a\":", "[email]", "[email:", "email:[", "token:", "100, ", "64:", "<~", "שלום ", "Dana ", "Mr. ", "St 1 ", "password ", "--password ", " -p a1", ")=(", "$1='", "swift ", "lat 1.", "May 1 1", "Rukom-", "Rukom Mabusi ", "one two ", "begin 644 ", "00000000  7a", "U+0041 ", "+AEA", "a at b dot ", "\"a\",", "<a>b", "\" + \"", "0x41, ", "aA1b ", "1.1E+", "a1b.", ":AA1", "/home/", "רחוב ", "1.1.1.1 ", "fe80::", "32.0853,", "%B4", "cvv 1", "QUJDQUJD\n", "4a4b", "(at)", "$a$", "SELECT '", "ת.ז 1 ",
	"card 12 ", "aA1", "JBSWY3DP", "H4sI", "\xff\xfe", "\u0301", "k=v&", "<email>", "dana.", "dana-levi-", "/danaLevi", "user d", "A. ", "Levi A. ", "x.com/", "t.me/a", "insta @", "skype:a", "ip 0x1", "tel O5 ", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ", "bc1q", "N:A;", "\nADR:;", "Noa, ", "Dana's iPhone ", "a@10."}

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
