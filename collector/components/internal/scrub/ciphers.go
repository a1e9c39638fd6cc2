package scrub

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// cipherWords betray a text that was written backwards or in one of the alphabets that only swap letters: nobody plants a value without
// some of them around it, or in its own key.
var cipherWords = strings.Fields(`user users email mail phone mobile card credit name customer password passwd token secret order address account payment failed error
	message number birth born street before after with from session cookie login bank server contact please loaded note value status found invalid missing dear hello
	authorization bearer basic create update select where insert into values given guest attendee passenger visitor client seat ticket refund https http localhost
	json null true false undefined`)

// roles of the words of these texts.
const (
	roleRot13 uint32 = 1 << (12 + iota)
	roleAtbash
	roleBackwards
	roleRot47
)

func rot13(c byte) byte {
	switch l := lower(c); {
	case l >= 'a' && l <= 'm':
		return c + 13
	case l >= 'n' && l <= 'z':
		return c - 13
	}
	return c
}

func atbash(c byte) byte {
	switch {
	case is(c, clLower):
		return 'a' + 'z' - c
	case is(c, clUpper):
		return 'A' + 'Z' - c
	}
	return c
}

func rot47(c byte) byte {
	if c > ' ' && c < 0x7f {
		return '!' + (c-'!'+47)%94
	}
	return c
}

const roleCiphers = roleRot13 | roleAtbash | roleBackwards

// cipherRoles are the roles of the words of these texts: half a per cent of all words have the hash of one.
var cipherRoles = func() map[string]uint32 {
	m := map[string]uint32{}
	cipherForms(func(w string, role uint32) { m[w] |= role })
	return m
}()

// cipherRole confirms what the hash of a word says.
func cipherRole(word []byte) uint32 {
	var folded [16]byte
	if len(word) > len(folded) {
		return 0
	}
	for i, c := range word {
		folded[i] = lower(c)
	}
	return cipherRoles[string(folded[:len(word)])]
}

// cipherForms calls add with what the cipher words look like in each alphabet, unless that is a usual word.
func cipherForms(add func(word string, role uint32)) {
	for _, w := range cipherWords {
		for _, form := range []struct {
			word string
			role uint32
		}{{swapped(w, rot13), roleRot13}, {swapped(w, atbash), roleAtbash}, {backwards(w), roleBackwards}} {
			if len(w) >= 4 && !usual.has(foldedHash([]byte(form.word))) {
				add(form.word, form.role)
			}
		}
	}
}

func swapped(s string, f func(byte) byte) string {
	out := []byte(s)
	for i, c := range out {
		out[i] = f(c)
	}
	return string(out)
}

func backwards(s string) string {
	out := []byte(s)
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

func swapLetters(from *view, f func(byte) byte) *view {
	b, out := from.b, newBuilder(from)
	out.out.cipher = true
	for i := 0; i < len(b); {
		if n := markerAt(b, i); n > 0 { // a replacement says the same in every alphabet
			out.put(i, i+n, b[i:i+n]...)
			i += n
			continue
		}
		out.put(i, i+1, f(b[i]))
		i++
	}
	return &out.out
}

// mayCipher says no to readings that are one already, and to those that join parts: four kinds of each would be read in each other's.
func (v *view) mayCipher() bool { return !v.cipher && v.joints == nil }

func decodeRot13(from *view) *view {
	if !from.mayCipher() || from.roles&roleRot13 == 0 {
		return nil
	}
	return swapLetters(from, rot13)
}

func decodeAtbash(from *view) *view {
	if !from.mayCipher() || from.roles&roleAtbash == 0 {
		return nil
	}
	return swapLetters(from, atbash)
}

// rot47Words are the cipher words in rot47, which makes letters of digits and digits of letters.
var rot47Words = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range cipherWords {
		if len(w) >= 4 {
			m[swapped(w, rot47)] = true
		}
	}
	return m
}()

func decodeRot47(from *view) *view {
	if !from.mayCipher() {
		return nil
	}
	if from.roles&roleRot47 != 0 {
		return swapLetters(from, rot47)
	}
	b := from.b[:min(len(from.b), 1<<12)]
	for lo := 0; lo < len(b); {
		hi := lo
		for hi < len(b) && b[hi] > ' ' {
			hi++
		}
		if hi-lo >= 4 && hi-lo <= 24 && rot47Words[string(bytes.Trim(b[lo:hi], "iltVQjE"))] { // : = [ ' " ; t
			return swapLetters(from, rot47)
		}
		lo = hi + 1
	}
	return nil
}

// rightToLeft is the mark that makes a text run backwards on the screen.
var rightToLeft = []byte("\u202e")

// decodeBackwards reads a text from its end.
func decodeBackwards(from *view) *view {
	b := from.b
	if !from.mayCipher() || from.roles&roleBackwards == 0 && !bytes.Contains(b, rightToLeft) && !endsFirst(b) {
		return nil
	}
	out := newBuilder(from)
	out.out.cipher = true
	for i := len(b); i > 0; {
		if n := markerBefore(b, i); n > 0 { // a replacement says the same from either end
			out.put(i-n, i, b[i-n:i]...)
			i -= n
			continue
		}
		_, n := utf8.DecodeLastRune(b[:i])
		out.put(i-n, i, b[i-n:i]...)
		i -= n
	}
	return &out.out
}

// endsFirst tells values that show by themselves that they run backwards: "nehoC anaD", "0504321 52 279+", "moc.elpmaxe//:sptth", an
// account with its country at the end, a card in fours whose check digit comes first.
func endsFirst(b []byte) bool {
	capitals, digits := 0, 0
	for i, c := range b {
		switch {
		case isDigit(c):
			digits++
			continue
		case c == ' ' || c == '-':
			continue
		case c == '+' && digits >= 9 && (i+1 == len(b) || !isWordByte(b[i+1])):
			return true
		case is(c, clUpper):
			closed := i+1 == len(b) || !isWordByte(b[i+1])
			if closed && i > 2 && is(b[i-1], clLower) && is(b[i-2], clLower) {
				if capitals++; capitals > 1 {
					return true
				}
			}
			if closed && digits >= 12 && is(b[i-1], clUpper) {
				return true
			}
			if digits >= 12 {
				continue
			}
		case c == '/' && bytes.HasPrefix(b[i:], []byte("//:")):
			return true
		}
		digits = 0
	}
	return bytes.HasSuffix(bytes.TrimRight(b, "\"' ,;}])"), []byte("Jye")) || foursBackwards(b)
}

// foursBackwards finds four groups of four digits that are a card from right to left and none from left to right.
func foursBackwards(b []byte) bool {
	for i := 0; i+19 <= len(b); i++ {
		if !isDigit(b[i]) || i > 0 && isWordByte(b[i-1]) || isWordByte(b[i+4]) || i+19 < len(b) && isWordByte(b[i+19]) {
			continue
		}
		var forward, turned [16]byte
		n := 0
		for k := 0; k < 19; k++ {
			c := b[i+k]
			if k%5 == 4 {
				if c != b[i+4] {
					break
				}
				continue
			}
			if !isDigit(c) {
				break
			}
			forward[n], turned[15-n] = c, c
			n++
		}
		if n == 16 && isCard(turned[:]) && !isCard(forward[:]) {
			return true
		}
	}
	return false
}
