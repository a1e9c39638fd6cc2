package envelope

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// decodeJSON turns one JSON text into map[string]any, []any, string, bool, nil, int64, float64, or a number object (see
// number.go). It charges the budget before it builds anything; what fails is not charged.
func decodeJSON(data []byte, where string, budget *Budget) (any, *Error) {
	values, depth := measureJSON(data)
	if depth > budget.limits.MaxJSONDepth {
		return nil, limitError(where, fmt.Sprintf("JSON nested %d levels deep", depth), "max_json_depth")
	}
	if values > budget.values {
		return nil, limitError(where, "too many JSON values", "max_json_values")
	}
	if refused := budget.reserve(2*len(data) + valueCost*values); refused != nil {
		return nil, refused
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, jsonError(where, err, len(data))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &Error{CodeJSON, where, fmt.Sprintf("more text after the JSON value, at byte %d", decoder.InputOffset()), "Send one JSON value"}
	}
	budget.values -= values
	return unpackNumbers(value), nil
}

// jsonError leaves out the decoder's message: it quotes characters of the input.
func jsonError(where string, err error, size int) *Error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && syntax.Offset < int64(size) {
		return &Error{CodeJSON, where, fmt.Sprintf("not JSON at byte %d of %d", syntax.Offset, size), "Send valid JSON"}
	}
	return &Error{CodeJSON, where, fmt.Sprintf("JSON that breaks off after %d bytes", size), "Send the whole payload"}
}

// measureJSON counts, in one pass and without memory, an upper bound of the values in a JSON text and its depth.
func measureJSON(data []byte) (values, depth int) {
	values = 1
	open, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == ',':
			values++
		case c == '{' || c == '[':
			values++
			open++
			depth = max(depth, open)
		case c == '}' || c == ']':
			open--
		}
	}
	return values, depth
}

// encodeJSON writes a tree on one line. It takes the tree over: numbers in it are replaced on the way.
func encodeJSON(tree any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(packNumbers(tree)); err != nil {
		return nil, &Error{CodeShape, "tree", "a value that JSON cannot hold", "Keep to maps, lists, strings, numbers, booleans and null"}
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
