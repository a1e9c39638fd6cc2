package envelope

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// A replay recording is a JSON header line ({"segment_id": 0}) followed by rrweb events: a JSON list, as a rule inside
// zlib. Its tree is {"header": {...}, "encoding": "zlib" | "gzip" | "none", "events": [...]}.
const (
	recordingHeader   = "header"
	recordingEncoding = "encoding"
	recordingEvents   = "events"

	encodingZlib = "zlib"
	encodingGzip = "gzip"
	encodingNone = "none"
)

func openRecording(payload []byte, where string, budget *Budget) (any, error) {
	line, rest := cutLine(payload)
	header, err := decodeHeader(line, where+" recording header", budget)
	if err != nil {
		return nil, err
	}
	encoding, data, err := inflate(rest, where, budget)
	if err != nil {
		return nil, err
	}
	value, jsonErr := decodeJSON(data, where+" recording", budget)
	if jsonErr != nil {
		return nil, jsonErr
	}
	events, isList := value.([]any)
	if !isList {
		return nil, recordingError(where, "JSON, but no list of events")
	}
	return map[string]any{recordingHeader: header, recordingEncoding: encoding, recordingEvents: events}, nil
}

func inflate(data []byte, where string, budget *Budget) (encoding string, out []byte, err error) {
	limit := budget.limits.MaxRecordingSize
	var reader io.Reader
	switch {
	case startsContainer(data):
		encoding, reader = encodingNone, bytes.NewReader(data)
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		encoding = encodingGzip
		reader, err = gzip.NewReader(bytes.NewReader(data))
	default:
		encoding = encodingZlib
		reader, err = zlib.NewReader(bytes.NewReader(data))
	}
	if err != nil {
		return "", nil, recordingError(where, fmt.Sprintf("%d bytes that are neither zlib, gzip nor JSON", len(data)))
	}
	out, err = io.ReadAll(&reservingReader{from: io.LimitReader(reader, int64(limit)+1), budget: budget})
	var refused *Error
	if errors.As(err, &refused) {
		return "", nil, refused
	}
	if len(out) > limit {
		return "", nil, limitError(where, fmt.Sprintf("a recording of more than %d bytes", limit), "max_recording_size")
	}
	if err != nil {
		return "", nil, recordingError(where, fmt.Sprintf("%s data that breaks off or is damaged after %d bytes", encoding, len(out)))
	}
	return encoding, out, nil
}

func packRecording(tree map[string]any, where string) ([]byte, error) {
	events, hasEvents := tree[recordingEvents].([]any)
	header, hasHeader := tree[recordingHeader].(map[string]any)
	if !hasEvents || !hasHeader {
		return nil, &Error{CodeShape, where, "a recording without header or events", "Keep the shape the recording was opened with"}
	}
	line, err := encodeJSON(header)
	if err != nil {
		return nil, err
	}
	data, err := encodeJSON(events)
	if err != nil {
		return nil, err
	}
	out := bytes.NewBuffer(append(line, '\n'))
	var writer io.WriteCloser
	switch tree[recordingEncoding] {
	case encodingNone:
		out.Write(data)
		return out.Bytes(), nil
	case encodingGzip:
		writer = gzip.NewWriter(out)
	default:
		writer = zlib.NewWriter(out)
	}
	if _, err := writer.Write(data); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// reservingReader asks for the memory that reading to the end takes: a buffer that doubles.
type reservingReader struct {
	from   io.Reader
	budget *Budget
}

func (r *reservingReader) Read(into []byte) (int, error) {
	n, err := r.from.Read(into)
	if refused := r.budget.reserve(2 * n); refused != nil {
		return n, refused
	}
	return n, err
}

func recordingError(where, seen string) *Error {
	return &Error{CodeRecording, where, seen, "Send a header line and a zlib-compressed JSON list of events"}
}
