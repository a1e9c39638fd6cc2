package scrub

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// bigBase writes a text as one number in a base.
func bigBase(text, alphabet string) (out string) {
	v, base, digit := new(big.Int).SetBytes([]byte(text)), big.NewInt(int64(len(alphabet))), new(big.Int)
	for v.Sign() > 0 {
		v.DivMod(v, base, digit)
		out = alphabet[digit.Int64():digit.Int64()+1] + out
	}
	return out
}

// bitBase writes five bits as one character.
func bitBase(text, alphabet string) string {
	var bits, out strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&bits, "%08b", text[i])
	}
	for s := bits.String() + "0000"; len(s) >= 5; s = s[5:] {
		v := 0
		for _, c := range s[:5] {
			v = v<<1 | int(c-'0')
		}
		out.WriteByte(alphabet[v])
	}
	return out.String()
}

func writeBase45(text string) (out string) {
	const alphabet = digits10 + upper26 + " $%*+-./:"
	for ; len(text) > 1; text = text[2:] {
		v := int(text[0])<<8 | int(text[1])
		out += string([]byte{alphabet[v%45], alphabet[v/45%45], alphabet[v/2025]})
	}
	if len(text) == 1 {
		out += string([]byte{alphabet[text[0]%45], alphabet[text[0]/45]})
	}
	return out
}

func eachByte(text, format, between string) string {
	parts := make([]string, len(text))
	for i := range parts {
		parts[i] = fmt.Sprintf(format, text[i])
	}
	return strings.Join(parts, between)
}

func turned(text string) string {
	b := []byte(text)
	slices.Reverse(b)
	return string(b)
}

func writeMorse(text string) string {
	codes := map[byte]string{}
	for code, c := range morseCodes {
		codes[c] = code
	}
	parts := make([]string, len(text))
	for i := range parts {
		if parts[i] = codes[text[i]]; parts[i] == "" {
			parts[i] = "/"
		}
	}
	return strings.Join(parts, " ")
}

// Alphabets and syntaxes that are no encoding of a whole text in the corpus, on values whose case does not matter.
func TestReadsOtherAlphabets(t *testing.T) {
	for name, encode := range map[string]func(string) string{
		"z-base-32":             func(s string) string { return bitBase(s, "ybndrfg8ejkmcpqxot1uwisza345h769") },
		"bech32":                func(s string) string { return bitBase(s, "qpzry9x8gf2tvdw0s3jn54khce6mua7l") },
		"base36":                func(s string) string { return bigBase(s, digits10+lower26) },
		"base36 in capitals":    func(s string) string { return bigBase(s, digits10+upper26) },
		"base62, letters first": func(s string) string { return bigBase(s, upper26+lower26+digits10) },
		"one decimal number":    func(s string) string { return bigBase(s, digits10) },
		"base45":                writeBase45,
		"Morse":                 writeMorse,
		"base64 from its end":   func(s string) string { return turned(base64.StdEncoding.EncodeToString([]byte(s))) },
		"u0040":                 func(s string) string { return eachByte(s, "u%04x", "") },
		"0x40 without blanks":   func(s string) string { return eachByte(s, "0x%02x", "") },
		"40h":                   func(s string) string { return eachByte(s, "%02Xh", " ") },
		"#40":                   func(s string) string { return eachByte(s, "#%02x", "") },
		"octal with 0o":         func(s string) string { return eachByte(s, "0o%o", ", ") },
		"octal in braces":       func(s string) string { return eachByte(s, `\o{%o}`, "") },
		"binary with 0b":        func(s string) string { return eachByte(s, "0b%08b", ",") },
		"seven bits":            func(s string) string { return eachByte(s, "%07b", " ") },
	} {
		s := newScanner(t, Rules{})
		for _, text := range []string{"user dana.levi@example.com failed", "paid with 4111111111111111 today", "call +972-50-1234567 now"} {
			s.StartItem()
			in := encode(text)
			if out, _ := s.Text(nil, in); out == in || strings.Contains(out, in[len(in)/3:len(in)*2/3]) {
				t.Errorf("%s: %q (%q) became %q", name, in, text, out)
			}
		}
	}
}

func TestReadsDigitsInWords(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{
		"zéro cinq zéro un deux trois quatre cinq six sept", "null fünf null eins zwei drei vier fünf sechs sieben", "cero cinco cero uno dos tres cuatro cinco seis siete",
		"ноль пять ноль один два три четыре пять шесть семь", "صفر خمسة صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة", "ZeroFiveZeroOneTwoThreeFourFiveSixSeven", "zerofivezeroonetwothreefourfivesixseven",
		"〇五〇一二三四五六七", "〇Ⅴ〇ⅠⅡⅢⅣⅤⅥⅦ",
	} {
		s.StartItem()
		if out, _ := s.Text(nil, in); out != "[phone]" {
			t.Errorf("%q became %q", in, out)
		}
	}
}

func TestLeavesWhatOnlyLooksLikeAnAlphabetAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, in := range []string{
		"..... ----- .....", "- - - - - - - -", "1. 2. 3. 4. 5. 6. 7. 8.", "=== --- ... ---", "a - b - c - d - e", "one two three four", "three two one go", "fortwoandone",
		"GET /API/V1/ORDERS HTTP/1.1", "HALL A ROW 3 SEATS 12-15", "SHA-1 MD5 CRC32 AES256 RSA2048", "2026 2025 2024 2023 2022 2021 2020 2019", "ff00 00ff 1234 abcd dead beef cafe babe",
		"#ff0000 #00ff00 #0000ff #112233 #445566 #778899 #aabbcc #ddeeff", "us1 eu1 ap1 sa1 af1 me1 ca1", "10px 12px 14px 16px 18px 20px 24px", "cjld2cjxh0000qzrmn831i7rn", "01arz3ndektsv4rrffq69g5fav",
		"x << 2 | y << 3", "Root=1-57392143-7f1c5a4c616f40848544d05c", "224\t972\t29\t835\t804\t758", "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9",
	} {
		s.StartItem()
		if out, changed := s.Text(nil, in); changed {
			t.Errorf("%q became %q", in, out)
		}
	}
}

func TestReadsWhatIsAsShortAsAPhoneNumber(t *testing.T) {
	texts(t, map[string]string{
		"B46/Q69L6 47G%6": "[phone]",
		"user + ....- ....-   ..--- -----   --... ----- ----- ...--   ----- -.... --... ----- failed": "user [phone] failed",
		"see + ..-. .-. . .   ... . .- - ... now":                                                     "see + ..-. .-. . .   ... . .- - ... now", // free seats
		"ROW A+B SEATS 1-4: FREE":                                                                     "ROW A+B SEATS 1-4: FREE",
	})
}
