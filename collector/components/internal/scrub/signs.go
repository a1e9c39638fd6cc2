package scrub

import "strings"

// Signs say what a value may be a part of, when its neighbour is one too.
type Signs uint8

// SignFragment is a part of a number.
const SignFragment Signs = 1 << 0

const (
	signEncoded Signs = 2 << iota // of an encoded text
	signStart                     // it starts or cuts a value: one neighbour of any kind is enough
	signRest                      // it was found by itself: its neighbour may be the rest
)

// signsOf looks at one value by itself.
func signsOf(p string) (signs Signs) {
	if p != "" && p[0] == '[' && (cutSecret(p) != None || p == markers[IP] || p == markers[Name] || p == markers[Phone] || p == markers[Card]) {
		return signRest
	}
	if IsFragment(p) {
		signs |= SignFragment
	}
	if len(p) >= minToken/2 && looksEncoded(p) {
		signs |= signEncoded
	}
	if startsSecret(p) || strings.IndexByte(p, '@') >= 0 {
		signs |= signStart
	}
	return signs
}

// Signs gives the signs of a value; those of the text of the last call are known.
func (s *Scanner) Signs(v string) Signs {
	if s.seen != nil && s.seen.value == v {
		return s.seen.signs
	}
	return signsOf(v)
}

// With reports whether two neighbours may be parts of one value.
func (g Signs) With(next Signs) bool {
	return g&next != 0 || (g|next)&(signStart|signRest) != 0
}
