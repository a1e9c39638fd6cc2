package scrub

import (
	"strings"
	"testing"
)

func TestMasksLiteralsOfStatements(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{"select count('Rukom') from a", "SELECT lower('Rukom')", "call add_guest('Rukom')", `mutation { add(name: "Rukom") { id } }`, "with g as (select 1) insert into a values ('Rukom')"} {
		s.StartItem()
		if out, _ := s.Text(nil, in); strings.Contains(out, "Rukom") {
			t.Errorf("%q became %q", in, out)
		}
	}
}

// A recorded page carries style sheets, whose selectors read like the words of statements.
func TestLeavesStyleSheetsAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{
		`select option:not(.a){color:red} [dir="rtl"] .b{margin:0}`, `.call to(.a){} [dir="rtl"] .b{content:"x"}`, `input, select (min-width: 1px) { } [dir="rtl"]{direction:rtl}`, `[dir="rtl"] .select .a:hover{color:red}`,
	} {
		s.StartItem()
		if out, changed := s.Text(nil, in); changed {
			t.Errorf("%q became %q", in, out)
		}
	}
}
