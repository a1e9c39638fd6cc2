package scrub

import (
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestReadsRawDeflateInHexadecimal(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, p := range positives {
		for _, value := range p.values {
			for _, text := range p.texts {
				for _, plain := range []string{strings.ReplaceAll(text, "%s", value), strings.ReplaceAll(`{"a":1,"msg":"`+text+`"}`, "%s", value)} {
					in := hex.EncodeToString(deflated(plain))
					if len(in) < minDeflate || len(plain) < 8 { // what is that short says too little
						continue
					}
					for _, in := range []string{in, "before " + strings.ToUpper(in) + " after"} {
						s.StartItem()
						if out, _ := s.Text(nil, in); out == in {
							t.Errorf("%s: %q left %q untouched", p.kind, plain, in)
						}
					}
				}
			}
		}
	}
}

func TestTakesFewIdsForDeflate(t *testing.T) {
	random, taken := rand.New(rand.NewPCG(1, 1)), 0
	for range 10_000 {
		id := make([]byte, 16)
		for i := range id {
			id[i] = byte(random.Uint32())
		}
		if startsDeflate(hex.EncodeToString(id)) {
			taken++
		}
	}
	if taken > 100 {
		t.Errorf("%d of 10,000 random ids are read as if deflated", taken)
	} else if taken == 0 {
		t.Error("none of 10,000 is: nothing was looked for")
	}
	t.Logf("%d of 10,000", taken)
}
