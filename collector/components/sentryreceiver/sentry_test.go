package sentryreceiver

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

const (
	eventID  = "9ec79c33ec9942ab8353589fcb2e04dc"
	traceID  = "4bf92f3577b34da6a3ce929d0e0e4736"
	spanID   = "00f067aa0ba902b7"
	sentAt   = "2026-11-24T10:00:00.123Z"
	oneEvent = `{"event_id":"` + eventID + `","sent_at":"` + sentAt + `","dsn":"https://publickey@o1.ingest.example/42","trace":{"trace_id":"` + traceID + `","public_key":"publickey"}}` + "\n" +
		`{"type":"event","content_type":"application/json"}` + "\n" +
		`{"message":"boom","big":18446744073709551615,"contexts":{"trace":{"trace_id":"` + traceID + `","span_id":"` + spanID + `"}}}` + "\n"
)

func TestAnEnvelopeBecomesOneRecordThatRulesCanWalk(t *testing.T) {
	run := start(t, nil, nil, nil)
	body := oneEvent + "{\"type\":\"attachment\",\"length\":3,\"filename\":\"a.bin\"}\n\xff\x00\x01\n"
	status, _, answer := run.post(t, envelopeRoute, strings.NewReader(body))
	if status != http.StatusOK || answer["id"] != eventID {
		t.Fatalf("answered %d %v", status, answer)
	}
	records := run.records()
	if len(records) != 1 {
		t.Fatalf("%d records for one envelope", len(records))
	}
	record := records[0]
	if record.EventName() != "sentry.envelope" || record.TraceID().String() != traceID || record.SpanID().String() != spanID {
		t.Errorf("event name %q, trace %s, span %s", record.EventName(), record.TraceID(), record.SpanID())
	}
	if got := record.Timestamp().AsTime().Format("2006-01-02T15:04:05.000Z"); got != sentAt {
		t.Errorf("timestamp %s, want %s", got, sentAt)
	}
	wantAttributes := map[string]any{"sentry.event_id": eventID, "sentry.item_types": "attachment,event"}
	if got := record.Attributes().AsRaw(); fmt.Sprint(got) != fmt.Sprint(wantAttributes) {
		t.Errorf("attributes %v, want %v", got, wantAttributes)
	}
	tree := record.Body().Map().AsRaw()
	want := map[string]any{
		"headers": map[string]any{"event_id": eventID, "sent_at": sentAt, "trace": map[string]any{"trace_id": traceID}},
		"items": []any{
			map[string]any{
				"headers": map[string]any{"type": "event", "content_type": "application/json"},
				"payload": map[string]any{"message": "boom", "big": map[string]any{"$number": "18446744073709551615"}, "contexts": map[string]any{"trace": map[string]any{"trace_id": traceID, "span_id": spanID}}},
			},
			map[string]any{"headers": map[string]any{"type": "attachment", "filename": "a.bin"}, "payload": []byte{0xff, 0, 1}},
		},
	}
	if fmt.Sprint(tree) != fmt.Sprint(want) {
		t.Errorf("body\n%v\nwant\n%v", tree, want)
	}
	if got := run.count(t, "otelcol_receiver_sentry_items", "item_type=event", "outcome=accepted"); got != 1 {
		t.Errorf("%d accepted events counted", got)
	}
	if got := run.count(t, "otelcol_receiver_accepted_log_records"); got != 1 {
		t.Errorf("%d accepted log records counted", got)
	}
}

func TestAnEnvelopeIsTakenHoweverItIsSent(t *testing.T) {
	run := start(t, nil, nil, nil)
	tests := []struct {
		name    string
		path    string
		body    io.Reader
		headers []string
	}{
		{"without trailing slash", "/api/42/envelope", strings.NewReader(oneEvent), nil},
		{"with the SDK's query", "/api/42/envelope/?sentry_key=abc&sentry_version=7", strings.NewReader(oneEvent), nil},
		{"as text/plain, which the tunnel sends", envelopeRoute, strings.NewReader(oneEvent), []string{"Content-Type", "text/plain;charset=UTF-8"}},
		{"chunked", envelopeRoute, io.MultiReader(strings.NewReader(oneEvent[:40]), strings.NewReader(oneEvent[40:])), nil},
		{"gzip", envelopeRoute, bytes.NewReader(encoded(t, "gzip", oneEvent)), []string{"Content-Encoding", "gzip"}},
		{"deflate", envelopeRoute, bytes.NewReader(encoded(t, "deflate", oneEvent)), []string{"Content-Encoding", "deflate"}},
		{"br", envelopeRoute, bytes.NewReader(encoded(t, "br", oneEvent)), []string{"Content-Encoding", "br"}},
		{"zstd", envelopeRoute, bytes.NewReader(encoded(t, "zstd", oneEvent)), []string{"Content-Encoding", "zstd"}},
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, _, answer := run.post(t, test.path, test.body, test.headers...)
			if status != http.StatusOK || len(run.records()) != i+1 {
				t.Errorf("answered %d %v; %d records so far", status, answer, len(run.records()))
			}
		})
	}
}

