package scrub

import (
	"fmt"
	"sort"
	"strings"
)

// Key is what is known about an attribute key.
type Key struct {
	// Name is the key itself with anything personal in it replaced.
	Name string
	// Renamed is true when Name differs from the key.
	Renamed bool
	// Removed is true when the attribute is to be deleted.
	Removed bool

	kind   Kind
	keep   Type
	query  bool // the value is a statement in a query language
	person bool // the key names a person: a name in the value needs no more context
	path   bool // the value is the path of a file
	plural bool
	below  Kind // what it is when the key above it names a person: {"customer": {"name": ...}}
}

var noKey Key

// maxCachedKeys bounds the memory of the key cache; maxKeyBytes bounds what is cached.
const (
	maxCachedKeys = 4096
	maxKeyBytes   = 128
)

type keyPattern struct {
	segments []string
	below    bool // ends in ".*": everything below the segments matches
	kind     Kind
	keep     Type
	action   keyAction
}

type keyAction uint8

const (
	actionRemove keyAction = iota
	actionMask
	actionKeep
	actionKnown
)

type keyIndex struct {
	patterns []keyPattern
	unknown  bool // unknown keys are removed
}

func newKeyIndex(r *Rules) (*keyIndex, error) {
	index := &keyIndex{unknown: r.UnknownRemoved}
	add := func(pattern string, p keyPattern) error {
		trimmed := strings.TrimPrefix(pattern, "*.")
		if rest, ok := strings.CutSuffix(trimmed, ".*"); ok {
			p.below, trimmed = true, rest
		}
		if strings.Contains(trimmed, "*") {
			return fmt.Errorf("key pattern %q: a star may only stand for whole segments at the start (\"*.name\") or the end (\"prefix.*\")", pattern)
		}
		if p.segments = splitKey(trimmed); len(p.segments) == 0 {
			return fmt.Errorf("key pattern %q names no key", pattern)
		}
		index.patterns = append(index.patterns, p)
		return nil
	}
	for _, k := range r.Remove {
		if err := add(k, keyPattern{action: actionRemove}); err != nil {
			return nil, err
		}
	}
	for _, k := range sortedKeys(r.Mask) {
		if err := add(k, keyPattern{action: actionMask, kind: r.Mask[k]}); err != nil {
			return nil, err
		}
	}
	for _, k := range sortedKeys(r.Keep) {
		if err := add(k, keyPattern{action: actionKeep, keep: r.Keep[k]}); err != nil {
			return nil, err
		}
	}
	for _, k := range r.Known {
		if err := add(k, keyPattern{action: actionKnown}); err != nil {
			return nil, err
		}
	}
	return index, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func (p *keyPattern) matches(segments []string) bool {
	n := len(p.segments)
	if p.below {
		for i := 0; i+n < len(segments); i++ {
			if equalSegments(segments[i:i+n], p.segments) {
				return true
			}
		}
		return false
	}
	return len(segments) >= n && equalSegments(segments[len(segments)-n:], p.segments)
}

func equalSegments(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// classify decides everything about a key except whether its own text is personal.
// The operator's patterns come first, in the order remove, mask, keep; then the built-in lists.
func (index *keyIndex) classify(name string) Key {
	segments := splitKey(name)
	k := Key{Name: name, query: isQueryKey(segments), person: isPersonKey(segments), path: isPathKey(segments)}
	known := false
	for i := range index.patterns {
		p := &index.patterns[i]
		if !p.matches(segments) {
			continue
		}
		switch p.action {
		case actionRemove:
			k.Removed = true
		case actionMask:
			k.kind = p.kind
		case actionKeep:
			k.keep = p.keep
		case actionKnown:
			known = true
			continue
		}
		return k
	}
	if k.kind = belowKind(segments); k.kind == None {
		k.kind, k.plural = builtinPhrases.kindOf(segments)
	}
	if k.kind == None {
		k.keep = builtinType(segments)
		if len(segments) == 1 {
			k.below = personal[segments[0]]
		}
	}
	if index.unknown && !known && k.kind == None && k.keep == TypeNone {
		k.Removed = true
	}
	return k
}

// Key looks up a key, scrubbing its own text once.
func (s *Scanner) Key(name string) *Key {
	slot := &s.keys[sampleHash(name, nil)%recentKeys]
	if k := *slot; k != nil && k.Name == name {
		return k
	}
	if k, ok := s.cache[name]; ok {
		*slot = k
		return k
	}
	k := s.engine.keys.classify(name)
	if out, changed := s.Text(nil, name); changed {
		k.Name, k.Renamed = out, true
		return &k // personal keys are not remembered
	}
	if len(name) <= maxKeyBytes && !s.recalling {
		if len(s.cache) >= maxCachedKeys {
			clear(s.cache)
		}
		k.Name = strings.Clone(name)
		s.cache[k.Name] = &k
	}
	return &k
}

// IsMasked reports whether values under the key are replaced as a whole.
func (k *Key) IsMasked() bool { return k.kind != None }
