package scrub

import (
	"unicode/utf16"
	"unicode/utf8"
)

func terminated(entity []byte) string {
	if entity[len(entity)-1] == ';' {
		return string(entity)
	}
	return string(entity) + ";"
}

// percentAt reads %XX (a raw byte) and %uXXXX.
func percentAt(b []byte, i int) (n int, r rune, raw bool) {
	if i+2 >= len(b) {
		return 0, 0, false
	}
	if hi, lo := hexValue(b[i+1]), hexValue(b[i+2]); hi >= 0 && lo >= 0 {
		return 3, rune(hi<<4 | lo), true
	}
	if lower(b[i+1]) == 'u' {
		if v, ok := hexRune(b, i+2, 4); ok {
			return 6, v, false
		}
	}
	return 0, 0, false
}

// escapeAt reads the escapes of JSON, JavaScript, C, Python and CSS strings.
func escapeAt(b []byte, i int) (n int, r rune, raw bool) {
	if i+1 >= len(b) {
		return 0, 0, false
	}
	switch c := b[i+1]; c {
	case 'u':
		if i+2 < len(b) && b[i+2] == '{' {
			return bracedRune(b, i)
		}
		v, ok := hexRune(b, i+2, 4)
		if !ok {
			return 0, 0, false
		}
		if utf16.IsSurrogate(v) && i+7 < len(b) && b[i+6] == '\\' && b[i+7] == 'u' {
			if w, ok := hexRune(b, i+8, 4); ok {
				if full := utf16.DecodeRune(v, w); full != utf8.RuneError {
					return 12, full, false
				}
			}
		}
		return 6, v, false
	case 'U':
		if v, ok := hexRune(b, i+2, 8); ok && v <= utf8.MaxRune {
			return 10, v, false
		}
	case 'x':
		if i+2 < len(b) && b[i+2] == '{' {
			return bracedRune(b, i)
		}
		if v, ok := hexRune(b, i+2, 2); ok {
			return 4, v, true
		}
	case 'n', 'r', 't', 'f', 'b', 'v', 'a':
		// "\n" separates what stands around it. A path such as C:\temp keeps its letters on the raw reading.
		if c == 'n' || c == 'r' {
			return 2, '\n', false
		}
		return 2, ' ', false
	case '"', '\'', '\\', '/', '`', '&', '<', '>', '=', '@', '.', '-', '+', ':', ';', ',', ' ', '(', ')', '[', ']', '{', '}', '_', '%', '#', '$', '!', '?', '*', '|', '~', '^':
		return 2, rune(c), true
	case '\n':
		return 2, ' ', false
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v, j := 0, i+1
		for j < len(b) && j < i+4 && b[j] >= '0' && b[j] <= '7' {
			v = v<<3 | int(b[j]-'0')
			j++
		}
		if j == i+4 && v < 256 {
			return 4, rune(v), true
		}
	}
	return 0, 0, false
}

func bracedRune(b []byte, i int) (n int, r rune, raw bool) {
	v, j := 0, i+3
	for j < len(b) && j < i+11 && hexValue(b[j]) >= 0 {
		v = v<<4 | hexValue(b[j])
		j++
	}
	if j == i+3 || j >= len(b) || b[j] != '}' || v > utf8.MaxRune {
		return 0, 0, false
	}
	return j + 1 - i, rune(v), false
}

func hexRune(b []byte, i, n int) (rune, bool) {
	if i+n > len(b) {
		return 0, false
	}
	v := rune(0)
	for _, c := range b[i : i+n] {
		h := hexValue(c)
		if h < 0 {
			return 0, false
		}
		v = v<<4 | rune(h)
	}
	return v, true
}