func TestAMalformedRequestIsToldWhatIsWrong(t *testing.T) {
	run := start(t, func(cfg *Config) { cfg.HTTP.MaxRequestBodySize = 1000 }, nil, nil)
	tests := []struct {
		name    string
		path    string
		body    string
		headers []string
		status  int
		code    string
	}{
		{"another path", "/api/42/store/", oneEvent, nil, 404, "E_SENTRY_PATH"},
		{"a path that climbs", "/api/42/envelope/../../admin", oneEvent, nil, 404, "E_SENTRY_PATH"},
		{"a project that is no number", "/api/x/envelope/", oneEvent, nil, 404, "E_SENTRY_PATH"},
		{"an empty body", envelopeRoute, "", nil, 400, "E_ENVELOPE_HEADER"},
		{"no JSON", envelopeRoute, "planted secret", nil, 400, "E_ENVELOPE_HEADER"},
		{"a length past the end", envelopeRoute, "{}\n{\"type\":\"event\",\"length\":99}\n{}", nil, 400, "E_ENVELOPE_LENGTH"},
		{"an event that is no JSON", envelopeRoute, "{}\n{\"type\":\"event\"}\n{planted secret}", nil, 400, "E_ENVELOPE_JSON"},
		{"an item header that breaks off", envelopeRoute, "{}\n" + strings.Repeat("{\"type\":\"a\"}\n\n", 40) + "{", nil, 400, "E_ENVELOPE_HEADER"},
		{"a body above the limit", envelopeRoute, "{}\n" + strings.Repeat("a", 1000), nil, 413, "E_ENVELOPE_LIMIT"},
		{"not gzip", envelopeRoute, "planted secret", []string{"Content-Encoding", "gzip"}, 400, "E_SENTRY_ENCODING"},
		{"not br", envelopeRoute, "planted secret", []string{"Content-Encoding", "br"}, 400, "E_SENTRY_BODY"},
		{"an unknown encoding", envelopeRoute, oneEvent, []string{"Content-Encoding", "planted"}, 400, "E_SENTRY_ENCODING"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, _, answer := run.post(t, test.path, strings.NewReader(test.body), test.headers...)
			if status != test.status || answer["code"] != test.code {
				t.Errorf("answered %d %v, want %d %s", status, answer, test.status, test.code)
			}
			if answer["where"] == "" || answer["seen"] == "" || answer["do"] == "" || strings.Contains(fmt.Sprint(answer), "planted") {
				t.Errorf("answer %v", answer)
			}
		})
	}
	if len(run.records()) != 0 {
		t.Errorf("%d records came of malformed requests", len(run.records()))
	}
	if got := run.count(t, "otelcol_receiver_sentry_envelopes", "outcome=malformed"); got != int64(len(tests)) {
		t.Errorf("%d malformed envelopes counted of %d", got, len(tests))
	}
}

func TestAGetIsRefusedWithTheMethodToUse(t *testing.T) {
	run := start(t, nil, nil, nil)
	res, err := http.Get(run.url + envelopeRoute)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != "POST" {
		t.Errorf("answered %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
}

func TestLifecycle(t *testing.T) {
	factory := NewFactory()
	cfg := factory.CreateDefaultConfig().(*Config)
	cfg.HTTP.NetAddr.Endpoint = "127.0.0.1:0"
	cfg.LoopbackOnly = true
	for range 2 {
		made, err := factory.CreateLogs(t.Context(), receivertest.NewNopSettings(Type), cfg, consumertest.NewNop())
		if err != nil {
			t.Fatal(err)
		}
		if err := made.Shutdown(t.Context()); err != nil {
			t.Errorf("shutdown before start: %v", err)
		}
		if err := made.Start(t.Context(), componenttest.NewNopHost()); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(made.Shutdown(t.Context()), made.Shutdown(t.Context())); err != nil {
			t.Errorf("shutdown twice: %v", err)
		}
	}
}

func TestAPortInUseFailsTheStart(t *testing.T) {
	run := start(t, nil, nil, nil)
	cfg := createDefaultConfig().(*Config)
	cfg.HTTP.NetAddr.Endpoint = strings.TrimPrefix(run.url, "http://")
	made, err := newSentryReceiver(receivertest.NewNopSettings(Type), cfg, consumertest.NewNop())
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Start(t.Context(), componenttest.NewNopHost()); err == nil {
		t.Error("started on a port in use")
	}
}

func encoded(t *testing.T, encoding, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	var writer io.WriteCloser
	switch encoding {
	case "gzip":
		writer = gzip.NewWriter(&out)
	case "deflate":
		return deflated(t, text)
	case "br":
		writer = brotli.NewWriter(&out)
	case "zstd":
		made, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		writer = made
	}
	if _, err := io.WriteString(writer, text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
