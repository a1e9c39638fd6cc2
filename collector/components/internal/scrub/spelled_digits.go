package scrub

var digitWords = func() map[string]byte {
	m := map[string]byte{}
	for i, w := range []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"} {
		m[w] = '0' + byte(i)
	}
	for i, w := range []string{"אפס", "אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע"} {
		m[w] = '0' + byte(i)
	}
	m["oh"], m["אחד"], m["שנים"], m["שתים"] = '0', '1', '2', '2'
	return m
}()

// minDigitWords of them in a row are read as a number.
const minDigitWords = 5

// decodeSpelledDigits reads "zero five zero one two three" as a number.
func decodeSpelledDigits(from *view) *view {
	if from.roles&roleDigit == 0 {
		return nil
	}
	b := from.b
	next := func(i int) (digit byte, end int) {
		for end = i; end < len(b) && end-i < 12 && (isAlpha(b[end]) || b[end] >= 0x80); end++ {
		}
		return digitWords[foldString(b[i:end])], end
	}
	var out *builder
	copied := 0
	for i := 0; i < len(b); {
		if !isAlpha(b[i]) && b[i] < 0xd7 || i > 0 && isWordByte(b[i-1]) {
			i++
			continue
		}
		type digit struct {
			lo, hi int
			c      byte
		}
		var run []digit
		j := i
		for j < len(b) {
			c, end := next(j)
			if c == 0 {
				break
			}
			run = append(run, digit{j, end, c})
			for j = end; j < len(b) && j-end < 3 && (b[j] == ' ' || b[j] == ',' || b[j] == '-'); j++ {
			}
		}
		if len(run) < minDigitWords {
			for i < len(b) && isWordByte(b[i]) {
				i++
			}
			continue
		}
		if out == nil {
			out = newBuilder(from)
		}
		for ; copied < i; copied++ {
			out.put(copied, copied+1, b[copied])
		}
		for _, d := range run {
			out.put(d.lo, d.hi, d.c)
		}
		i = run[len(run)-1].hi
		copied = i
	}
	if out == nil {
		return nil
	}
	for ; copied < len(b); copied++ {
		out.put(copied, copied+1, b[copied])
	}
	return &out.out
}
