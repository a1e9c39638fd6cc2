package scrub

import "bytes"

// decodeUU undoes uuencoded blocks; what is found in one replaces the block.
func decodeUU(from *view) *view {
	b := from.b
	start := bytes.Index(b, []byte("begin "))
	if start < 0 || start+10 > len(b) || !isDigit(b[start+6]) || !isDigit(b[start+7]) || !isDigit(b[start+8]) {
		return nil
	}
	end := len(b)
	if n := bytes.Index(b[start:], []byte("\nend")); n >= 0 {
		end = start + n + 4
	}
	out := newBuilder(from)
	body := b[start:end]
	for line := range bytes.Lines(body[min(len(body), bytes.IndexByte(body, '\n')+1):]) {
		if line = bytes.TrimRight(line, "\r\n"); len(line) < 2 || line[0] <= ' ' || line[0] > 'M' {
			continue
		}
		want := int(line[0]-' ') & 63
		for i := 1; i < len(line) && want > 0; i += 4 {
			var q [4]byte
			for k := range q {
				if i+k < len(line) {
					q[k] = (line[i+k] - ' ') & 63
				}
			}
			for _, c := range []byte{q[0]<<2 | q[1]>>4, q[1]<<4 | q[2]>>2, q[2]<<6 | q[3]} {
				if want > 0 {
					out.put(start, end, c)
					want--
				}
			}
		}
	}
	if len(out.out.b) == 0 {
		return nil
	}
	return &out.out
}

// decodeHexdump reads the lines of xxd and hexdump -C as one text; what is found in it replaces the lines it lies in.
func decodeHexdump(from *view) *view {
	b := from.b
	if from.lo != nil && from.joints != nil {
		return nil
	}
	var out *builder
	for lo := 0; lo < len(b); {
		hi := lo
		for hi < len(b) && b[hi] != '\n' {
			hi++
		}
		start := lo
		data := hexdumpLine(b[lo:hi])
		if data == nil {
			if n := bytes.Index(b[lo:hi], []byte("0000")); n > 0 && !isWordByte(b[lo+n-1]) { // behind a word: "Error: 00000000  64 61"
				start = lo + n
				data = hexdumpLine(b[start:hi])
			}
		}
		if data != nil {
			if out == nil {
				out = newBuilder(from)
			}
			out.put(start, hi, data...)
		}
		lo = hi + 1
	}
	if out == nil || len(out.out.b) < 6 {
		return nil
	}
	return &out.out
}

// hexdumpLine gives the bytes of "00000010  64 61 6e 61  |dana|" or "00000010: 6461 6e61  dana"; nil when it is none.
func hexdumpLine(line []byte) []byte {
	i := 0
	for i < len(line) && line[i] == ' ' {
		i++
	}
	start := i
	for i < len(line) && is(line[i], clHex) && i-start < 9 {
		i++
	}
	if n := i - start; n != 4 && n != 6 && n != 7 && n != 8 || i+3 > len(line) || line[i] != ':' && line[i] != ' ' {
		return nil
	}
	if line[i] == ' ' && line[i+1] != ' ' {
		return nil
	}
	var data []byte
	blanks := 0
	for i++; i+1 < len(line) && len(data) < 32; {
		switch {
		case line[i] == ' ':
			if blanks++; blanks > 1 && len(data) > 0 && len(data)%8 != 0 {
				return data
			}
			i++
		case is(line[i], clHex) && is(line[i+1], clHex):
			data = append(data, byte(hexValue(line[i])<<4|hexValue(line[i+1])))
			blanks = 0
			i += 2
		default:
			if len(data) < 2 {
				return nil
			}
			return data
		}
	}
	if len(data) < 2 {
		return nil
	}
	return data
}
