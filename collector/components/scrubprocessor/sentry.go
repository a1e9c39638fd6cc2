package scrubprocessor

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/scrub"
)

// sentryRules is what an operator decided about Sentry envelopes.
type sentryRules struct {
	userHashed, userRemoved bool
	replaysDropped          bool
	variablesScanned        bool
	headers                 map[string]bool
}

// envelope scrubs a log record that holds a Sentry envelope: first by the names that Sentry gives to things, then like any other
// value. It reports whether nothing is left of the envelope.
func (b *batch) envelope(body pcommon.Map) (empty bool) {
	b.place = sentryEnvelope
	b.only(body, "headers", "items")
	if headers, ok := body.Get("headers"); ok {
		if headers.Type() == pcommon.ValueTypeMap {
			if trace, ok := headers.Map().Get("trace"); ok && trace.Type() == pcommon.ValueTypeMap {
				b.without(trace.Map(), "user_id", "user_segment", "user")
			}
		}
		b.value(b.scanner.NoKey(), headers, 1)
	}
	items, ok := body.Get("items")
	if !ok || items.Type() != pcommon.ValueTypeSlice {
		return true
	}
	recordingLost := false
	items.Slice().RemoveIf(func(item pcommon.Value) bool {
		if item.Type() != pcommon.ValueTypeMap {
			return true
		}
		b.scanner.StartItem()
		b.only(item.Map(), "headers", "payload")
		lost := b.envelopeItem(item.Map())
		recordingLost = recordingLost || lost
		return lost
	})
	if recordingLost { // A replay is its event and its recording: one without the other shows as broken.
		items.Slice().RemoveIf(func(item pcommon.Value) bool { return itemType(item.Map()) == envelope.TypeReplayEvent })
	}
	b.settle()
	return items.Slice().Len() == 0
}

// only removes what the receiver writes into no envelope: a record that came by OTLP may claim to be one and hold more, which
// nothing below reads and the queue on disk would keep.
func (b *batch) only(m pcommon.Map, names ...string) {
	before := m.Len()
	m.RemoveIf(func(name string, _ pcommon.Value) bool { return !slices.Contains(names, name) })
	b.removed += int64(before - m.Len())
}

// envelopeItem scrubs one item; lost is true for a recording that may not pass or could not be read within the budget.
func (b *batch) envelopeItem(item pcommon.Map) (lost bool) {
	recording := itemType(item) == envelope.TypeReplayRecording
	if recording && b.sentry.replaysDropped {
		b.removed++
		return true
	}
	overruns := b.scanner.Overruns
	if payload, ok := item.Get("payload"); ok {
		b.sentryNames(payload, 0)
		if payload.Type() == pcommon.ValueTypeMap {
			aside := b.setAside(payload.Map())
			b.value(b.scanner.NoKey(), payload, 3)
			for name, value := range aside {
				value.MoveTo(payload.Map().PutEmpty(name))
			}
		} else {
			b.value(b.scanner.NoKey(), payload, 3)
		}
	}
	if headers, ok := item.Get("headers"); ok {
		b.value(b.scanner.NoKey(), headers, 3)
	}
	if recording && b.scanner.Overruns > overruns {
		b.dropped++
		return true
	}
	return false
}

func itemType(item pcommon.Map) string {
	headers, ok := item.Get("headers")
	if !ok || headers.Type() != pcommon.ValueTypeMap {
		return ""
	}
	t, ok := headers.Map().Get("type")
	if !ok {
		return ""
	}
	return t.AsString()
}

// setAside takes out of an event what is named after packages, not after people ("passport", "cookie": versions), and what
// tells Sentry how to treat the event. Its texts are read, its keys are not.
func (b *batch) setAside(event pcommon.Map) map[string]pcommon.Value {
	aside := map[string]pcommon.Value{}
	for _, name := range []string{"modules", "sdk", "debug_meta"} {
		if value, ok := event.Get(name); ok && value.Type() == pcommon.ValueTypeMap {
			b.byValue(b.scanner.Key("version"), value, 4)
			moved := pcommon.NewValueEmpty()
			value.MoveTo(moved)
			aside[name] = moved
			event.Remove(name)
		}
	}
	return aside
}

// byValue scrubs the values of a tree as if all stood under key, whatever their own keys are.
func (b *batch) byValue(key *scrub.Key, v pcommon.Value, depth int) {
	if depth >= b.scanner.Nesting() {
		b.value(key, v, depth)
		return
	}
	switch v.Type() {
	case pcommon.ValueTypeMap:
		renaming := false
		for name, value := range v.Map().All() {
			renaming = renaming || b.scanner.Key(name).Renamed
			b.byValue(key, value, depth+1)
		}
		if renaming {
			b.rename(v.Map())
		}
	case pcommon.ValueTypeSlice:
		for _, value := range v.Slice().All() {
			b.byValue(key, value, depth+1)
		}
	default:
		b.value(key, v, depth)
	}
}

// recordOf scrubs a log record; it reports whether the record is to be removed.
func (b *batch) recordOf(record plog.LogRecord, isEnvelope bool) (empty bool) {
	if isEnvelope {
		if empty = b.envelope(record.Body().Map()); empty {
			return true
		}
	} else {
		b.place = logBody
		b.value(b.scanner.NoKey(), record.Body(), 0)
		b.settle()
	}
	b.attributes(logAttribute, record.Attributes())
	b.text(logText, record.SeverityText(), record.SetSeverityText)
	if !isEnvelope {
		b.text(logText, record.EventName(), record.SetEventName)
	}
	return false
}
