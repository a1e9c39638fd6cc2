package scrub

import (
	"bytes"
	"encoding/ascii85"
	"encoding/base64"
	"slices"
)

// minToken is the shortest run of an encoding alphabet that is decoded: seven bytes of base64 and of hexadecimal.
const minToken, minHex = 10, 14

// searchTokens decodes the runs that carry other text inside them and searches what they say.
// A finding inside replaces the whole run, or, where the run holds slashes and more, the segment it lies in.
func (s *Scanner) searchTokens(key *Key, v *view, found []finding) ([]finding, bool) {
	b := v.b
	closed := true // an ASCII85 block may still end
	for i := 0; i < len(b); {
		c := b[i]
		if closed && c == '<' && i+1 < len(b) && b[i+1] == '~' {
			n := bytes.Index(b[i+2:], []byte("~>"))
			if closed = n >= 0; closed {
				var ok bool
				if found, ok = s.searchDecoded(key, v, span{i, i + n + 4}, readASCII85(b[i+2:i+2+n]), nil, found); !ok {
					return nil, false
				}
				i += n + 4
				continue
			}
		}
		if classOf[c]&clBase64 == 0 {
			if c == '[' {
				if n := markerAt(b, i); n > 0 {
					i += n
					continue
				}
			}
			i++
			continue
		}
		if end := byteListEnd(b, i); end > 0 {
			var ok bool
			for _, data := range readByteList(b[i:end]) {
				if found, ok = s.searchDecoded(key, v, span{i, end}, data, nil, found); !ok {
					return nil, false
				}
			}
			i = end
			continue
		}
		lo := i
		for i < len(b) && (classOf[b[i]]&clBase64 != 0 || isFold(b, i)) {
			if i++; b[i-1] == '/' && i+2 < len(b) && b[i] == '0' && lower(b[i+1]) == 'x' {
				break // a list of bytes behind a slash
			}
		}
		end := i
		for end < len(b) && b[end] == '=' && end-i < 7 {
			end++
		}
		if i-lo < minToken {
			continue
		}
		var ok bool
		if found, ok = s.searchRun(key, v, lo, i, end, found); !ok {
			return nil, false
		}
		i = end
	}
	return found, true
}

// isFold tells a line break inside a long encoded run (MIME folds base64 every 64 or 76 characters).
func isFold(b []byte, i int) bool {
	if b[i] != '\n' && !(b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n') {
		return false
	}
	run := 0
	for j := i - 1; j >= 0 && run < 48 && (classOf[b[j]]&clBase64 != 0); j-- {
		run++
	}
	next := i + 1
	if b[i] == '\r' {
		next++
	}
	return run >= 48 && next < len(b) && classOf[b[next]]&clBase64 != 0
}

// searchRun tries hexadecimal, base32 and base64 on the run b[lo:hi]; end includes the padding.
func (s *Scanner) searchRun(key *Key, v *view, lo, hi, end int, found []finding) ([]finding, bool) {
	run := v.b[lo:hi]
	stats := runStats(run)
	if stats.hexRun >= minHex {
		var ok bool
		if found, ok = s.searchHex(key, v, lo, hi, found); !ok {
			return nil, false
		}
	}
	var ok bool
	if stats.hexOnly {
		if stats.digits == stats.n && stats.n > 3*minBytes {
			return s.searchPlainAlphabets(key, v, span{lo, end}, run, func(i int) int { return i }, found)
		}
		return found, true
	}
	clean, at := unfolded(run)
	before := len(found)
	if found, ok = s.searchPlainAlphabets(key, v, span{lo, end}, clean, at, found); !ok {
		return nil, false
	}
	if !stats.promising() {
		return found, true
	}
	inPlain := len(found)
	data := decodeBase64(clean)
	if !s.spend(len(data)) {
		return nil, false
	}
	whole := mostlyText(data)
	if textBytes(data) == len(data) || !whole && s.isPacked(data) {
		if found, ok = s.searchDecoded(key, v, span{lo, end}, data, nil, found); !ok || len(found) > inPlain {
			return found, ok
		}
	}
	if found, ok = s.searchParts(key, v, lo, end, run, found); !ok || len(found) > inPlain {
		return found, ok
	}
	for phase := 0; phase < 4 && phase+8 <= len(clean); phase++ {
		text := whole && phase == 0
		if phase > 0 {
			data = decodeBase64(clean[phase:])
			if !s.spend(len(data)) {
				return nil, false
			}
		}
		if !text && !hasTextRun(data) {
			continue
		}
		ranges := func(f finding) span {
			if text {
				return span{lo, end}
			}
			return segment(v.b, lo, end, lo+at(phase+f.lo*4/3), lo+at(min(phase+(f.hi*4+2)/3, len(clean)-1))+1)
		}
		var ok bool
		if found, ok = s.searchDecoded(key, v, span{lo, end}, data, ranges, found); !ok {
			return nil, false
		}
	}
	if len(found) == before && stats.changes*5 >= stats.n {
		turned := slices.Clone(clean)
		slices.Reverse(turned)
		for phase := 0; phase < 4 && phase+8 <= len(turned); phase++ {
			if data := decodeBase64(turned[phase:]); mostlyText(data) {
				if found, ok = s.searchDecoded(key, v, span{lo, end}, data, nil, found); !ok {
					return nil, false
				}
			}
		}
	}
	if len(found) == before && !v.cipher && stats.opaque() && !s.engine.rules.OpaqueKept && key.keep != TypeOpaque && key.keep != TypeCode && !digestBefore(v.b, lo) && !whole {
		p := v.at(lo, end)
		found = append(found, finding{p.lo, p.hi, Opaque})
	}
	return found, true
}

