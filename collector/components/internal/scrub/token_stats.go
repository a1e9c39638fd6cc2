package scrub

import "bytes"

// stats describe a run of the base64 alphabet.
type stats struct {
	n, hexRun, changes, digits, zeros int
	upper, lower, hexOnly             bool
	ascii                             bool // some alignment spells ASCII
	high                              bool // it may spell UTF-8 of Hebrew or Arabic
	longest                           int  // longest part between slashes
}

func runStats(run []byte) stats {
	st := stats{n: len(run), hexOnly: true}
	var watch base64ASCII
	hex, part := 0, 0
	var last uint16
	for _, c := range run {
		k := classOf[c]
		if watch.add(c) {
			st.ascii = true
		}
		if k&clHex != 0 {
			hex++
			st.hexRun = max(st.hexRun, hex)
		} else {
			hex = 0
			if c != '-' {
				st.hexOnly = false
			}
		}
		st.upper = st.upper || k&clUpper != 0
		st.lower = st.lower || k&clLower != 0
		if k&clDigit != 0 {
			st.digits++
		}
		if c == 'A' {
			st.zeros++
		}
		if part++; c == '/' || c == '-' {
			part = 0
		}
		st.longest = max(st.longest, part)
		if class := k & (clUpper | clLower | clDigit); class != last {
			st.changes++
			last = class
		}
	}
	return st
}

// promising tells runs worth decoding: they spell ASCII at some alignment, or mix letters and digits as encoders do.
func (st stats) promising() bool {
	mixed := mixes(st.changes, st.zeros, st.n)
	return st.ascii || st.upper && (st.lower && (st.digits > 0 || mixed) || st.digits > 0 && mixed)
}

// mixes tells encoded runs without digits: they change between capitals and small letters more often than words do,
// or hold many A, which is what the zero bytes of UTF-16 become.
func mixes(changes, zeros, n int) bool { return n >= 14 && (changes*5 >= n*2 || zeros*5 >= n) }

// minOpaque is the shortest run that is dropped because no decoder can read it.
const minOpaque = 40

// opaque tells encoded binary from paths, identifiers and hexadecimal digests: all three kinds of character, often changing.
func (st stats) opaque() bool {
	return st.n >= minOpaque && st.upper && st.lower && st.digits > 0 && !st.hexOnly && st.changes*100 >= st.n*42 && st.longest >= 12
}

// digestBefore reports whether the run is a digest that says so ("sha384-...", "nonce-...").
func digestBefore(b []byte, lo int) bool {
	head := b[lo:min(len(b), lo+8)]
	for _, p := range []string{"sha256-", "sha384-", "sha512-", "nonce-", "sha1-"} {
		if bytes.HasPrefix(head, []byte(p)) || bytes.HasSuffix(b[:lo], []byte(p)) {
			return true
		}
	}
	return false
}

// mostlyText reports whether data reads as text.
func mostlyText(data []byte) bool {
	if len(data) == 0 {
		return false
	}
	good := textBytes(data)
	return good*100 >= len(data)*90
}

// textBytes counts the bytes that belong to printable text in UTF-8.
func textBytes(data []byte) int {
	good := 0
	for i := 0; i < len(data); {
		c := data[i]
		switch {
		case c >= 0x20 && c < 0x7f || c == '\n' || c == '\r' || c == '\t':
			good++
			i++
		case c >= 0xc2 && c <= 0xf4:
			n := 2
			if c >= 0xf0 {
				n = 4
			} else if c >= 0xe0 {
				n = 3
			}
			ok := i+n <= len(data)
			for k := 1; ok && k < n; k++ {
				ok = data[i+k]&0xc0 == 0x80
			}
			if ok {
				good += n
				i += n
			} else {
				i++
			}
		default:
			i++
		}
	}
	return good
}

// hasTextRun reports whether data holds seven readable bytes in a row, or four when they are not ASCII,
// with or without the zero bytes of UTF-16 between them.
func hasTextRun(data []byte) bool {
	run, zeros := 0, 0
	for i, c := range data {
		switch {
		case c >= 0x20 && c < 0x7f:
			run++
			zeros = 0
		case c == 0 && zeros == 0:
			zeros++
		case c >= 0x80 && (i+1 < len(data) && c >= 0xc2 && data[i+1]&0xc0 == 0x80 || i > 0 && c&0xc0 == 0x80 && data[i-1] >= 0xc2):
			run++
		case c == 5 && i%2 == 1, c == 5 && i%2 == 0: // UTF-16 Hebrew
			run++
		default:
			run = 0
		}
		if run >= 7 {
			return true
		}
	}
	return false
}
