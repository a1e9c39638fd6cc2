package scrub

import (
	"encoding/binary"
	"unsafe"
)

// recentSlots values that were found clean are remembered, for attributes repeat from span to span: each in one of the slots of its
// set, of which a new one takes the next in turn. Values of more than maxRecent bytes are read every time, which bounds the memory at
// 2 MiB.
const recentSlots, recentSet, maxRecent = 4096, 4, 512

// recentKeys keys are found without a look into the map of all.
const recentKeys = 1024

// recentValue is a text that was clean under a key, and what it may be a part of.
type recentValue struct {
	key   *Key
	value string
	signs Signs
}

// slotFor gives the slot that holds a text under a key, or else the one that it may take.
func (s *Scanner) slotFor(key *Key, v string) (slot *recentValue, known bool) {
	i := sampleHash(v, key) % (recentSlots / recentSet) * recentSet
	set := s.recent[i : i+recentSet]
	for i := range set {
		if set[i].key == key && set[i].value == v {
			return &set[i], true
		}
	}
	s.turn++
	return &set[s.turn%recentSet], false
}

// sampleHash picks a place by the key of a text, its length and its first, middle and last bytes. Texts that differ only elsewhere
// push each other out and are read again: nobody gains by making them.
func sampleHash(v string, key *Key) uint32 {
	b := unsafe.Slice(unsafe.StringData(v), len(v))
	var head, middle, tail uint64
	switch n := len(b); {
	case n >= 8:
		head, middle, tail = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n/2-4:]), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		head, tail = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	case n > 0:
		head, middle, tail = uint64(b[0]), uint64(b[n/2]), uint64(b[n-1])
	}
	h := (head ^ uint64(len(b)) ^ uint64(uintptr(unsafe.Pointer(key)))<<8) * 0x9e3779b97f4a7c15
	h = (h ^ h>>29 ^ middle) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>32 ^ tail) * 0x94d049bb133111eb
	return uint32(h >> 40)
}
