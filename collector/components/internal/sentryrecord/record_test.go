package sentryrecord

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

const (
	traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
	spanID  = "00f067aa0ba902b7"
)

func written(t *testing.T, body string) plog.LogRecord {
	t.Helper()
	content, err := envelope.Parse([]byte(body), envelope.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	record := plog.NewLogRecord()
	if err := Write(record, content, time.Now()); err != nil {
		t.Fatal(err)
	}
	return record
}

// stored takes a record the way it takes through a queue on disk.
func stored(t *testing.T, record plog.LogRecord) plog.LogRecord {
	t.Helper()
	logs := plog.NewLogs()
	record.CopyTo(logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty())
	raw, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
	if err != nil {
		t.Fatal(err)
	}
	back, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(raw)
	if err != nil {
		t.Fatal(err)
	}
	return back.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
}

func TestAnEnvelopeSurvivesTheRecordAndTheDisk(t *testing.T) {
	deep := strings.Repeat(`{"childNodes":[`, 127) + "1" + strings.Repeat("]}", 127)
	body := "{\"event_id\":\"a\"}\n" +
		"{\"type\":\"event\"}\n{\"big\":18446744073709551615,\"int\":9007199254740993,\"float\":1.0,\"null\":null,\"empty\":{},\"list\":[],\"text\":\"\",\"bool\":false}\n" +
		"{\"type\":\"attachment\",\"length\":4}\n\xff\x00\n\x01\n" +
		"{\"type\":\"attachment\"}\nplain text\n" +
		"{\"type\":\"attachment\"}\n\n" +
		"{\"type\":\"feedback\"}\n" + deep + "\n" +
		"{\"type\":\"replay_recording\",\"length\":32}\n{\"segment_id\":0}\n[{\"a\":1,\"b\":2}]\n"
	want, err := envelope.Parse([]byte(body), envelope.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	record := stored(t, written(t, body))
	if !Is(record) {
		t.Fatal("not recognised")
	}
	got, err := Read(record, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	wantWire, err := want.Serialise()
	if err != nil {
		t.Fatal(err)
	}
	gotWire, err := got.Serialise()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(gotWire, wantWire) {
		t.Errorf("written\n%q\nwant\n%q", gotWire, wantWire)
	}
}

func TestTheTraceContextComesFromTheFirstItemThatHasOne(t *testing.T) {
	context := `{"contexts":{"trace":{"trace_id":"` + traceID + `","span_id":"` + spanID + `"}}}`
	for _, test := range []struct{ name, body, trace, span string }{
		{"an event", "{}\n{\"type\":\"session\"}\n{}\n{\"type\":\"event\"}\n" + context, traceID, spanID},
		{"the envelope header alone", "{\"trace\":{\"trace_id\":\"" + traceID + "\"}}\n{\"type\":\"event\"}\n{}", traceID, ""},
		{"none", "{}\n{\"type\":\"event\"}\n{}", "", ""},
		{"ids of a wrong length", "{}\n{\"type\":\"event\"}\n{\"contexts\":{\"trace\":{\"trace_id\":\"abcd\",\"span_id\":\"xyz\"}}}", "", ""},
		{"shapes that are wrong", "{\"trace\":7}\n{\"type\":\"event\"}\n{\"contexts\":{\"trace\":[1]}}", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			record := written(t, test.body)
			if record.TraceID().String() != test.trace || record.SpanID().String() != test.span {
				t.Errorf("trace %q, span %q", record.TraceID(), record.SpanID())
			}
		})
	}
}

func TestAWrongSentAtCountsAsNone(t *testing.T) {
	for _, sent := range []string{"yesterday", "", "1969-01-01T00:00:00Z", "99999-01-01T00:00:00Z"} {
		record := written(t, "{\"sent_at\":\""+sent+"\"}\n{\"type\":\"session\"}\n{}")
		if record.Timestamp() != record.ObservedTimestamp() {
			t.Errorf("%q became %s", sent, record.Timestamp())
		}
		got, err := Read(record, time.Now().Add(time.Hour))
		if err != nil || got.Headers["sent_at"] != sent {
			t.Errorf("%q was changed to %v (%v)", sent, got.Headers["sent_at"], err)
		}
	}
}

func TestReadLeavesTheRecordAlone(t *testing.T) {
	record := written(t, "{\"sent_at\":\"2026-11-24T10:00:00Z\"}\n{\"type\":\"event\"}\n{\"big\":18446744073709551615}")
	before := record.Body().AsRaw()
	for range 2 {
		content, err := Read(record, time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := content.Serialise(); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(record.Body().AsRaw(), before) {
		t.Errorf("changed to %v", record.Body().AsRaw())
	}
}

func TestOtherRecordsAreNoEnvelopes(t *testing.T) {
	plain := plog.NewLogRecord()
	plain.Body().SetStr("hello")
	named := plog.NewLogRecord()
	named.SetEventName(EventName)
	named.Body().SetStr("hello")
	mapped := plog.NewLogRecord()
	mapped.Body().SetEmptyMap().PutStr("items", "x")
	for name, record := range map[string]plog.LogRecord{"plain": plain, "named but no map": named, "a map but not named": mapped} {
		if Is(record) {
			t.Errorf("%s is taken for an envelope", name)
		}
	}
}
