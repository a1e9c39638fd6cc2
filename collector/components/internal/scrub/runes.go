package scrub

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
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
	case r >= 0x1f150 && r <= 0x1f189: // negative circled and squared capitals
		return 'A' + (r-0x1f150)%0x20, true
	case r >= 0x1f1e6 && r <= 0x1f1ff: // regional indicators
		return 'A' + r - 0x1f1e6, true
	case r >= 0x2776 && r <= 0x2793: // dingbats of digits: three runs of ten
		return '0' + (r-0x2776+1)%10, true
	case r >= 0xe0020 && r <= 0xe007e: // tags: ASCII that nobody sees
		return r - 0xe0000, true
	case r == 0x640, r == 0x3164, r == 0xffa0, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Co):
		return 0, false
	case unicode.Is(unicode.Zs, r), r == 0x2028, r == 0x2029, r == 0x85:
		return ' ', true
	case unicode.Is(unicode.Pd, r):
		return '-', true
	case unicode.Is(unicode.Nd, r):
		return decimalDigit(r), true
	case unicode.IsLetter(r), unicode.IsNumber(r), r >= 0x249c && r <= 0x24e9, r >= 0x1f110 && r <= 0x1f149:
		return decomposed(r), true
	case unicode.In(r, unicode.Pi, unicode.Pf):
		return '"', true
	case unicode.Is(unicode.Ps, r):
		return '(', true
	case unicode.Is(unicode.Pe, r):
		return ')', true
	case unicode.Is(unicode.Po, r):
		return ',', true
	case unicode.IsSymbol(r):
		return ' ', true
	}
	return r, true
}

// decomposed gives the letter or digit that a rune is another shape of: circled, squared, raised, in a ligature, with an accent,
// in a presentation form.
func decomposed(r rune) rune {
	if r >= 0xac00 && r <= 0xd7a3 {
		return r // a syllable of Hangul is no shape of its first letter
	}
	var buf [4]byte
	for _, part := range string(norm.NFKD.Properties(utf8.AppendRune(buf[:0], r)).Decomposition()) {
		if unicode.IsLetter(part) || unicode.IsNumber(part) {
			if plain, known := lookAlikes[part]; known {
				return plain
			}
			return part
		}
	}
	return r
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
	pair("〇一二三四五六七八九", digits10)
	pair("零壹贰叁肆伍陆柒捌玖", digits10)
	pair("零壹貳參肆伍陸柒捌玖", digits10)
	pair("ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", digits10[1:])
	pair("ⅰⅱⅲⅳⅴⅵⅶⅷⅸ", digits10[1:])
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
	// Letters of other scripts with a Latin twin.
	pair("օոհսցզɑɢɪʀᴀʙᴄᴅᴇꜰʜᴊᴋʟᴍɴᴏᴘǫᴛᴜᴠᴡʏᴢꜱ", "onhugqagirabcdefhjklmnopqtuvwyzs")
	pair("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ", "ABCDEGHJKLMPRSTVWZ")
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
