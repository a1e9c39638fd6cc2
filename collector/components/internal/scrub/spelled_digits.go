package scrub

import "strings"

// digitWords are the digits in words: English, Hebrew, Arabic, French, Spanish, German, Italian, Portuguese, Russian, and of the
// spelling alphabets the forms that differ.
var digitWords = func() map[string]byte {
	m := map[string]byte{}
	for _, language := range []string{
		"zero one two three four five six seven eight nine", "oh won too tree fower fife sax seven ait niner",
		"אפס אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע", "אפס אחד שניים שלושה ארבעה חמישה שישה שבעה שמונה תשעה", "אפס אחת שתים שלוש ארבע חמש שש שבע שמונה תשע", "אפס אחד שנים",
		"صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة", "صفر واحدة اثنين ثلاث اربعة خمس ست سبع ثمانيه تسع",
		"zéro un deux trois quatre cinq six sept huit neuf", "cero uno dos tres cuatro cinco seis siete ocho nueve", "null eins zwei drei vier fünf sechs sieben acht neun",
		"zero ein zwo drei vier fuenf", "zero uno due tre quattro cinque sei sette otto nove", "zero um dois três quatro cinco seis sete oito nove", "zero uma duas tres",
		"ноль один два три четыре пять шесть семь восемь девять", "нуль одна две"} {
		for i, w := range strings.Fields(language) {
			m[w] = '0' + byte(i)
		}
	}
	return m
}()

// minDigitWords of them in a row are read as a number; maxDigitGap is what may stand between two.
const minDigitWords, maxDigitGap, maxDigitWord = 5, 3, 16

// digitWordAt reads the longest digit in words at i; end is 0 when there is none.
func digitWordAt(b []byte, i int) (digit byte, end int) {
	var folded [maxDigitWord]byte
	n := 0
	for ; n < maxDigitWord && i+n < len(b) && (isAlpha(b[i+n]) || b[i+n] >= 0x80); n++ {
		folded[n] = lower(b[i+n])
	}
	for ; n > 1; n-- {
		if c := digitWords[string(folded[:n])]; c != 0 {
			return c, i + n
		}
	}
	return 0, 0
}

type digitWord struct {
	lo, hi int
	c      byte
}

// decodeSpelledDigits reads "zero five zero one two three", "zero-five", "ZeroFive" and "zerofive" as numbers.
func decodeSpelledDigits(from *view) *view {
	b := from.b
	if from.roles&roleDigit == 0 && len(b) < minGluedDigits {
		return nil
	}
	var out *builder
	var run []digitWord
	copied := 0
	for i := 0; i < len(b); {
		if !isAlpha(b[i]) && b[i] < 0xc3 || i > 0 && isWordByte(b[i-1]) {
			i++
			continue
		}
		run = digitWordsFrom(b, i, run[:0])
		if len(run) < minDigitWords || isWordByte(endOf(b, run)) {
			for i < len(b) && isWordByte(b[i]) {
				i++
			}
			continue
		}
		if out == nil {
			out = newBuilder(from)
		}
		out.same(copied, i)
		for _, d := range run {
			out.put(d.lo, d.hi, d.c)
		}
		i = run[len(run)-1].hi
		copied = i
	}
	if out == nil {
		return nil
	}
	out.same(copied, len(b))
	return &out.out
}

func digitWordsFrom(b []byte, i int, run []digitWord) []digitWord {
	for i < len(b) {
		c, end := digitWordAt(b, i)
		if c == 0 {
			break
		}
		run = append(run, digitWord{i, end, c})
		for i = end; i < len(b) && i-end < maxDigitGap && !isWordByte(b[i]); i++ {
		}
	}
	return run
}

// endOf is the byte behind the last word; a blank at the end of the text.
func endOf(b []byte, run []digitWord) byte {
	if hi := run[len(run)-1].hi; hi < len(b) {
		return b[hi]
	}
	return ' '
}
