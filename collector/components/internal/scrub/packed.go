package scrub

import (
	"bytes"
	"compress/flate"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// maxUnpacked bounds what one compressed value may unfold to.
const maxUnpacked = 1 << 20

// unpack undoes gzip, zlib, the first member of a zip archive, and raw deflate; nil when data is none of them or no text.
func (s *Scanner) unpack(data []byte) []byte {
	if len(data) < 10 {
		return nil
	}
	raw, from := false, -1
	switch {
	case data[0] == 0x1f && data[1] == 0x8b && data[2] == 8:
		from = gzipHeader(data)
	case data[0]&0x0f == 8 && (int(data[0])<<8|int(data[1]))%31 == 0:
		from = 2
	case data[0] == 'P' && data[1] == 'K' && data[2] == 3 && len(data) > 34:
		from = 30 + int(data[26]) + int(data[27])<<8 + int(data[28]) + int(data[29])<<8
	case data[0]>>1&3 != 3:
		raw, from = true, 0
	}
	if from < 0 || from >= len(data) {
		return nil
	}
	src := bytes.NewReader(data[from:])
	if s.inflater == nil {
		s.inflater = flate.NewReader(src)
	} else if err := s.inflater.(flate.Resetter).Reset(src, nil); err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(s.inflater, maxUnpacked))
	// Raw deflate has no mark: only a stream that ends well counts. The others may be cut off.
	if raw && err != nil || len(out) < 8 || !mostlyText(out) {
		return nil
	}
	return out
}

// isPacked tells data that is a text in wide characters or compressed.
func (s *Scanner) isPacked(data []byte) bool {
	return isWide(data) || s.unpack(data) != nil
}

func isWide(data []byte) bool { return fromUTF16(data) != nil || fromUTF32(data) != nil }

// gzipHeader returns the length of a gzip header, -1 when it is cut off.
func gzipHeader(data []byte) int {
	flags, at := data[3], 10
	if flags&4 != 0 { // extra field
		if at+2 > len(data) {
			return -1
		}
		at += 2 + int(data[at]) + int(data[at+1])<<8
	}
	for _, bit := range []byte{8, 16} { // file name, comment
		if flags&bit == 0 {
			continue
		}
		if at >= len(data) {
			return -1
		}
		end := bytes.IndexByte(data[at:], 0)
		if end < 0 {
			return -1
		}
		at += end + 1
	}
	if flags&2 != 0 {
		at += 2
	}
	return at
}

// exploreBytes searches data that may be text in UTF-8 or UTF-16, compressed, or binary with text in it.
func (s *Scanner) exploreBytes(key *Key, data []byte, depth int) ([]finding, bool) {
	whole := func(inner []finding, ok bool) ([]finding, bool) {
		for i := range inner {
			inner[i].lo, inner[i].hi = 0, len(data)
		}
		return inner, ok
	}
	if mostlyText(data) && !bytes.Contains(data, []byte{0}) {
		return s.explore(key, data, depth)
	}
	for _, read := range [...]func([]byte) []byte{fromUTF32, fromUTF16} {
		if text := read(data); text != nil {
			return whole(s.explore(key, text, depth+1))
		}
	}
	if text := fromCodePage(data); text != nil {
		return whole(s.explore(key, text, depth+1))
	}
	if parts := nulSeparated(data); parts {
		return s.exploreRuns(key, data, depth, false)
	}
	if out := s.unpack(data); out != nil {
		if !s.spend(len(out)) {
			return nil, false
		}
		return whole(s.explore(key, out, depth+1))
	}
	return s.exploreRuns(key, data, depth, true)
}

// nulSeparated tells texts with zero bytes between them, as program arguments and environments are written.
func nulSeparated(data []byte) bool {
	zeros := bytes.Count(data, []byte{0})
	return zeros > 0 && zeros*5 < len(data) && textBytes(data)+zeros == len(data)
}

