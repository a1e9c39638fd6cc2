package envelope

import (
	"bytes"
	"fmt"
)

// Frame is one item as it came: its headers decoded, its payload still raw (a slice of the input).
type Frame struct {
	Type    string
	Headers map[string]any
	Payload []byte
}

// Split cuts an envelope into its headers and frames without looking into payloads.
//
// Lines end with a single \n. A payload ends after the bytes its header's length counts, or at the next \n when the
// header has no length; it is followed by \n or by the end of the input. Empty lines between items are skipped.
func Split(data []byte, budget *Budget) (map[string]any, []Frame, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil, &Error{CodeHeader, "envelope header", "the body is empty", "Start with a JSON object on its own line; {} is enough"}
	}
	line, rest := cutLine(data)
	headers, err := decodeHeader(line, "envelope header", budget)
	if err != nil {
		return nil, nil, err
	}
	var frames []Frame
	for {
		rest = bytes.TrimLeft(rest, "\n")
		if len(rest) == 0 {
			return headers, frames, nil
		}
		where := fmt.Sprintf("items[%d]", len(frames))
		if len(frames) == budget.limits.MaxItems {
			return nil, nil, limitError(where, fmt.Sprintf("more than %d items", budget.limits.MaxItems), "max_items")
		}
		frame, after, err := nextFrame(rest, where, budget)
		if err != nil {
			return nil, nil, err
		}
		frames = append(frames, frame)
		rest = after
	}
}

func nextFrame(data []byte, where string, budget *Budget) (Frame, []byte, error) {
	line, rest := cutLine(data)
	headers, err := decodeHeader(line, where+" header", budget)
	if err != nil {
		return Frame{}, nil, err
	}
	itemType, isText := headers["type"].(string)
	if !isText || itemType == "" {
		return Frame{}, nil, &Error{CodeHeader, where + " header", "no type", `Add "type", for example "event"`}
	}
	size, err := payloadSize(headers, rest, where)
	if err != nil {
		return Frame{}, nil, err
	}
	if size > budget.limits.MaxItemSize {
		return Frame{}, nil, limitError(where, fmt.Sprintf("a payload of %d bytes", size), "max_item_size")
	}
	return Frame{Type: itemType, Headers: headers, Payload: rest[:size]}, rest[size:], nil
}

func payloadSize(headers map[string]any, rest []byte, where string) (int, error) {
	stated, has := headers["length"]
	if !has || stated == nil {
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			return end, nil
		}
		return len(rest), nil
	}
	length, isInt := stated.(int64)
	if !isInt || length < 0 {
		return 0, &Error{CodeLength, where + " header", "length is not a whole number of bytes", "State the payload's size in bytes, or leave length out"}
	}
	if length > int64(len(rest)) {
		return 0, &Error{CodeLength, where, fmt.Sprintf("length says %d bytes, %d are left", length, len(rest)), "Count bytes, not characters, and send the whole body"}
	}
	if length < int64(len(rest)) && rest[length] != '\n' {
		return 0, &Error{CodeLength, where, fmt.Sprintf("no newline after the %d bytes of the payload", length), `Count bytes, not characters, and end each payload with "\n"`}
	}
	return int(length), nil
}

func decodeHeader(line []byte, where string, budget *Budget) (map[string]any, error) {
	if len(line) > maxHeaderSize {
		return nil, &Error{CodeLimit, where, fmt.Sprintf("a line of %d bytes", len(line)), fmt.Sprintf("Keep headers under %d bytes; is the newline after the header missing?", maxHeaderSize)}
	}
	if bytes.HasSuffix(line, []byte("\r")) {
		return nil, &Error{CodeHeader, where, `the line ends with "\r\n"`, `End lines with "\n" alone`}
	}
	value, err := decodeJSON(line, where, budget)
	if err != nil {
		return nil, asHeaderError(err)
	}
	headers, isObject := value.(map[string]any)
	if !isObject {
		return nil, &Error{CodeHeader, where, "JSON, but no object", "Write a JSON object on one line"}
	}
	return headers, nil
}

func asHeaderError(err *Error) *Error {
	if err.Code == CodeJSON {
		return &Error{CodeHeader, err.Where, err.Seen, "Write a JSON object on one line"}
	}
	return err
}

func cutLine(data []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(data, []byte("\n"))
	return line, rest
}
