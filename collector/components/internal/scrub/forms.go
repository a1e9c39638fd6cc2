package scrub

import "bytes"

// formParts finds the values of multipart forms: name="email", a blank line, the value, the boundary.
func (r *reading) formParts() {
	b, mark := r.b, []byte("name=\"")
	for from := 0; ; {
		n := bytes.Index(b[from:], mark)
		if n < 0 {
			return
		}
		lo := from + n + len(mark)
		hi := quoteEnd(b, lo-1)
		from = max(lo, min(hi, lo+maxLabel))
		if hi >= len(b) || hi-lo > maxLabel {
			continue
		}
		kind, _, _ := r.labelKind(b[lo:hi], hi)
		if kind == None {
			continue
		}
		start := blankLine(b, hi, 256)
		if start < 0 {
			continue
		}
		end := start
		for end < len(b) && end-start < maxValue && b[end] != '\r' && b[end] != '\n' {
			end++
		}
		if end > start && markerAt(b, start) != end-start {
			r.add(start, end, kind)
		}
		from = end
	}
}

// blankLine returns the index after the first empty line within limit bytes, or -1.
func blankLine(b []byte, i, limit int) int {
	for end := min(len(b), i+limit); i < end; i++ {
		if b[i] != '\n' {
			continue
		}
		j := i + 1
		if j < len(b) && b[j] == '\r' {
			j++
		}
		if j < len(b) && b[j] == '\n' {
			return j + 1
		}
	}
	return -1
}
