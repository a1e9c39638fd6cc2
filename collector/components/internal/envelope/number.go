package envelope

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// numberKey marks a number that neither int64 nor float64 holds exactly: {"$number": "18446744073709551615"}. It stays a
// string that rules can read, and goes back to the wire as the number it was, unless a rule changed it.
const numberKey = "$number"

// exactDigits is how many significant decimal digits identify every float64.
const exactDigits = 17

// unpackNumbers replaces json.Number in place, and escapes objects that look like a number object with one more "$".
func unpackNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		return unpackNumber(string(v))
	case []any:
		for i := range v {
			v[i] = unpackNumbers(v[i])
		}
	case map[string]any:
		if key, text, ok := soleNumberKey(v); ok {
			delete(v, key)
			v["$"+key] = text
			return v
		}
		for key := range v {
			v[key] = unpackNumbers(v[key])
		}
	}
	return value
}

func unpackNumber(text string) any {
	if !strings.ContainsAny(text, ".eE") && text != "-0" {
		if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
			return whole
		}
		return map[string]any{numberKey: text}
	}
	digits := significantDigits(text)
	float, err := strconv.ParseFloat(text, 64)
	if err != nil || len(digits) > exactDigits || (float == 0 && digits != "") {
		return map[string]any{numberKey: text}
	}
	return float
}

func significantDigits(text string) string {
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	return strings.Trim(strings.Replace(strings.TrimPrefix(mantissa, "-"), ".", "", 1), "0")
}

// packNumbers is the inverse of unpackNumbers.
func packNumbers(value any) any {
	switch v := value.(type) {
	case float64:
		return packFloat(v)
	case []any:
		for i := range v {
			v[i] = packNumbers(v[i])
		}
	case map[string]any:
		key, text, ok := soleNumberKey(v)
		switch {
		case ok && key != numberKey:
			return map[string]any{key[1:]: text}
		case ok && isNumber(text):
			return json.Number(text)
		case ok:
			return text
		}
		for key := range v {
			v[key] = packNumbers(v[key])
		}
	}
	return value
}

// packFloat keeps a float a float on the wire: 1 becomes 1.0.
func packFloat(f float64) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	text := strconv.FormatFloat(f, format, -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return json.Number(text)
}

// soleNumberKey recognises an object whose only key is "$number", "$$number" and so on, with a string value.
func soleNumberKey(object map[string]any) (key, text string, ok bool) {
	if len(object) != 1 {
		return "", "", false
	}
	for key, value := range object {
		text, isText := value.(string)
		if isText && strings.HasPrefix(key, "$") && strings.TrimLeft(key, "$") == numberKey[1:] {
			return key, text, true
		}
	}
	return "", "", false
}

// isNumber tells whether a text is one JSON number, without space around it.
func isNumber(text string) bool {
	return strings.Trim(text, " \t\r\n") == text && strings.IndexAny(text, "-0123456789") == 0 && json.Valid([]byte(text))
}
