package envelope

import "fmt"

// Code names a kind of fault; it stays the same between releases.
type Code string

// The faults an envelope can have.
const (
	CodeHeader    Code = "E_ENVELOPE_HEADER"    // a header line is no JSON object, or lacks a field
	CodeLength    Code = "E_ENVELOPE_LENGTH"    // a length does not fit the bytes that follow
	CodeJSON      Code = "E_ENVELOPE_JSON"      // the payload of a JSON item is not JSON
	CodeRecording Code = "E_ENVELOPE_RECORDING" // a replay recording cannot be opened
	CodeLimit     Code = "E_ENVELOPE_LIMIT"     // a limit is exceeded
	CodeShape     Code = "E_ENVELOPE_SHAPE"     // a tree is not one that this package made
	CodeBusy      Code = "E_ENVELOPE_BUSY"      // the memory is there, but others have it now
)

// Error says where an envelope is wrong, what was seen there and what to do. It holds names, sizes and positions, never
// content.
type Error struct {
	Code  Code
	Where string
	Seen  string
	Do    string
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("%s › %s: %s. %s.", e.Code, e.Where, e.Seen, e.Do)
}

func limitError(where, seen, setting string) *Error {
	return &Error{CodeLimit, where, seen, "Send less, or raise " + setting}
}
