package sentryreceiver

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configauth"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
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

func TestABombIsRefusedAndTheNextEnvelopePasses(t *testing.T) {
	run := start(t, nil, nil, nil)
	bomb := strings.Repeat("A", 64<<20)
	for _, encoding := range []string{"gzip", "deflate", "br", "zstd"} {
		small := encoded(t, encoding, bomb)
		status, _, answer := run.post(t, envelopeRoute, bytes.NewReader(small), "Content-Encoding", encoding)
		if status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s bomb of %d bytes answered %d %v", encoding, len(small), status, answer)
		}
	}
	if status, _, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent)); status != http.StatusOK {
		t.Errorf("the next envelope: %d %v", status, answer)
	}
}

func TestAPipelineThatPushesBackIsAnsweredForATransportThatRetries(t *testing.T) {
	tests := []struct {
		name    string
		failure error
		status  int
		retry   string
	}{
		{"memory limit", errors.New("data refused due to high memory usage"), 503, "5"},
		{"for good", consumererror.NewPermanent(errors.New("no")), 422, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			run := start(t, nil, consumertest.NewErr(test.failure), nil)
			status, headers, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent))
			if status != test.status || headers.Get("Retry-After") != test.retry {
				t.Errorf("answered %d, Retry-After %q, %v", status, headers.Get("Retry-After"), answer)
			}
			if got := run.count(t, "otelcol_receiver_refused_log_records"); got != 1 {
				t.Errorf("%d refused records counted", got)
			}
		})
	}
}

func TestWhatDoesNotFitNowIsToldToComeBack(t *testing.T) {
	release := make(chan struct{})
	waiting := make(chan struct{}, 1)
	slow, err := consumer.NewLogs(func(context.Context, plog.Logs) error {
		waiting <- struct{}{}
		<-release
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	run := start(t, func(cfg *Config) { cfg.MaxInFlightSize = 10_000 }, slow, nil)
	first := make(chan error, 1)
	go func() {
		res, err := http.Post(run.url+envelopeRoute, "", strings.NewReader(oneEvent))
		if err == nil {
			err = res.Body.Close()
		}
		first <- err
	}()
	<-waiting
	status, headers, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent))
	if status != http.StatusServiceUnavailable || headers.Get("Retry-After") == "" || answer["code"] != "E_ENVELOPE_BUSY" {
		t.Errorf("answered %d %v", status, answer)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if status, _, _ := run.post(t, envelopeRoute, strings.NewReader(oneEvent)); status != http.StatusOK {
		t.Errorf("once there is room: %d", status)
	}
}

func TestWhatCouldNeverFitIsNotToldToComeBack(t *testing.T) {
	run := start(t, func(cfg *Config) { cfg.MaxInFlightSize = 10_000 }, nil, nil)
	body := "{}\n{\"type\":\"session\"}\n[" + strings.Repeat("{},", 100) + "1]"
	status, headers, answer := run.post(t, envelopeRoute, strings.NewReader(body))
	if status != http.StatusRequestEntityTooLarge || headers.Get("Retry-After") != "" || !strings.Contains(answer["do"], "max_in_flight_size") {
		t.Errorf("answered %d %v", status, answer)
	}
}

func TestAllMemoryIsGivenBack(t *testing.T) {
	run := start(t, func(cfg *Config) { cfg.MaxInFlightSize = 12_000 }, nil, nil)
	for i := range 50 {
		run.post(t, envelopeRoute, strings.NewReader("{}\n{\"type\":\"event\"}\n{broken"))
		if status, _, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent)); status != http.StatusOK {
			t.Fatalf("envelope %d answered %d %v", i, status, answer)
		}
	}
}

func TestASlowBodyIsCutAtTheReadTimeout(t *testing.T) {
	run := start(t, func(cfg *Config) { cfg.HTTP.ReadTimeout = 200 * time.Millisecond }, nil, nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(run.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{}", envelopeRoute); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(answer), " 400 ") {
		t.Errorf("answered %q (%v)", answer, err)
	}
}

func TestWebPagesAreTurnedAwayWithoutAToken(t *testing.T) {
	run := start(t, nil, nil, nil)
	status, _, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent), "Origin", "https://evil.example")
	if status != http.StatusForbidden || answer["code"] != "E_SENTRY_ORIGIN" || len(run.records()) != 0 {
		t.Errorf("answered %d %v", status, answer)
	}
}

func TestOnlyTheRightTokenGetsIn(t *testing.T) {
	id := component.MustNewID("bearertokenauth")
	withAuth := func(cfg *Config) {
		cfg.LoopbackOnly = false
		cfg.HTTP.Auth = configoptional.Some(confighttp.AuthConfig{Config: configauth.Config{AuthenticatorID: id}})
	}
	run := start(t, withAuth, nil, map[component.ID]component.Component{id: tokenAuth{}})
	for token, want := range map[string]int{"Bearer right": 200, "Bearer wrong": 401, "": 401} {
		status, _, answer := run.post(t, envelopeRoute, bytes.NewReader(encoded(t, "gzip", oneEvent)), "Authorization", token, "Content-Encoding", "gzip")
		if status != want || strings.Contains(fmt.Sprint(answer), "wrong") {
			t.Errorf("token %q answered %d %v, want %d", token, status, answer, want)
		}
	}
	if len(run.records()) != 1 {
		t.Errorf("%d records, want the one with the right token", len(run.records()))
	}
}

type tokenAuth struct {
	component.StartFunc
	component.ShutdownFunc
}

func (tokenAuth) Authenticate(ctx context.Context, headers map[string][]string) (context.Context, error) {
	for _, value := range headers["Authorization"] {
		if value == "Bearer right" {
			return ctx, nil
		}
	}
	return ctx, errors.New("wrong token")
}

func TestTheSendersAddressDoesNotTravelOn(t *testing.T) {
	seen := make(chan client.Info, 1)
	look, err := consumer.NewLogs(func(ctx context.Context, _ plog.Logs) error {
		seen <- client.FromContext(ctx)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	run := start(t, nil, look, nil)
	run.post(t, envelopeRoute, strings.NewReader(oneEvent))
	if info := <-seen; info.Addr != nil {
		t.Errorf("the pipeline saw %v", info.Addr)
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
