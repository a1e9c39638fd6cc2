package scrub

// span is a half-open range of bytes.
type span struct{ lo, hi int }

// finding is a range of a text and what was found there.
type finding struct {
	lo, hi int
	kind   Kind
}

// view is one reading of a text: the text itself, or what it says after some decoding.
// Byte i of a decoded view came from bytes lo[i]..hi[i] of the text it was read from.
type view struct {
	b      []byte
	lo, hi []int32 // nil: the view is the text itself
	depth  int
	// crossing keeps only the findings that lie over a place where the decoding joined two parts.
	joints []int32
}

func (v *view) at(lo, hi int) span {
	if v.lo == nil {
		return span{lo, hi}
	}
	return span{int(v.lo[lo]), int(v.hi[hi-1])}
}

// builder grows a decoded view.
type builder struct {
	from *view
	out  view
}

func newBuilder(from *view) *builder {
	n := len(from.b)
	return &builder{from: from, out: view{
		b: make([]byte, 0, n), lo: make([]int32, 0, n), hi: make([]int32, 0, n), depth: from.depth + 1,
	}}
}

// put appends decoded bytes that stand for bytes i..j of the parent.
func (b *builder) put(i, j int, decoded ...byte) {
	s := b.from.at(i, j)
	for _, c := range decoded {
		b.out.b = append(b.out.b, c)
		b.out.lo = append(b.out.lo, int32(s.lo))
		b.out.hi = append(b.out.hi, int32(s.hi))
	}
}

func (b *builder) putRune(i, j int, r rune) {
	var buf [4]byte
	b.put(i, j, appendRune(buf[:0], r)...)
}
