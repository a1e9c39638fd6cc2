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
		case c < 0x20 && !is(c, clSpace), c == 0x7f:
			changed = true
			if c == '\b' {
				out.takeBack()
			}
			i += controlLength(b, i)
			continue
		case c == 'U' && i+5 < len(b) && b[i+1] == '+':
			n, r = codePointAt(b, i)
		case c == '+':
			if text, end := utf7At(b, i); end > 0 {
				changed = true
				out.put(i, end, text...)
				i = end
				continue
			}
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
	for i, c := range b {
		if c == '%' || c == '\\' || c == '&' || c < 0x20 && !is(c, clSpace) || c >= 0x7f {
			return true
		}
		if c == '+' && i+4 < len(b) && (i > 0 && b[i-1] == 'U' && is(b[i+1], clHex) || base64Value(b[i+1]) >= 0 && b[i+1] <= 'F' && base64Value(b[i+3]) >= 0) {
			return true
		}
	}
	return false
}

// controlLength returns the length of the control character at i, or of the command to a terminal that it starts: ESC [ 1 ; 3 1 m.
func controlLength(b []byte, i int) int {
	j := i + 1
	if b[i] != 0x1b || j >= len(b) || b[j] != '[' {
		return 1
	}
	for j++; j < len(b) && j-i < 24 && (isDigit(b[j]) || b[j] == ';' || b[j] == '?'); j++ {
	}
	if j < len(b) && isAlpha(b[j]) {
		return j + 1 - i
	}
	return 1
}

// codePointAt reads U+0040, and the blank between two of them.
func codePointAt(b []byte, i int) (n int, r rune) {
	v, j := rune(0), i+2
	for j < len(b) && j < i+8 && hexValue(b[j]) >= 0 {
		v = v<<4 | rune(hexValue(b[j]))
		j++
	}
	if j < i+6 || v > utf8.MaxRune {
		return 0, 0
	}
	if j+2 < len(b) && b[j] == ' ' && b[j+1] == 'U' && b[j+2] == '+' {
		j++
	}
	return j - i, v
}

// utf7At reads a shifted sequence of UTF-7: +AEA- is an @. It must hold something that plain text would not need shifted letters for,
// and it stops being one at the first unit that is no character of the scripts we read.
func utf7At(b []byte, i int) (text []byte, end int) {
	var units [96]uint16
	n, bits, held, special := 0, 0, 0, false
	j := i + 1
	for ; j < len(b) && n < len(units); j++ {
		v := base64Value(b[j])
		if v < 0 || b[j] == '-' || b[j] == '_' {
			break
		}
		held, bits = held<<6|v, bits+6
		if bits < 16 {
			continue
		}
		bits -= 16
		u := uint16(held >> bits)
		held &= 1<<bits - 1
		if !commonUnit(u) {
			return nil, 0
		}
		special = special || u >= 0x80 || !isAlnum(byte(u))
		units[n] = u
		n++
	}
	if !special || held != 0 || bits >= 6 {
		return nil, 0
	}
	if j < len(b) && b[j] == '-' {
		j++
	}
	return []byte(string(utf16.Decode(units[:n]))), j
}
