package scrub

import (
	"bytes"
	"net/netip"
)

// addresses finds IPv4 and IPv6 addresses; whether private ones are masked is the operator's choice.
func (r *reading) addresses() {
	b := r.b
	for i := 0; i < len(b); i++ {
		switch {
		case isDigit(b[i]) && (i == 0 || !isAlnum(b[i-1]) && b[i-1] != '.'):
			if hi := r.ipv4(i); hi > 0 {
				i = hi - 1
			}
		case (is(b[i], clHex) || b[i] == ':') && (i == 0 || !isWordByte(b[i-1]) && b[i-1] != '.' && (b[i-1] != ':' || labelEnds(b, i-1))):
			if hi := r.ipv6(i); hi > 0 {
				i = hi - 1
			}
		}
		if isDigit(b[i]) && i+1 < len(b) {
			if hi := r.ipv6At(i); hi > 0 {
				i = hi - 1
			}
		}
	}
}

func (r *reading) ipv6At(i int) int {
	if i > 0 && (isWordByte(r.b[i-1]) || r.b[i-1] == '.' || r.b[i-1] == ':' && !labelEnds(r.b, i-1)) {
		return 0
	}
	return r.ipv6(i)
}

// labelEnds tells the colon behind a word ("note:2001:db8::1") from one inside an address.
func labelEnds(b []byte, i int) bool { return i > 0 && isAlpha(b[i-1]) && !is(b[i-1], clHex) }

func (r *reading) ipv4(lo int) int {
	b := r.b
	i, dots, value, n := lo, 0, 0, 0
	for ; i < len(b); i++ {
		if isDigit(b[i]) {
			if value = value*10 + int(b[i]-'0'); value > 255 {
				return 0
			}
			if n++; n > 3 {
				return 0
			}
			continue
		}
		if b[i] != '.' || n == 0 || dots == 3 || i+1 >= len(b) || !isDigit(b[i+1]) {
			break
		}
		dots++
		value, n = 0, 0
	}
	if dots != 3 || n == 0 || i < len(b) && (isWordByte(b[i]) || b[i] == '.' && i+1 < len(b) && isDigit(b[i+1])) {
		return 0
	}
	addr, err := netip.ParseAddr(string(b[lo:i]))
	if err != nil || !r.masked(addr) || r.isVersion(lo, i) {
		return 0
	}
	r.add(lo, i, IP)
	return i
}

// isVersion tells "Chrome/120.0.0.0", "v1.2.3.4" and "1.2.3.4-beta" from addresses.
func (r *reading) isVersion(lo, hi int) bool {
	if r.key.keep == TypeVersion {
		return true
	}
	b := r.b
	if hi+1 < len(b) && (b[hi] == '-' || b[hi] == '+') && isAlpha(b[hi+1]) {
		return true
	}
	if lo == 0 {
		return false
	}
	i := lo - 1
	switch c := b[i]; {
	case c == '/':
		end := i
		for i > 0 && (isAlpha(b[i-1]) || b[i-1] == '-' || b[i-1] == '_') {
			i--
		}
		return i < end && (i == 0 || b[i-1] == ' ' || b[i-1] == '(' || b[i-1] == ';' || b[i-1] == '"')
	case c == 'v' || c == 'V':
		return true
	}
	for i > 0 && (b[i] == ' ' || b[i] == '=' || b[i] == ':' || b[i] == '"' || b[i] == '@' || b[i] == '-' || b[i] == 'v') {
		if b[i] == '@' && i > 0 && isWordByte(b[i-1]) {
			return !bytes.Contains(b[max(0, lo-64):lo], []byte("://"))
		}
		i--
	}
	end := i + 1
	for i >= 0 && isAlpha(b[i]) {
		i--
	}
	switch foldString(b[i+1 : min(end, i+17)]) {
	case "version", "ver", "release", "build", "v", "upgrade", "upgraded", "semver", "tag", "firmware", "sdk", "runtime", "driver":
		return true
	}
	return false
}

