package scrub

import (
	_ "embed"
	"strings"
)

//go:embed names/first_he.txt
var firstHebrewText string

//go:embed names/last_he.txt
var lastHebrewText string

//go:embed names/first_ar.txt
var firstArabicText string

//go:embed names/last_ar.txt
var lastArabicText string

//go:embed names/first_latin.txt
var firstLatinText string

//go:embed names/last_latin.txt
var lastLatinText string

//go:embed names/ambiguous_he.txt
var ambiguousHebrewText string

//go:embed names/ambiguous_latin.txt
var ambiguousLatinText string

// The lists hold names in the case they are written in; a name that is also a common word is ambiguous
// and counts only beside another name or a context word.
var (
	firstLatin = lines(firstLatinText)
	lastLatin  = lines(lastLatinText)
	ambiguous  = lines(ambiguousLatinText, ambiguousHebrewText)
	firstOther = lines(firstHebrewText, firstArabicText)
	lastOther  = lines(lastHebrewText, lastArabicText)
)

func lines(texts ...string) map[string]bool {
	m := map[string]bool{}
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				m[line] = true
			}
		}
	}
	return m
}
