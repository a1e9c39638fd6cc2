package scrub

import "strings"

// typed maps the last words of keys whose values are no personal data to the shape of those values.
var typed = func() map[string]Type {
	m := map[string]Type{}
	add := func(t Type, list ...string) {
		for _, p := range list {
			m[p] = t
		}
	}
	add(TypeHex, "trace id", "traceid", "span id", "spanid", "parent span id", "parent id", "sha", "commit", "commit sha", "git sha", "digest",
		"image digest", "container id", "image id", "build sha", "revision", "head revision", "sha1", "sha256", "sha512", "md5", "checksum", "traceparent", "baggage id")
	add(TypeRoute, "http route", "route", "url template", "next route", "page route", "route pattern")
	add(TypeVersion, "version", "user agent", "user agent original", "user agent version", "semver", "release", "http user agent", "browser version", "os version")
	add(TypeOpaque, "image", "thumbnail", "icon", "favicon", "logo", "sprite", "nonce", "csp nonce", "integrity", "etag", "hash", "wasm", "wasm hash",
		"if none match", "blurdataurl", "blur data url", "placeholder image", "content hash", "png", "svg", "font", "image data", "source map", "sourcemap", "base64 image")
	add(TypeCode, "context line", "pre context", "post context")
	add(TypeID, "uuid", "guid", "ulid", "sku", "sequence", "seq", "offset", "timestamp", "time unix nano", "epoch", "created at", "updated at", "barcode type",
		"invoice", "order", "invoice number", "order number", "order no", "order ref", "price", "amount", "total", "size", "bytes", "duration", "count", "ms", "ns", "us", "port", "length", "line", "column", "pid", "tid", "build", "index", "quantity", "qty", "lineno", "number of", "at", "time", "ts", "limit")
	return m
}()

// scannedIDs are the owners whose "id" may well be an e-mail address, a phone or an identity number.
var scannedIDs = words(`user enduser customer client contact account person patient member subscriber buyer attendee guest passenger visitor employee
	national personal government citizen identity owner participant student login recipient payer payee holder applicant usr cust external sender uid`)

func builtinType(segments []string) Type {
	n := len(segments)
	if n == 0 {
		return TypeNone
	}
	for take := min(3, n); take > 0; take-- {
		if t, ok := typed[strings.Join(segments[n-take:], " ")]; ok {
			return t
		}
	}
	switch segments[n-1] {
	case "id", "ids":
		if n > 1 && !scannedIDs[segments[n-2]] {
			return TypeID
		}
	}
	return TypeNone
}

// fits reports whether a value is plainly of the type, so that nothing in it needs reading.
func (t Type) fits(v string) bool {
	switch t {
	case TypeHex:
		return isHexID(v)
	case TypeRoute:
		return isRoute(v)
	}
	return false
}

func isHexID(v string) bool {
	for _, prefix := range []string{"sha256:", "sha512:", "sha1:", "md5:"} {
		v = strings.TrimPrefix(v, prefix)
	}
	if len(v) < 7 || len(v) > 128 {
		return false
	}
	for i := 0; i < len(v); i++ {
		if !is(v[i], clHex) && v[i] != '-' {
			return false
		}
	}
	switch digits := isNumeric(v); {
	case digits:
		return len(v) == 16 || len(v) == 32
	default:
		return !looksHexText(v)
	}
}

// looksHexText reports whether hexadecimal digits spell readable text.
func looksHexText(v string) bool {
	if len(v)%2 != 0 {
		return false
	}
	readable := 0
	for i := 0; i+1 < len(v); i += 2 {
		hi, lo := hexValue(v[i]), hexValue(v[i+1])
		if c := hi<<4 | lo; hi >= 0 && lo >= 0 && c >= 0x20 && c < 0x7f {
			readable++
		}
	}
	return readable*10 >= len(v)/2*9
}

func isRoute(v string) bool {
	run := 0
	for i := 0; i < len(v); i++ {
		c := v[i]
		if isDigit(c) {
			if run++; run > 4 {
				return false
			}
			continue
		}
		run = 0
		if isAlpha(c) {
			continue
		}
		switch c {
		case '@':
			if i > 0 && v[i-1] != '/' {
				return false
			}
		case '/', '_', '-', '.', '[', ']', '{', '}', ':', '*', '(', ')', '$', ' ':
		default:
			return false
		}
	}
	return true
}

// belowKind masks everything below a container key: each cookie, each bound parameter.
func belowKind(segments []string) Kind {
	for i := 0; i+1 < len(segments); i++ {
		switch s, next := segments[i], segments[i+1]; {
		case (s == "cookie" || s == "cookies") && next != "count" && next != "size":
			return Cookie
		case s == "query" && next == "parameter" && i+2 < len(segments):
			return Literal
		case s == "graphql" && next == "variables" && i+2 < len(segments):
			return Variables
		}
	}
	return None
}

func isQueryKey(segments []string) bool {
	switch strings.Join(segments[max(0, len(segments)-2):], " ") {
	case "query text", "db statement", "db query", "sql query", "graphql document", "graphql query", "graphql source", "redis command", "db command":
		return true
	}
	n := len(segments)
	return n > 0 && (segments[n-1] == "sql" || segments[n-1] == "statement")
}

// isPathKey tells keys of file paths; "url path" and "path" alone are routes as a rule.
func isPathKey(segments []string) bool {
	switch strings.Join(segments[max(0, len(segments)-2):], " ") {
	case "abs path", "file path", "code filepath", "executable path", "working directory", "code file", "source file", "log file", "file name", "module filename", "process cwd":
		return true
	}
	if n := len(segments); n > 0 {
		switch segments[n-1] {
		case "filename", "filepath", "cwd", "dirname", "directory", "workdir", "argv", "stacktrace", "stack":
			return true
		}
	}
	return false
}

func isPersonKey(segments []string) bool {
	n := len(segments)
	return n > 0 && (personWords[segments[n-1]] || personWords[strings.TrimSuffix(segments[n-1], "s")]) && segments[n-1] != "client" && segments[n-1] != "clients"
}

// wantsText reports whether a text under a masked key is masked: everything but words that say there is no value.
func (k *Key) wantsText(v string) bool { return !isPlaceholder(v) }

// placeholders are values that stand for the absence of a value.
var placeholders = words(`true false null undefined none nil required invalid missing expired empty ok yes no nan n/a na unset unknown optional
	string number boolean integer text any never void redacted filtered removed hidden masked [redacted] [filtered] *** ****** ? ?? $1 $2 $3 %s %d %v`)

func isPlaceholder(v string) bool {
	if len(v) > 12 {
		return false
	}
	return placeholders[strings.ToLower(v)]
}