func (r *reading) ipv6(lo int) int {
	b := r.b
	i, colons, double := lo, 0, false
	for i < len(b) && i-lo < 64 && (is(b[i], clHex) || b[i] == ':' || b[i] == '.') {
		if b[i] == ':' {
			colons++
			double = double || i > lo && b[i-1] == ':'
		}
		i++
	}
	if colons < 2 || !double && colons < 7 || i-lo < 4 {
		return 0
	}
	for i > lo && (b[i-1] == '.' || b[i-1] == ':' && (i < lo+2 || b[i-2] != ':')) {
		i--
	}
	if i < len(b) && isWordByte(b[i]) {
		return 0
	}
	addr, err := netip.ParseAddr(string(b[lo:i]))
	if err != nil || !addr.Is6() {
		return 0
	}
	digit, groups := false, 1
	for _, c := range b[lo:i] {
		digit = digit || isDigit(c)
		if c == ':' {
			groups++
		}
	}
	if !digit || groups < 4 && double && !(hasFoldPrefix(b[lo:], "2") || hasFoldPrefix(b[lo:], "fe80") || b[lo] == ':' && !isAlnum(b[max(lo-1, 0)])) {
		return 0
	}
	hi := i
	if i < len(b) && b[i] == '%' { // zone
		for hi++; hi < len(b) && isAlnum(b[hi]); hi++ {
		}
	}
	if !r.masked(addr) {
		return 0
	}
	r.add(lo, hi, IP)
	return hi
}

// masked applies the policy: loopback, link-local, private and unspecified addresses stay unless all are masked.
func (r *reading) masked(a netip.Addr) bool {
	if r.s.engine.rules.AllIPs {
		return true
	}
	a = a.Unmap()
	return !(a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified() || a.IsMulticast() || a == netip.AddrFrom4([4]byte{255, 255, 255, 255}))
}

// kept reports whether a text is an address that the policy leaves.
func (r *reading) kept(v []byte) bool {
	addr, err := netip.ParseAddr(string(v))
	return err == nil && !r.masked(addr)
}

// dashed finds an address in the name of a host: ip-203-0-113-7.example.com, 203-0-113-7.dynamic.example.net.
func (r *reading) dashed() {
	b, g := r.b, r.groups
	for i := 0; i+3 < len(g); i++ {
		ok := g[i].len() <= 3 && r.boundary(g[i].lo)
		for k := i; k < i+3 && ok; k++ {
			ok = g[k+1].len() <= 3 && g[k+1].lo == g[k].hi+1 && b[g[k].hi] == '-'
		}
		if !ok {
			continue
		}
		lo, hi := g[i].lo, g[i+3].hi
		named := lo > 2 && b[lo-1] == '-' && isAlpha(b[lo-2]) || hi+1 < len(b) && b[hi] == '.' && isAlpha(b[hi+1])
		if !named || hi < len(b) && (isWordByte(b[hi]) || b[hi] == '-' && hi+1 < len(b) && isDigit(b[hi+1])) {
			continue
		}
		text := make([]byte, 0, 16)
		for _, c := range b[lo:hi] {
			if c == '-' {
				c = '.'
			}
			text = append(text, c)
		}
		if addr, err := netip.ParseAddr(string(text)); err == nil && r.masked(addr) {
			r.add(lo, hi, IP)
			i += 3
		}
	}
}

// dottedMAC finds the form of network devices: 001a.2b3c.4d5e.
func (r *reading) dottedMAC() {
	b := r.b
	for i := 4; i+10 <= len(b); i++ {
		if b[i] != '.' || b[i+5] != '.' || !r.boundary(i-4) || !r.ends(i+10) || i > 4 && b[i-5] == '.' || i+10 < len(b) && b[i+10] == '.' {
			continue
		}
		letters, digits, ok := 0, 0, true
		for k := i - 4; k < i+10 && ok; k++ {
			if k == i || k == i+5 {
				continue
			}
			ok = is(b[k], clHex)
			if isDigit(b[k]) {
				digits++
			} else {
				letters++
			}
		}
		if ok && letters > 1 && digits > 1 {
			r.add(i-4, i+10, MAC)
		}
	}
}

// hardware finds MAC addresses: six pairs of hexadecimal digits with one separator.
func (r *reading) hardware() {
	b := r.b
	for i := 0; i+17 <= len(b); i++ {
		if sep := b[i+2]; sep != ':' && sep != '-' || !is(b[i], clHex) {
			continue
		}
		if i > 0 && (isWordByte(b[i-1]) || b[i-1] == b[i+2]) || i+17 < len(b) && (isWordByte(b[i+17]) || b[i+17] == b[i+2]) {
			continue
		}
		ok, letters := true, 0
		for k := 0; k < 17 && ok; k++ {
			if k%3 == 2 {
				ok = b[i+k] == b[i+2]
			} else {
				ok = is(b[i+k], clHex)
				if isAlpha(b[i+k]) {
					letters++
				}
			}
		}
		if ok && (letters > 0 || b[i+2] == ':') {
			r.add(i, i+17, MAC)
			i += 16
		}
	}
}
