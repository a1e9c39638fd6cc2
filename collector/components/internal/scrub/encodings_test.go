package scrub

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"
)

// encoders write a text in another form that a reader (or a machine) undoes.
var encoders = []struct {
	name string
	f    func(string) string
}{
	{"percent", percentAll}, {"percent twice", func(s string) string { return url.QueryEscape(url.QueryEscape(s)) }}, {"query", url.QueryEscape}, {"path", url.PathEscape},
	{"percent of every byte, twice", func(s string) string { return percentAll(percentAll(s)) }},
	{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
	{"base64url", func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) }},
	{"base64 unpadded", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }},
	{"base64 shifted one", func(s string) string { return base64.StdEncoding.EncodeToString([]byte("=" + s + " z")) }},
	{"base64 shifted two", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(" <" + s + ">")) }},
	{"base64 of json", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(`{"a":1,"b":"` + s + `"}`)) }},
	{"base64 twice", func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte(s))))
	}},
	{"base64 of gzip", func(s string) string { return base64.StdEncoding.EncodeToString(gzipped("user " + s + " paid")) }},
	{"base64 of deflate", func(s string) string { return base64.StdEncoding.EncodeToString(deflated("user " + s + " paid")) }},
	{"base64 of zlib", func(s string) string { return base64.StdEncoding.EncodeToString(zlibbed("user " + s + " paid")) }},
	{"base64 of utf-16", func(s string) string { return base64.StdEncoding.EncodeToString(utf16le(s)) }},
	{"hex", func(s string) string { return hex.EncodeToString([]byte(s)) }}, {"HEX", func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }},
	{"hex with colons", func(s string) string { return hexJoined(s, ":") }}, {"hex with spaces", func(s string) string { return hexJoined(s, " ") }},
	{"json unicode", func(s string) string { return escaped(s, `\u%04x`) }}, {"json unicode twice", func(s string) string { return strings.ReplaceAll(escaped(s, `\u%04x`), `\`, `\\`) }},
	{"javascript braces", func(s string) string { return escaped(s, `\u{%x}`) }}, {"percent u", func(s string) string { return escaped(s, "%%u%04x") }},
	{"html decimal", func(s string) string { return escaped(s, "&#%d;") }}, {"html hex", func(s string) string { return escaped(s, "&#x%x;") }},
	{"backslash x", func(s string) string { return bytesAs(s, `\x%02x`) }}, {"octal", func(s string) string { return bytesAs(s, `\%03o`) }},
	{"quoted-printable", func(s string) string { return bytesAs(s, "=%02X") }},
	{"full width", func(s string) string { return mapped(s, func(r rune) rune { return r - '!' + 0xff01 }) }},
	{"zero width", func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") }}, {"soft hyphen", func(s string) string { return strings.Join(strings.Split(s, ""), "\u00ad") }},
	{"bidi", func(s string) string { return "\u202a" + s + "\u202c" }}, {"combining", func(s string) string { return strings.Join(strings.Split(s, ""), "\u0301") }},
	{"decimal bytes", func(s string) string { return strings.Trim(fmt.Sprint([]byte(s)), "[]") }}, {"base32", func(s string) string { return base32.StdEncoding.EncodeToString([]byte(s)) }},
	{"percent of base64", func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) }},
	{"json string in json string", func(s string) string { return `{"body":"{\"v\":\"` + s + `\"}"}` }},
	{"jwt payload", func(s string) string {
		return "aaaa." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"1","x":"`+s+`"}`)) + ".bbbb"
	}},
	{"mime base64", func(s string) string {
		return folded(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("harmless text before it ", 4) + s + strings.Repeat(" and after it", 3))))
	}},
}

func percentAll(s string) string { return bytesAs(s, "%%%02X") }
func bytesAs(s, format string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}
func escaped(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		if r > 0xffff && strings.Contains(format, "04x") {
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, format, hi)
			r = lo
		}
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}
func mapped(s string, f func(rune) rune) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return f(r)
		}
		return r
	}, s)
}
func hexJoined(s, sep string) string {
	parts := make([]string, len(s))
	for i := range parts {
		parts[i] = hex.EncodeToString([]byte{s[i]})
	}
	return strings.Join(parts, sep)
}
func folded(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += 76 {
		b.WriteString(s[i:min(len(s), i+76)] + "\r\n")
	}
	return b.String()
}
func gzipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.Bytes()
}
func zlibbed(s string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.Bytes()
}
func deflated(s string) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.Bytes()
}
func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// packed encodings are recognised as a whole or not at all: no part of them shows a value.
func packed(name string) bool {
	return name == "base64 of gzip" || name == "base64 of deflate" || name == "base64 of zlib" || name == "mime base64"
}

// leaksEncoded reports whether the encoding of six characters of value, or eighteen bytes of its encoding, are left.
func leaksEncoded(out, value string, encode func(string) string) bool {
	full := encode(value)
	runes := []rune(value)
	n := min(6, len(runes))
	for i := 0; i+n <= len(runes); i++ {
		if strings.Contains(out, encode(string(runes[i:i+n]))) {
			return true
		}
	}
	if strings.ContainsAny(full, "%\\&=:{ \u0301\u200b\u00ad") {
		return false
	}
	for i := 0; i+18 <= len(full); i++ {
		if strings.Contains(out, full[i:i+18]) {
			return true
		}
	}
	return false
}

func TestFindsEveryKindInEveryEncoding(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, p := range positives {
		for _, e := range encoders {
			total, missed, example := 0, 0, ""
			for _, value := range p.values {
				for _, text := range p.texts {
					plain := strings.ReplaceAll(text, "%s", value)
					for _, in := range []string{e.f(plain), "before " + e.f(plain) + " after", `{"x":"` + e.f(plain) + `"}`} {
						s.StartItem()
						total++
						out, _ := s.Text(nil, in)
						if leaks(out, value) || !packed(e.name) && leaksEncoded(out, value, e.f) || out == in {
							missed++
							if example == "" {
								example = fmt.Sprintf("%q (%q) became %q", in, plain, out)
							}
						}
					}
				}
			}
			if missed > 0 {
				t.Errorf("%s in %s: %d of %d leak: %s", p.kind, e.name, missed, total, example)
			}
		}
	}
}