// fromCodePage reads Hebrew and Arabic in the one-byte encodings of old systems (windows-1255, ISO 8859-8, ISO 8859-6); nil when the
// data is valid UTF-8 or does not look like either.
func fromCodePage(data []byte) []byte {
	if len(data) < 6 || utf8.Valid(data) {
		return nil
	}
	hebrew, arabic, plain := 0, 0, 0
	for _, c := range data {
		switch {
		case c >= 0xe0 && c <= 0xfa:
			hebrew++
			if c <= 0xf2 {
				arabic++
			}
		case c >= 0xc1 && c <= 0xda:
			arabic++
		case c >= 0x20 && c < 0x7f || c == '\n' || c == '\r' || c == '\t':
			plain++
		}
	}
	switch {
	case hebrew >= 2 && (hebrew+plain)*100 >= len(data)*95:
		return mapHigh(data, func(c byte) rune { return 0x5d0 + rune(c-0xe0) }, 0xe0, 0xfa)
	case arabic >= 2 && (arabic+plain)*100 >= len(data)*95:
		return mapHigh(data, func(c byte) rune { return 0x621 + rune(c-0xc1) }, 0xc1, 0xf2)
	}
	return nil
}

func mapHigh(data []byte, to func(byte) rune, lo, hi byte) []byte {
	out := make([]byte, 0, len(data)*2)
	for _, c := range data {
		switch {
		case c < 0x80:
			out = append(out, c)
		case c >= lo && c <= hi:
			out = appendRune(out, to(c))
		}
	}
	return out
}

// exploreRuns searches the readable runs of binary data.
func (s *Scanner) exploreRuns(key *Key, data []byte, depth int, binary bool) (found []finding, ok bool) {
	defer func(was bool) { s.binary = was }(s.binary)
	s.binary = binary
	for i := 0; i < len(data); {
		lo := i
		for i < len(data) && (data[i] >= 0x20 && data[i] != 0x7f || data[i] == '\t' || data[i] == '\n' || data[i] == '\r') {
			r, n := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			i += n
		}
		if i-lo >= 6 && utf8Share(data[lo:i]) {
			inner, ok := s.explore(key, data[lo:i], depth)
			if !ok {
				return nil, false
			}
			for _, f := range inner {
				if f.kind != Opaque {
					found = append(found, finding{f.lo + lo, f.hi + lo, f.kind})
				}
			}
		}
		i = max(i, lo+1)
	}
	return found, true
}

func utf8Share(run []byte) bool {
	ascii := 0
	for _, c := range run {
		if c < 0x80 {
			ascii++
		}
	}
	return ascii >= 6 || utf8.Valid(run)
}

// fromUTF16 reads data in the byte order in which nearly all of it is of the scripts we read; nil when it is in none.
func fromUTF16(data []byte) []byte {
	if len(data) < 8 {
		return nil
	}
	for order := 0; order < 2; order++ {
		good, n := 0, len(data)/2
		for i := 0; i < n; i++ {
			if commonUnit(unitAt(data, i, order)) {
				good++
			}
		}
		if good*10 < n*9 {
			continue
		}
		units := make([]uint16, n)
		for i := range units {
			units[i] = unitAt(data, i, order)
		}
		return []byte(string(utf16.Decode(units)))
	}
	return nil
}

func unitAt(data []byte, i, order int) uint16 {
	a, b := uint16(data[2*i]), uint16(data[2*i+1])
	if order == 0 {
		return b<<8 | a
	}
	return a<<8 | b
}

// fromUTF32 does the same for units of four bytes.
func fromUTF32(data []byte) []byte {
	if len(data) < 16 {
		return nil
	}
	for order := 0; order < 2; order++ {
		text := make([]byte, 0, len(data)/2)
		for i := 0; i+4 <= len(data); i += 4 {
			low, high := unitAt(data[i:], 0, order), unitAt(data[i:], 1, order)
			if order == 1 {
				low, high = high, low
			}
			if high != 0 || !commonUnit(low) {
				text = nil
				break
			}
			text = appendRune(text, rune(low))
		}
		if text != nil {
			return text
		}
	}
	return nil
}

// commonUnit tells a unit of Latin, Greek, Cyrillic, Hebrew, Arabic, punctuation or full-width text, or a byte order mark.
func commonUnit(u uint16) bool {
	return u >= 0x20 && u < 0x7f || u == '\n' || u == '\r' || u == '\t' || u >= 0xa0 && u < 0x180 || u >= 0x370 && u < 0x700 || u >= 0x2000 && u < 0x2070 || u >= 0xff01 && u < 0xff5f || u == 0xfeff
}
