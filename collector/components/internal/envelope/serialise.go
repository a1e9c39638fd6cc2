package envelope

import (
	"bytes"
	"fmt"
)

// Serialise writes the envelope as a body Sentry takes. Every item gets a length, so payloads may hold newlines. It
// takes the envelope over: its trees must not be used afterwards.
func (e Envelope) Serialise() ([]byte, error) {
	var out bytes.Buffer
	if err := writeLine(&out, e.Headers); err != nil {
		return nil, err
	}
	for i, item := range e.Items {
		payload, err := item.encode(fmt.Sprintf("items[%d]", i))
		if err != nil {
			return nil, err
		}
		if item.Headers == nil {
			return nil, &Error{CodeShape, fmt.Sprintf("items[%d]", i), "no headers", "Keep the headers of every item"}
		}
		item.Headers["length"] = int64(len(payload))
		if err := writeLine(&out, item.Headers); err != nil {
			return nil, err
		}
		out.Write(payload)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

func (i Item) encode(where string) ([]byte, error) {
	switch payload := i.Payload.(type) {
	case nil:
		return nil, nil
	case string:
		return []byte(payload), nil
	case []byte:
		return payload, nil
	case map[string]any:
		if i.Type() == TypeReplayRecording {
			return packRecording(payload, where)
		}
	}
	return encodeJSON(i.Payload)
}

func writeLine(out *bytes.Buffer, headers map[string]any) error {
	if headers == nil {
		headers = map[string]any{}
	}
	line, err := encodeJSON(headers)
	if err != nil {
		return err
	}
	out.Write(line)
	out.WriteByte('\n')
	return nil
}
