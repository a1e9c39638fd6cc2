package scrub

import (
	"html"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeInline undoes one layer of everything that replaces single characters: percent escapes, backslash escapes,
// HTML entities, and characters that only look like ASCII or cannot be seen. It returns nil when nothing changed.
func decodeInline(from *view) *view {
	if !hasInline(from.b) {
		return nil
	}
	b := from.b
	out := newBuilder(from)
	changed := false
	for i := 0; i < len(b); {
		n, r, raw := 0, rune(0), false
		switch c := b[i]; {
		case c == '%':
			n, r, raw = percentAt(b, i)
		case c == '\\':
			n, r, raw = escapeAt(b, i)
		case c == '&':
			if end := entityEnd(b, i); end > 0 {
				if runes := []rune(html.UnescapeString(terminated(b[i:end]))); len(runes) <= 2 {
					n, r = end-i, runes[0]
				}
			}
		case c == 0:
			changed = true
			i++
			continue
		case c >= 0x80:
			wide, size := utf8.DecodeRune(b[i:])
			if wide == utf8.RuneError && size <= 1 {
				break
			}
			plain, visible := plainRune(wide)
			if !visible {
				changed = true
				i += size
				continue
			}
			if plain != wide {
				changed = true
				out.putRune(i, i+size, plain)
			} else {
				out.put(i, i+size, b[i:i+size]...)
			}
			i += size
			continue
		}
		switch {
		case n == 0:
			out.put(i, i+1, b[i])
			i++
		case raw:
			changed = true
			out.put(i, i+n, byte(r))
			i += n
		default:
			changed = true
			if plain, visible := plainRune(r); visible {
				out.putRune(i, i+n, plain)
			}
			i += n
		}
	}
	if !changed {
		return nil
	}
	return &out.out
}

func hasInline(b []byte) bool {
	for _, c := range b {
		if c == '%' || c == '\\' || c == '&' || c == 0 || c >= 0x80 {
			return true
		}
	}
	return false
}

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
