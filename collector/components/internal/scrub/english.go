package scrub

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
)

//go:embed names/english.txt.gz
var englishWords []byte

//go:embed names/proper.txt
var properWords string

//go:embed names/function_words.txt
var functionWords string

// usual is a Bloom filter of the words that are no names: usual English, the small words of five other languages and the proper nouns
// of programs.
// Names of the built-in lists are left out of it, unless they are usual words as well.
var usual = func() *usualWords {
	u := new(usualWords)
	reader, err := gzip.NewReader(bytes.NewReader(englishWords))
	if err != nil {
		panic("the list of English words that is part of this program cannot be read: " + err.Error())
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		panic("the list of English words that is part of this program cannot be read: " + err.Error())
	}
	for word := range bytes.SplitSeq(text, []byte{'\n'}) {
		u.add(foldedHash(word))
	}
	for _, word := range strings.Fields(properWords + " " + functionWords) {
		u.add(foldedHash([]byte(word)))
	}
	for word := range notNames {
		u.add(foldedHash([]byte(word)))
	}
	return u
}()

const usualBits = 1 << 20

type usualWords [usualBits / 64]uint64

func (u *usualWords) add(h uint32) {
	a, b := usualSlots(h)
	u[a/64] |= 1 << (a % 64)
	u[b/64] |= 1 << (b % 64)
}

// has tells a usual word by the hash of its folded letters; one word in 200 that is none is taken for one.
func (u *usualWords) has(h uint32) bool {
	a, b := usualSlots(h)
	return u[a/64]&(1<<(a%64)) != 0 && u[b/64]&(1<<(b%64)) != 0
}

func usualSlots(h uint32) (a, b uint32) { return h >> 12, h * 0x9e3779b1 >> 12 }

func foldedHash(word []byte) uint32 {
	h := wordSeed
	for _, c := range word {
		h = (h ^ uint32(lower(c))) * wordPrime
	}
	return h
}

// strange tells a word that is written like a name (a capital, then small letters) and is no usual word.
func (r *reading) strange(i int) bool {
	w := r.b[r.words[i].lo:r.words[i].hi]
	if len(w) < 3 || !is(w[0], clUpper) || r.words[i].lo > 0 && isWordByte(r.b[r.words[i].lo-1]) {
		return false
	}
	for k, c := range w[1:] {
		if is(c, clUpper) && w[k] != '\'' && w[k] < 0x80 {
			return false
		}
	}
	if usual.has(r.words[i].hash) {
		return false
	}
	if n := len(w); w[n-1] == 's' && n > 4 { // plurals of terms
		return !usual.has(foldedHash(w[:n-1]))
	}
	return true
}
