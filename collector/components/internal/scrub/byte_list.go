package scrub

// minBytes is the shortest list of numbers that is read as bytes.
const minBytes = 7

// byteListEnd returns the end of a list of bytes that starts at i, 0 when there is none:
// decimal as printers of buffers write it (100, 97, 110), pairs of hexadecimal digits (64:61:6e, 0x64,0x61), or eight-digit binary.
func byteListEnd(b []byte, i int) int {
	if !is(b[i], clHex) || i > 0 && isWordByte(b[i-1]) {
		return 0
	}
	n, end := 0, 0
	width := 0
	for j := i; j < len(b) && n < 1<<16; {
		start := j
		if b[j] == '0' && j+1 < len(b) && lower(b[j+1]) == 'x' {
			j += 2
		}
		for j < len(b) && is(b[j], clHex) && j-start < 9 {
			j++
		}
		if j == start || j < len(b) && isWordByte(b[j]) || j-start > 4 && j-start != 8 {
			break
		}
		if width == 8 && j-start != 8 || n > 0 && width != 8 && j-start == 8 {
			break
		}
		width = j - start
		n++
		end = j
		gap := j
		for j < len(b) && j-gap < 2 && (b[j] == ' ' || b[j] == ',' || b[j] == ':' || b[j] == '-' || b[j] == '\n' || b[j] == ';') {
			j++
		}
		if j == gap {
			break
		}
	}
	if n < minBytes {
		return 0
	}
	return end
}

// readByteList gives every reading of a list found by byteListEnd in which it is text.
func readByteList(b []byte) (texts [][]byte) {
	var decimal, hex, binary []byte
	isDecimal, isHex, isBinary := true, true, true
	for i := 0; i < len(b); {
		if !is(b[i], clHex) {
			i++
			continue
		}
		start := i
		prefix := false
		if b[i] == '0' && i+1 < len(b) && lower(b[i+1]) == 'x' {
			i += 2
			prefix = true
		}
		d, h, bin, n := 0, 0, 0, 0
		for i < len(b) && is(b[i], clHex) {
			if !isDigit(b[i]) {
				isDecimal = false
			}
			if b[i] > '1' {
				isBinary = false
			}
			d, h, bin = min(d*10+hexValue(b[i]), 1<<20), min(h<<4|hexValue(b[i]), 1<<20), min(bin<<1|hexValue(b[i])&1, 1<<20)
			n++
			i++
		}
		isHex = isHex && n == 2
		isDecimal = isDecimal && !prefix && n <= 3 && d < 256
		isBinary = isBinary && n == 8 && i-start == 8
		decimal, hex, binary = append(decimal, byte(d)), append(hex, byte(h)), append(binary, byte(bin))
	}
	if points := readCodePoints(b); points != nil {
		texts = append(texts, points)
	}
	for _, reading := range []struct {
		fits bool
		data []byte
	}{{isBinary, binary}, {isDecimal, decimal}, {isHex, hex}} {
		if reading.fits && mostlyText(reading.data) {
			texts = append(texts, reading.data)
		}
	}
	return texts
}

// readCodePoints reads decimal numbers as the characters of one text, as charCodeAt writes them; nil when one of them is no character of
// the scripts we read, or none lies beyond ASCII (then they are bytes).
func readCodePoints(b []byte) (text []byte) {
	beyond := false
	for i := 0; i < len(b); {
		if !isDigit(b[i]) {
			if is(b[i], clHex) {
				return nil
			}
			i++
			continue
		}
		v := 0
		for i < len(b) && isDigit(b[i]) && v < 1<<20 {
			v = v*10 + int(b[i]-'0')
			i++
		}
		if v > 0xffff || !commonUnit(uint16(v)) {
			return nil
		}
		beyond = beyond || v > 255
		text = appendRune(text, rune(v))
	}
	if !beyond {
		return nil
	}
	return text
}
