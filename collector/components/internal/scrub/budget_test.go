package scrub

import (
	"os"
	"strings"
	"testing"
)

// A replay carries the style sheets of its page. One that does not fit the budget costs the whole recording.
func TestAStyleSheetFitsTheBudget(t *testing.T) {
	raw, err := os.ReadFile("testdata/stylesheet.css")
	if err != nil {
		t.Fatal(err)
	}
	sheet := string(raw)
	for name, text := range map[string]string{"one": sheet, "several": strings.Repeat(sheet, 8), "with an address": sheet + "/* dana.levi@example.com */"} {
		s := newScanner(t, Rules{})
		s.StartItem()
		out, _ := s.Text(nil, text)
		if s.Overruns > 0 || !strings.Contains(out, "max-inline-size: 1120px") {
			t.Errorf("%s: over the budget, or no style sheet any more", name)
		}
		if strings.Contains(out, "dana") {
			t.Errorf("%s: %q", name, out[max(0, len(out)-80):])
		}
	}
}

func TestWhatCostsMoreThanTheBudgetIsMasked(t *testing.T) {
	raw, err := os.ReadFile("testdata/stylesheet.css")
	if err != nil {
		t.Fatal(err)
	}
	s := newScanner(t, Rules{Limits: Limits{WorkPerByte: 8}})
	s.StartItem()
	if out, _ := s.Text(nil, string(raw)); out != "[limit]" || s.Overruns != 1 {
		t.Errorf("%d overruns, %q", s.Overruns, out[:min(80, len(out))])
	}
}
