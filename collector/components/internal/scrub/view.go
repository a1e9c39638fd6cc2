package scrub

import "unicode/utf8"

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
	has    charset // what bytes it holds
	roles  uint32  // of all its words
	arena  *arena
	// crossing keeps only the findings that lie over a place where the decoding joined two parts.
	joints []int32
	cipher bool // of letters that stand for others: nothing in it is called unreadable
}

func (v *view) at(lo, hi int) span {
	if v.lo == nil {
		return span{lo, hi}
	}
	from, to := v.lo[lo], v.hi[hi-1]
	if from >= to { // the view runs backwards
		from, to = v.lo[hi-1], v.hi[lo]
	}
	return span{int(from), int(to)}
}

// builder grows a decoded view.
type builder struct {
	from *view
	out  view
}

func newBuilder(from *view) *builder {
	n := len(from.b)
	return &builder{from: from, out: view{
		b: from.arena.text(n), lo: from.arena.places(n), hi: from.arena.places(n), depth: from.depth + 1, arena: from.arena, cipher: from.cipher,
	}}
}

// arena lends memory to the readings of one value; all of it is free again when the next value is read.
type arena struct {
	bytes []byte
	ints  []int32
}

// maxArena bounds what is kept between values.
const maxArena = 64 << 10

func (a *arena) text(n int) []byte {
	if a == nil || len(a.bytes)+n > maxArena {
		return make([]byte, 0, n)
	}
	if cap(a.bytes) == 0 {
		a.bytes = make([]byte, 0, maxArena)
	}
	lo := len(a.bytes)
	a.bytes = a.bytes[:lo+n]
	return a.bytes[lo : lo : lo+n]
}

func (a *arena) places(n int) []int32 {
	if a == nil || len(a.ints)+n > maxArena {
		return make([]int32, 0, n)
	}
	if cap(a.ints) == 0 {
		a.ints = make([]int32, 0, maxArena)
	}
	lo := len(a.ints)
	a.ints = a.ints[:lo+n]
	return a.ints[lo : lo : lo+n]
}

func (a *arena) free() { a.bytes, a.ints = a.bytes[:0], a.ints[:0] }

// put appends decoded bytes that stand for bytes i..j of the parent.
func (b *builder) put(i, j int, decoded ...byte) {
	s := b.from.at(i, j)
	for _, c := range decoded {
		b.out.b = append(b.out.b, c)
		b.out.lo = append(b.out.lo, int32(s.lo))
		b.out.hi = append(b.out.hi, int32(s.hi))
	}
}

// same takes over what no decoding changes.
func (b *builder) same(lo, hi int) {
	for i := lo; i < hi; i++ {
		b.put(i, i+1, b.from.b[i])
	}
}

func (b *builder) putRune(i, j int, r rune) {
	var buf [4]byte
	b.put(i, j, appendRune(buf[:0], r)...)
}

// takeBack removes the last rune.
func (b *builder) takeBack() {
	_, size := utf8.DecodeLastRune(b.out.b)
	n := len(b.out.b) - size
	b.out.b, b.out.lo, b.out.hi = b.out.b[:n], b.out.lo[:n], b.out.hi[:n]
}
