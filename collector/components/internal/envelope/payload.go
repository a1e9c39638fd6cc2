package envelope

import (
	"bytes"
	"unicode/utf8"
)

// DecodePayload turns a frame's payload into what rules can walk:
//
//	JSON item types     a map or list; anything else is an error
//	replay_recording    a Recording's tree, opened within the budget
//	attachment, others  a map or list when it is one JSON value, else a string when it is UTF-8 text, else []byte
//
// The result may share memory with the frame.
func DecodePayload(frame Frame, where string, budget *Budget) (any, error) {
	switch {
	case frame.Type == TypeReplayRecording:
		return openRecording(frame.Payload, where, budget)
	case isJSON(frame.Type):
		if !startsContainer(frame.Payload) {
			return nil, &Error{CodeJSON, where, "a payload that is no JSON object or list", "Send the " + frame.Type + " as JSON"}
		}
		value, err := decodeJSON(frame.Payload, where, budget)
		if err != nil {
			return nil, err
		}
		return value, nil
	}
	if startsContainer(frame.Payload) {
		value, err := decodeJSON(frame.Payload, where, budget)
		if err == nil {
			return value, nil
		}
		if err.Code == CodeBusy {
			return nil, err
		}
	}
	if refused := budget.reserve(len(frame.Payload)); refused != nil {
		return nil, refused
	}
	if utf8.Valid(frame.Payload) {
		return string(frame.Payload), nil
	}
	return frame.Payload, nil
}

func startsContainer(payload []byte) bool {
	trimmed := bytes.TrimLeft(payload, " \t\r\n")
	return len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[')
}
