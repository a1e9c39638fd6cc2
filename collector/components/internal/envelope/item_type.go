package envelope

// The item types of today's JavaScript SDK.
const (
	TypeEvent           = "event"
	TypeTransaction     = "transaction"
	TypeSpan            = "span"
	TypeSession         = "session"
	TypeSessions        = "sessions"
	TypeClientReport    = "client_report"
	TypeCheckIn         = "check_in"
	TypeReplayEvent     = "replay_event"
	TypeReplayRecording = "replay_recording"
	TypeFeedback        = "feedback"
	TypeUserReport      = "user_report"
	TypeLog             = "log"
	TypeAttachment      = "attachment"
)

// Unknown stands for every other type wherever types are counted, so that a sender cannot invent label values.
const Unknown = "unknown"

var knownTypes = map[string]bool{
	TypeEvent: true, TypeTransaction: true, TypeSpan: true, TypeSession: true, TypeSessions: true,
	TypeClientReport: true, TypeCheckIn: true, TypeReplayEvent: true, TypeReplayRecording: true, TypeFeedback: true,
	TypeUserReport: true, TypeLog: true, TypeAttachment: true,
}

// Label is the type itself when it is a known one, else Unknown.
func Label(itemType string) string {
	if knownTypes[itemType] {
		return itemType
	}
	return Unknown
}

// isJSON tells the types whose payload is one JSON object or list by definition.
func isJSON(itemType string) bool {
	return knownTypes[itemType] && itemType != TypeAttachment && itemType != TypeReplayRecording
}
