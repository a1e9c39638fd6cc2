package scrub

import "crypto/sha256"

// The alphabets of Bitcoin.
var base58, bech32Alphabet = bigAlphabets[0], base32Alphabets[4]

// The lengths of the tokens that may be an address or a key of a wallet.
const (
	minWallet = 26
	maxWallet = 112  // an extended key
	maxBech32 = 1024 // an invoice of Lightning
	ethWallet = 42   // 0x and forty hexadecimal digits
)

// walletWords say that the token behind them is the address of a wallet.
var walletWords = words(`wallet wallets btc bitcoin eth ethereum ether usdt usdc crypto payout ltc litecoin tron trx solana sol xrp doge ארנק ביטקוין محفظة`)

// wallets finds the addresses and keys of wallets: those that hold a checksum (base58check, bech32), and others behind a word for them.
func (r *reading) wallets() {
	b := r.b
	for lo := 0; lo < len(b); {
		if !isAlnum(b[lo]) {
			lo++
			continue
		}
		hi := lo
		for hi < len(b) && isAlnum(b[hi]) {
			hi++
		}
		if n := hi - lo; n >= minWallet && n <= maxBech32 && r.s.spend(n) {
			switch size := base58Check(b[lo:hi]); {
			case size == 21 || bech32(b[lo:hi]):
				r.add(lo, hi, BankAccount)
			case size == 33 || size == 34 || size == 78:
				r.add(lo, hi, Secret) // a private key, an extended key
			case r.walletBefore(lo) && walletShape(b[lo:hi]):
				r.add(lo, hi, BankAccount)
			}
		}
		lo = hi
	}
}

// walletBefore looks for a word for wallets within two words before lo.
func (r *reading) walletBefore(lo int) bool {
	b, i := r.b, lo
	for step := 0; step < 3; step++ {
		for i > 0 && lo-i < 48 && !isWordByte(b[i-1]) && b[i-1] != '\n' {
			i--
		}
		hi := i
		for i > 0 && hi-i < 24 && isWordByte(b[i-1]) {
			i--
		}
		if i == hi {
			return false
		}
		if walletWords[foldLong(b[i:hi])] {
			return true
		}
	}
	return false
}

// walletShape tells a token without a checksum that this package knows: an address of Ethereum, or base58 of the usual lengths.
func walletShape(b []byte) bool {
	if len(b) == ethWallet && b[0] == '0' && lower(b[1]) == 'x' {
		for _, c := range b[2:] {
			if !is(c, clHex) {
				return false
			}
		}
		return true
	}
	caps, digits := 0, 0
	for _, c := range b {
		if base58.value[c] < 0 {
			return false
		}
		if isDigit(c) {
			digits++
		} else if is(c, clUpper) {
			caps++
		}
	}
	return len(b) <= 44 && digits > 1 && caps > 1
}

// base58Check returns how many bytes stand before the checksum of a text in base58check, 0 when it is none.
func base58Check(b []byte) int {
	digits := 0
	if len(b) > maxWallet {
		return 0
	}
	for _, c := range b {
		if base58.value[c] < 0 {
			return 0
		}
		if isDigit(c) {
			digits++
		}
	}
	if digits == 0 {
		return 0
	}
	zeros := 0
	for zeros < len(b) && b[zeros] == '1' {
		zeros++
	}
	raw := append(make([]byte, zeros), base58.bigNumber(b)...)
	if len(raw) < 25 {
		return 0
	}
	payload, sum := raw[:len(raw)-4], raw[len(raw)-4:]
	first := sha256.Sum256(payload)
	second := sha256.Sum256(first[:])
	if string(second[:4]) != string(sum) {
		return 0
	}
	return len(payload)
}

// bech32 reports whether a word has the form and the checksum of bech32 or bech32m: a prefix, 1, and letters and digits of its alphabet.
func bech32[T string | []byte](b T) bool {
	one := -1
	for i := 0; i < len(b); i++ {
		if c := b[i]; c == '1' {
			one = i
		} else if is(c, clUpper) != is(b[0], clUpper) && !isDigit(c) {
			return false
		}
	}
	if one < 1 || one > 16 || len(b) > maxBech32 || len(b)-one < 20 {
		return false
	}
	sum := uint32(1)
	step := func(v uint32) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ v
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for i := 0; i < one; i++ {
		step(uint32(lower(b[i])) >> 5)
	}
	step(0)
	for i := 0; i < one; i++ {
		step(uint32(lower(b[i])) & 31)
	}
	for i := one + 1; i < len(b); i++ {
		v := bech32Alphabet.value[b[i]]
		if v < 0 {
			return false
		}
		step(uint32(v))
	}
	return sum == 1 || sum == 0x2bc830a3
}
