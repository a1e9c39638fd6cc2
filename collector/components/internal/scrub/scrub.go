// Package scrub finds personal data and secrets in text, bytes, numbers and keys, and replaces them.
//
// A value first meets one table-driven pass that decides nearly all clean values without allocating. What that
// pass cannot clear is read in every decoding that applies (percent, escapes, entities, base64, hex, UTF-16,
// compression and more) to a bounded depth, each reading is searched by detectors that validate what they find,
// and every finding is mapped back to the bytes it came from. What cannot be decided within the budget is masked.
package scrub

import (
	"io"
	"sync"
	"unsafe"
)

// Engine holds compiled rules. It is safe for concurrent use; each goroutine takes a Scanner.
type Engine struct {
	rules  Rules
	limits Limits
	keys   *keyIndex
	words  *wordTable
	hashed [kindCount]bool
	pool   sync.Pool
}

// New compiles rules. The error says what is wrong with them.
func New(rules Rules) (*Engine, error) {
	if err := rules.validate(); err != nil {
		return nil, err
	}
	keys, err := newKeyIndex(&rules)
	if err != nil {
		return nil, err
	}
	e := &Engine{rules: rules, limits: rules.Limits.withDefaults(), keys: keys, words: builtinWords.with(rules.Mask)}
	for _, k := range rules.HashKinds {
		e.hashed[k] = true
	}
	e.pool.New = func() any { return &Scanner{engine: e, cache: make(map[string]*Key, 256)} }
	return e, nil
}

// Scanner returns a scanner from the pool; give it back with Release.
func (e *Engine) Scanner() *Scanner {
	s := e.pool.Get().(*Scanner)
	s.Counts = [kindCount]int64{}
	s.Overruns, s.binary = 0, false
	s.forgetNames()
	s.StartItem()
	return s
}

// Release puts a scanner back. The scanner must not be used afterwards.
func (e *Engine) Release(s *Scanner) {
	s.reading.shrink()
	if cap(s.radixText) > maxArena {
		s.radixText = nil
	}
	e.pool.Put(s)
}

// Scanner scrubs values for one goroutine.
type Scanner struct {
	engine *Engine
	cache  map[string]*Key

	// Counts holds the findings since the scanner was taken, by kind.
	Counts [kindCount]int64
	// Overruns counts the values that were masked because a limit was reached.
	Overruns int64

	itemWork int
	work     int
	reading  reading
	inflater io.ReadCloser
	binary   bool // what is read lies between bytes that are no text: only what is certain is found

	radixText  []byte // under the decoders of radixes
	arena      arena
	names      rememberedNames
	recalling  bool
	labelCache map[string]*Key
	recent     [recentSlots]recentValue
	seen       *recentValue     // where the value of the last call stands, if it was clean
	turn       uint32           // which slot of a set is taken next
	keys       [recentKeys]*Key // those of cache that were asked for last
}

// StartItem opens a new budget: call it for each span, log record or data point.
func (s *Scanner) StartItem() { s.itemWork, s.binary = s.engine.limits.ItemWork, false }

// spend takes n bytes from the budget of the value and of the item; false means overrun.
func (s *Scanner) spend(n int) bool {
	s.work -= n
	s.itemWork -= n
	return s.work >= 0 && s.itemWork >= 0
}

// Text scrubs a value that stands under key (nil when there is none). When changed is false, out is v itself.
func (s *Scanner) Text(key *Key, v string) (out string, changed bool) {
	if v == "" {
		return v, false
	}
	if key == nil {
		key = &noKey
	}
	if s.recalling {
		if key.kind != None || !s.names.in(unsafe.Slice(unsafe.StringData(v), len(v))) {
			return v, false
		}
		return s.scrubText(key, v)
	}
	if key.kind != None && key.wantsText(v) {
		if key.kind == Name {
			s.remember(v)
		}
		return s.whole(key.kind, v)
	}
	var slot *recentValue
	if len(v) <= maxRecent {
		var known bool
		if slot, known = s.slotFor(key, v); known {
			s.seen = slot
			return v, false
		}
	}
	if !key.keep.fits(v) && !s.engine.words.clean(v, key.query) {
		if out, changed = s.scrubText(key, v); changed {
			return out, true
		}
	}
	if slot != nil {
		*slot = recentValue{key, v, signsOf(v)}
		s.seen = slot
	}
	return v, false
}

// whole replaces a value entirely.
func (s *Scanner) whole(k Kind, v string) (string, bool) {
	if n := markerAt([]byte(v), 0); n == len(v) {
		return v, false
	}
	s.Counts[k]++
	return s.marker(k, []byte(v)), true
}

func (s *Scanner) overrun() (string, bool) {
	s.Overruns++
	s.Counts[Limit]++
	return markers[Limit], true
}