// unfolded drops the line breaks of a folded run; at maps an index of the result back.
func unfolded(run []byte) ([]byte, func(int) int) {
	folds := 0
	for _, c := range run {
		if c == '\n' || c == '\r' {
			folds++
		}
	}
	if folds == 0 {
		return run, func(i int) int { return i }
	}
	out, index := make([]byte, 0, len(run)), make([]int, 0, len(run))
	for i, c := range run {
		if c != '\n' && c != '\r' {
			out, index = append(out, c), append(index, i)
		}
	}
	return out, func(i int) int { return index[min(i, len(index)-1)] }
}

// decodeBase64 reads either alphabet without padding and without errors; a last lone character is ignored.
func decodeBase64(run []byte) []byte {
	if len(run)%4 == 1 {
		run = run[:len(run)-1]
	}
	std := make([]byte, len(run))
	for i, c := range run {
		switch c {
		case '-':
			c = '+'
		case '_':
			c = '/'
		}
		std[i] = c
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(std)))
	n, _ := base64.RawStdEncoding.Decode(out, std)
	return out[:n]
}

// searchHex decodes the hexadecimal parts of a run at both alignments.
func (s *Scanner) searchHex(key *Key, v *view, lo, hi int, found []finding) ([]finding, bool) {
	b := v.b
	for i := lo; i < hi; {
		if !is(b[i], clHex) {
			i++
			continue
		}
		start := i
		for i < hi && is(b[i], clHex) {
			i++
		}
		if i-start < minHex || !hexSpells(b[start:i]) {
			continue
		}
		for phase := 0; phase < 2; phase++ {
			data := make([]byte, 0, (i-start)/2)
			for j := start + phase; j+1 < i; j += 2 {
				data = append(data, byte(hexValue(b[j])<<4|hexValue(b[j+1])))
			}
			var ok bool
			if found, ok = s.searchDecoded(key, v, span{start, i}, data, nil, found); !ok {
				return nil, false
			}
		}
	}
	return found, true
}

func readASCII85(b []byte) []byte {
	data := make([]byte, len(b)+4)
	n, _, err := ascii85.Decode(data, b, true)
	if err != nil {
		return nil
	}
	return data[:n]
}

// searchDecoded searches decoded data; findings replace where, or the range that ranges gives for them.
func (s *Scanner) searchDecoded(key *Key, v *view, where span, data []byte, ranges func(finding) span, found []finding) ([]finding, bool) {
	if len(data) == 0 || v.depth >= s.engine.limits.Depth {
		return found, true
	}
	inner, ok := s.exploreBytes(key, data, v.depth+1)
	if !ok {
		return nil, false
	}
	var last finding // of the data, and at the range given for it: neighbours in one segment share it
	at := where
	for _, f := range inner {
		if ranges == nil && last.hi > 0 && f.kind == last.kind {
			continue
		}
		if ranges != nil && (last.hi == 0 || at != where || f.kind != last.kind) {
			if at = ranges(f); at.hi <= at.lo {
				at = where
			}
		}
		last = f
		p := v.at(at.lo, at.hi)
		found = append(found, finding{p.lo, p.hi, f.kind})
	}
	return found, true
}
