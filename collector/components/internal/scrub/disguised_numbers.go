package scrub

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"
)

// disguisedNumbers finds numbers that are not written as people or machines usually write them: an address as one number, a phone
// number with letters for digits. Only the word before them says what they are.
func (r *reading) disguisedNumbers() {
	b := r.b
	for i, w := range r.words {
		switch {
		case w.roles&roleAnnounces != 0 && w.hi-w.lo <= 24 && r.boundary(w.lo):
			text := foldLong(b[w.lo:w.hi])
			if machineWords[text] {
				r.oneNumberAddress(w.hi, text[0] != 'i', text[0] == 'a' && !hasFoldPrefix(b[max(0, w.lo-3):], "ip "))
			}
			if phoneShort[text] {
				if lo := r.valueAfter(w.hi, 12); lo > 0 {
					r.letteredPhone(lo)
				}
			}
		case (isDigit(b[w.lo]) || digitTwins[b[w.lo]] != 0) && r.boundary(w.lo) && (i == 0 || b[w.lo-1] != '-') && r.mixed(w.lo) && r.before(w.lo, phoneContext):
			r.letteredPhone(w.lo)
		}
	}
}

// phoneShort are words for a phone that other numbers follow too, so that they count only here.
var phoneShort = words("ph phn fon")

// machineWords stand before an address as one number.
var machineWords = words("ip ipv4 ipaddr ipaddress inet addr address client remote peer visitor")

// valueAfter walks over what may stand between a word and its value; 0 when there is none within reach.
func (r *reading) valueAfter(i, reach int) int {
	for lo := i; lo < len(r.b) && lo-i < reach; lo++ {
		switch c := r.b[lo]; c {
		case ' ', ':', '=', '"', '\'', '#', '.', '(', '+', '\t':
		default:
			if lo > i && isAlnum(c) {
				return lo
			}
			return 0
		}
	}
	return 0
}

// oneNumberAddress: ip 1424297037, ip 0x54E50C4D, ip 0x54.0xE5.0x0C.0x4D. Behind a word that other numbers follow too, a number that
// may be a time is none, and where it may be a place in memory, one in hexadecimal is none.
func (r *reading) oneNumberAddress(i int, counts, memory bool) {
	b, lo := r.b, r.valueAfter(i, 4)
	if lo == 0 {
		return
	}
	hi := lo
	for hi < len(b) && (isAlnum(b[hi]) || b[hi] == '.' && hi+1 < len(b) && isAlnum(b[hi+1])) {
		hi++
	}
	text := string(b[lo:hi])
	addr, ok := looseAddress(text)
	if !ok {
		n, err := strconv.ParseUint(text, 0, 32) // 0x and a leading 0 as programs read them
		if err != nil || len(text) < 8 || n < 1<<24 || text[0] == '0' && memory || text[0] != '0' && counts && n >= 15e8 && n < 21e8 {
			return
		}
		var four [4]byte
		binary.BigEndian.PutUint32(four[:], uint32(n))
		addr = netip.AddrFrom4(four)
	}
	if r.masked(addr) {
		r.add(lo, hi, IP)
	}
}

// looseAddress reads the other forms that programs take for an address: 0x54.0xE5.0x0C.0x4D, 0124.0345.014.0115, 84.15010893.
func looseAddress(s string) (addr netip.Addr, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) < 2 || len(parts) > 4 {
		return addr, false
	}
	total, based := uint64(0), false
	for i, part := range parts {
		bits := 8
		if i == len(parts)-1 {
			bits = 8 * (5 - len(parts))
		}
		n, err := strconv.ParseUint(part, 0, bits)
		if err != nil {
			return addr, false
		}
		based = based || len(part) > 1 && part[0] == '0' || n > 255
		total = total<<bits | n
	}
	if !based {
		return addr, false // four plain numbers are found everywhere, fewer are a version
	}
	var four [4]byte
	binary.BigEndian.PutUint32(four[:], uint32(total))
	return netip.AddrFrom4(four), true
}

// mixed reports whether a digit and a letter for one stand in the word at lo or in the next.
func (r *reading) mixed(lo int) bool {
	digit, letter := false, false
	for i := lo; i < len(r.b) && i-lo < maxLettered && (isDigit(r.b[i]) || digitTwins[r.b[i]] != 0 || r.b[i] == '-' || r.b[i] == ' '); i++ {
		digit = digit || isDigit(r.b[i])
		letter = letter || digitTwins[r.b[i]] != 0
	}
	return digit && letter
}

// digitTwins are the letters that people write, or readers of pictures take, for digits.
var digitTwins = [256]byte{'O': '0', 'o': '0', 'Q': '0', 'I': '1', 'l': '1', 'i': '1', '|': '1', 'S': '5', 's': '5', 'B': '8', 'Z': '2', 'z': '2'}

// Bounds of a phone number with letters in it.
const maxLettered, minPlainDigits = 20, 5

// letteredPhone: ph: O5O-1234567.
func (r *reading) letteredPhone(lo int) {
	b, hi := r.b, lo
	if !r.twinGroup(lo) {
		return // mobile BIOS 123456
	}
	var buf [maxLettered]byte
	d := buf[:0]
	letters, plain := 0, 0
	for ; hi < len(b) && len(d) < maxLettered; hi++ {
		c := b[hi]
		if isDigit(c) {
			plain++
			d = append(d, c)
			continue
		}
		if twin := digitTwins[c]; twin != 0 {
			letters++
			d = append(d, twin)
			continue
		}
		if c != '-' && c != ' ' && c != '.' && c != ')' && c != '(' || hi+1 >= len(b) || !isDigit(b[hi+1]) && (digitTwins[b[hi+1]] == 0 || c == ' ' && !r.twinGroup(hi+1)) {
			break
		}
	}
	if letters == 0 || plain < minPlainDigits || hi < len(b) && isWordByte(b[hi]) {
		return
	}
	if lo > 0 && b[lo-1] == '+' && callingCode(d) > 0 && len(d) > 8 || d[0] == '0' && israeli(d[1:]) || hasDigits(d, "972") && israeli(trimTrunk(d[3:])) || len(d) >= 9 && len(d) <= 12 && plain > letters {
		r.add(lo, hi, Phone)
	}
}

// twinGroup reports whether a digit stands in the group at i, so that it is no word.
func (r *reading) twinGroup(i int) bool {
	for ; i < len(r.b) && (isDigit(r.b[i]) || digitTwins[r.b[i]] != 0); i++ {
		if isDigit(r.b[i]) {
			return true
		}
	}
	return false
}
