package scrub

import "strings"

// morseCodes maps the codes of ITU-R M.1677 to what they stand for.
var morseCodes = func() map[string]byte {
	m := map[string]byte{}
	codes := strings.Fields(`.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..
		----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- .--.-. -....- ---... --..-- -..-. ..--.- .-.-. -...-`)
	for i, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789.@-:,/_+=") {
		m[codes[i]] = c
	}
	return m
}()

// minMorse codes in a row are read as a text.
const minMorse = 7

func isMorse(c byte) bool { return c == '.' || c == '-' }

// morseAt reads the code at i; end is 0 when there is none.
func morseAt(b []byte, i int) (c byte, end int) {
	for end = i; end < len(b) && end-i < 8 && isMorse(b[end]); end++ {
	}
	if c = morseCodes[string(b[i:end])]; c == 0 || end < len(b) && isWordByte(b[end]) {
		return 0, 0
	}
	return c, end
}

// decodeMorse reads rows of Morse code: one mark between letters, a slash or more blanks between words. What stands between two codes and
// has none stays as it is, as an underscore or an @ does in most encoders.
func decodeMorse(from *view) *view {
	b := from.b
	var out *builder
	copied := 0
	for i := 0; i < len(b); {
		if !isMorse(b[i]) || i > 0 && (isWordByte(b[i-1]) || isMorse(b[i-1])) {
			i++
			continue
		}
		end := morseEnd(b, i)
		if end == 0 {
			for i < len(b) && isMorse(b[i]) {
				i++
			}
			continue
		}
		if out == nil {
			out = newBuilder(from)
		}
		if i > 1 && b[i-1] == ' ' && b[i-2] == '+' { // the sign of a phone number has a code, but many encoders have none for it
			out.same(copied, i-1)
		} else {
			out.same(copied, i)
		}
		for i < end {
			if c, hi := morseAt(b, i); hi > 0 {
				out.put(i, hi, c)
				i = hi
				continue
			}
			start := i
			for i < end && !isMorse(b[i]) && !isWordByte(b[i]) {
				i++
			}
			if i == start {
				out.put(i, i+1, b[i])
				i++
			} else if i-start > 1 {
				out.put(start, i, ' ')
			}
		}
		copied = end
	}
	if out == nil {
		return nil
	}
	out.same(copied, len(b))
	return &out.out
}

// morseEnd returns the end of a row of codes that starts at i; 0 when it is too short.
func morseEnd(b []byte, i int) int {
	codes, end := 0, 0
	for i < len(b) {
		_, hi := morseAt(b, i)
		if hi > 0 {
			codes++
		} else if hi = i + runeSize(b, i); is(b[i], clSpace) || hi < len(b) && !is(b[hi], clSpace) && b[hi] != '/' && b[hi] != '|' {
			break // not even a single character without a code
		}
		end = hi
		i = hi
		for i < len(b) && i-end < 4 && (b[i] == ' ' || b[i] == '/' || b[i] == '|' || b[i] == '\n') {
			i++
		}
		if i == end {
			break
		}
	}
	if codes < minMorse {
		return 0
	}
	return end
}
