package scrub

import "strings"

// The roles a word may play for the detectors.
const (
	roleContext uint32 = 1 << iota // stands before a name
	roleFirst                      // a given name
	roleLast                       // a family name
	roleNotName                    // follows a context word without being a name
	roleStreet                     // belongs to an address
	roleSecret                     // what a secret is called
	roleNumber                     // starts a phrase that says what a number is
	roleBank                       // announces the code of a bank
	roleAt                         // an @ read aloud
	roleDigit                      // a digit read aloud
	roleQuote                      // of the phrases with which databases quote values
	roleScheme                     // an authentication scheme
)

// roleAnnounces is of the words that say what form follows: an account, an application, a device, an address of a machine. The bits
// between are those of ciphers.
const roleAnnounces uint32 = 1 << 16

const lexiconSlots = 1 << 16

// lexicon maps the hash of a folded word to the roles it may play; a role is confirmed by the list it comes from.
var lexicon = func() *[lexiconSlots]uint32 {
	t := new([lexiconSlots]uint32)
	add := func(word string, role uint32) { t[lexiconSlot(foldedHash([]byte(word)))] |= role }
	each := func(set map[string]bool, role uint32) {
		for w := range set {
			add(w, role)
		}
	}
	for w := range nameContexts {
		add(w, roleContext)
	}
	each(firstLatin, roleFirst)
	each(firstOther, roleFirst)
	each(lastLatin, roleLast)
	each(lastOther, roleLast)
	each(notNames, roleNotName)
	each(secretWords, roleSecret)
	for w := range streetWords {
		add(w, roleStreet)
	}
	for w := range contextsByWord {
		add(w, roleNumber)
	}
	for w := range announcements {
		add(w, roleNumber)
	}
	for w := range digitWords {
		add(w, roleDigit)
	}
	for w := range authSchemes {
		add(w, roleScheme)
	}
	for _, q := range quoting {
		for _, w := range strings.FieldsFunc(q.phrase, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') }) {
			if len(w) > 2 {
				add(w, roleQuote)
			}
		}
	}
	for _, set := range []map[string]bool{accountWords, mentionWords, appWords, phoneShort, machineWords, deviceWords} {
		each(set, roleAnnounces)
	}
	cipherForms(add)
	add("key", roleSecret)
	add("swift", roleBank)
	add("bic", roleBank)
	for _, w := range []string{"at", "שטרודל", "כרוכית", "arroba", "chiocciola"} {
		add(w, roleAt)
	}
	return t
}()

func lexiconSlot(h uint32) uint32 { return (h ^ h>>13) & (lexiconSlots - 1) }

// charset says which bytes a text holds.
type charset [4]uint64

func charsetOf(b []byte) (c charset) {
	for _, x := range b {
		c[x>>6] |= 1 << (x & 63)
	}
	return
}

func (c *charset) has(x byte) bool { return c[x>>6]&(1<<(x&63)) != 0 }

func (c *charset) any(chars string) bool {
	for i := 0; i < len(chars); i++ {
		if c.has(chars[i]) {
			return true
		}
	}
	return false
}

// digit reports whether a digit is among the bytes.
func (c *charset) digit() bool { return c[0]>>'0'&0x3ff != 0 }

// high reports whether a byte outside ASCII is.
func (c *charset) high() bool { return c[2]|c[3] != 0 }
