// Package sentryrecord is the shape in which a Sentry envelope travels the collector: one log record, whose body is the
// envelope's tree. The receiver writes it, rules walk it, the exporter reads it.
package sentryrecord

import (
	"encoding/hex"
	"sort"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

// EventName marks a log record as a Sentry envelope.
const EventName = "sentry.envelope"

// Attributes of the record, for routing and for joins. The exporter does not need them.
const (
	// AttributeEventID is the envelope's event_id, when it has one.
	AttributeEventID = "sentry.event_id"
	// AttributeItemTypes lists the types of its items, sorted, joined by commas: "attachment,event".
	AttributeItemTypes = "sentry.item_types"
)

// Write makes an envelope the content of a log record: the tree as body, sent_at as timestamp, the trace and span ids of
// the first item that has a trace context.
func Write(record plog.LogRecord, content envelope.Envelope, received time.Time) error {
	record.SetEventName(EventName)
	record.SetObservedTimestamp(pcommon.NewTimestampFromTime(received))
	sentAt, ok := sentAt(content.Headers)
	if !ok {
		sentAt = received
	}
	record.SetTimestamp(pcommon.NewTimestampFromTime(sentAt))
	traceID, spanID := traceContext(content)
	record.SetTraceID(traceID)
	record.SetSpanID(spanID)
	if eventID, isText := content.Headers["event_id"].(string); isText && eventID != "" {
		record.Attributes().PutStr(AttributeEventID, eventID)
	}
	record.Attributes().PutStr(AttributeItemTypes, itemTypes(content))
	return record.Body().SetEmptyMap().FromRaw(content.Tree())
}

// Is tells whether a log record is a Sentry envelope.
func Is(record plog.LogRecord) bool {
	return record.EventName() == EventName && record.Body().Type() == pcommon.ValueTypeMap
}

// Read makes an envelope of a record that Is one. sent_at moves on by the time the envelope waited in the collector:
// Sentry takes the distance between sent_at and arrival for an error of the sender's clock, and past some minutes
// "corrects" every timestamp by it. The result shares no memory with the record.
func Read(record plog.LogRecord, now time.Time) (envelope.Envelope, error) {
	content, err := envelope.FromTree(record.Body().Map().AsRaw())
	if err != nil {
		return envelope.Envelope{}, err
	}
	waited := now.Sub(record.ObservedTimestamp().AsTime())
	if at, ok := sentAt(content.Headers); ok && record.ObservedTimestamp() != 0 && waited > 0 {
		content.Headers["sent_at"] = at.Add(waited).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return content, nil
}

func sentAt(headers map[string]any) (time.Time, bool) {
	text, _ := headers["sent_at"].(string)
	at, err := time.Parse(time.RFC3339Nano, text)
	return at, err == nil && at.Unix() > 0
}

func itemTypes(content envelope.Envelope) string {
	seen := map[string]bool{}
	for _, item := range content.Items {
		seen[envelope.Label(item.Type())] = true
	}
	types := make([]string, 0, len(seen))
	for itemType := range seen {
		types = append(types, itemType)
	}
	sort.Strings(types)
	return strings.Join(types, ",")
}

func traceContext(content envelope.Envelope) (pcommon.TraceID, pcommon.SpanID) {
	for _, item := range content.Items {
		payload, _ := item.Payload.(map[string]any)
		contexts, _ := payload["contexts"].(map[string]any)
		trace, _ := contexts["trace"].(map[string]any)
		if traceID := parseTraceID(trace["trace_id"]); !traceID.IsEmpty() {
			return traceID, parseSpanID(trace["span_id"])
		}
	}
	trace, _ := content.Headers["trace"].(map[string]any)
	return parseTraceID(trace["trace_id"]), pcommon.SpanID{}
}

func parseTraceID(value any) (id pcommon.TraceID) {
	text, _ := value.(string)
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == len(id) {
		copy(id[:], raw)
	}
	return id
}

func parseSpanID(value any) (id pcommon.SpanID) {
	text, _ := value.(string)
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == len(id) {
		copy(id[:], raw)
	}
	return id
}
