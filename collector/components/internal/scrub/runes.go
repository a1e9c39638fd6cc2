package scrub

import (
	"unicode"
	"unicode/utf8"
)

func appendRune(b []byte, r rune) []byte { return utf8.AppendRune(b, r) }

// plainRune gives the ASCII reading of a rune that looks like ASCII.
// ok false means the rune is invisible and is dropped; a rune without a plain reading is returned as it is.
func plainRune(r rune) (plain rune, ok bool) {
	if r < 0x80 {
		return r, true
	}
	if p, known := lookAlikes[r]; known {
		return p, true
	}
	switch {
	case r >= 0xff01 && r <= 0xff5e: // full width
		return r - 0xff01 + '!', true
	case r >= 0x1d400 && r <= 0x1d6a3: // mathematical letters, in runs of A-Z a-z
		n := (r - 0x1d400) % 52
		if n < 26 {
			return 'A' + n, true
		}
		return 'a' + n - 26, true
	case r >= 0x24b6 && r <= 0x24cf: // circled capitals
		return 'A' + r - 0x24b6, true
	case r >= 0x24d0 && r <= 0x24e9:
		return 'a' + r - 0x24d0, true
	case r >= 0x1f130 && r <= 0x1f149: // squared capitals
		return 'A' + r - 0x1f130, true
	case r >= 0x1f150 && r <= 0x1f169:
		return 'A' + r - 0x1f150, true
	case r >= 0x1f170 && r <= 0x1f189:
		return 'A' + r - 0x1f170, true
	case r >= 0x2460 && r <= 0x2468: // circled digits
		return '1' + r - 0x2460, true
	case r >= 0x2776 && r <= 0x277e:
		return '1' + r - 0x2776, true
	case r >= 0x2780 && r <= 0x2788:
		return '1' + r - 0x2780, true
	case r >= 0x278a && r <= 0x2792:
		return '1' + r - 0x278a, true
	case r >= 0x2474 && r <= 0x247c:
		return '1' + r - 0x2474, true
	case r >= 0x2488 && r <= 0x2490:
		return '1' + r - 0x2488, true
	case r >= 0x2080 && r <= 0x2089: // subscripts
		return '0' + r - 0x2080, true
	case r >= 0x2074 && r <= 0x2079: // superscripts
		return '0' + r - 0x2070, true
	case r >= 0xe0000 && r <= 0xe007f: // tags
		return 0, false
	case unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me), r == 0x3164, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5:
		return 0, false
	case unicode.Is(unicode.Zs, r), r == 0x2028, r == 0x2029, r == 0x85:
		return ' ', true
	case unicode.Is(unicode.Pd, r):
		return '-', true
	case unicode.Is(unicode.Nd, r):
		return decimalDigit(r), true
	}
	return r, true
}

// decimalDigit reads a digit of any script: Unicode lays digits out in runs of ten that start at zero.
func decimalDigit(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	return r
}

// lookAlikes are runes of other blocks that a reader takes for an ASCII character.
var lookAlikes = func() map[rune]rune {
	m := map[rune]rune{
		'⁰': '0', '¹': '1', '²': '2', '³': '3', '⓪': '0', '⓿': '0', '〇': '0', '🄀': '0',
		'ℬ': 'B', 'ℰ': 'E', 'ℱ': 'F', 'ℋ': 'H', 'ℐ': 'I', 'ℒ': 'L', 'ℳ': 'M', 'ℛ': 'R', 'ℯ': 'e', 'ℊ': 'g', 'ℴ': 'o', 'ℎ': 'h',
		'ı': 'i', 'ɩ': 'i', 'ɡ': 'g', 'ℓ': 'l', 'ſ': 's',
	}
	pair := func(from, to string) {
		plain := []rune(to)
		for i, r := range []rune(from) {
			m[r] = plain[i%len(plain)]
		}
	}
	pair("﹫⓪", "@0")
	m['Ⓐ'] = 'A'
	pair("。．｡·•․‧۔∙⋅・・﹒˙܁܂", ".")
	pair("\u05be‐‑‒–—―−﹣﹘⁃˗➖ー", "-")
	pair("：﹕ː∶꞉׃˸", ":")
	pair("∕⁄⧸╱", "/")
	pair("＋﹢➕", "+")
	pair("＝﹦═", "=")
	pair("״“”„‟＂″", "\"")
	pair("׳‘’‚‛＇′ʼ", "'")
	pair("＿﹍﹎﹏", "_")
	pair("，،﹐‚、", ",")
	pair("٪﹪％", "%")
	// Cyrillic and Greek letters with a Latin twin.
	pair("аеорсухіјѕԁһԛԝӏкмтвн", "aeopcyxijsdhqwlkmtbh")
	pair("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")
	pair("οανρτκιυχ", "oavptkiux")
	pair("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
	return m
}()

// hasHigh reports whether a text has bytes outside ASCII.
func hasHigh(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return true
		}
	}
	return false
}
