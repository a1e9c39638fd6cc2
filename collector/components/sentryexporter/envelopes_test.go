package sentryexporter

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

const (
	oneEvent   = "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n{\"type\":\"event\"}\n{\"message\":\"boom\",\"big\":18446744073709551615,\"n\":1.0}\n"
	everything = oneEvent + "{\"type\":\"attachment\",\"length\":3}\n\xff\x00\x01\n{\"type\":\"session\"}\n{}\n{\"type\":\"replay_event\"}\n{}\n{\"type\":\"replay_recording\",\"length\":5}\n{}\n[]\n{\"type\":\"log\"}\n{}\n{\"type\":\"client_report\"}\n{}\n"
)

func TestAnEnvelopeArrivesAsItWasSent(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	await(t, sentry, run, "one delivered event", func() bool { return run.items("event", outcomeDelivered) == 1 })
	got := sentry.got()[0]
	if got.path != "/api/42/envelope/" || got.header.Get("Content-Type") != "application/x-sentry-envelope" {
		t.Errorf("sent to %s as %s", got.path, got.header.Get("Content-Type"))
	}
	if auth := got.header.Get("X-Sentry-Auth"); !strings.HasPrefix(auth, "Sentry sentry_version=7, sentry_client=") || !strings.HasSuffix(auth, ", sentry_key="+key) {
		t.Errorf("X-Sentry-Auth %q", auth)
	}
	if !strings.Contains(got.body, `"big":18446744073709551615`) || !strings.Contains(got.body, `"n":1.0`) {
		t.Errorf("numbers changed: %s", got.body)
	}
	if types := itemTypes(t, got.body); types != "event" {
		t.Errorf("items %s", types)
	}
}

func TestSentAtMovesOnByTheTimeInTheQueue(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	waited := 2 * time.Hour
	received := time.Now().Add(-waited)
	drift := -30 * time.Second
	header := fmt.Sprintf("{\"sent_at\":%q}\n{\"type\":\"session\"}\n{}\n", received.Add(drift).UTC().Format(time.RFC3339Nano))
	run.send(t, envelopeLogs(t, received, header))
	await(t, sentry, run, "one delivered session", func() bool { return run.items("session", outcomeDelivered) == 1 })
	var headers struct {
		SentAt time.Time `json:"sent_at"`
	}
	line, _, _ := strings.Cut(sentry.got()[0].body, "\n")
	if err := json.Unmarshal([]byte(line), &headers); err != nil {
		t.Fatal(err)
	}
	if off := time.Until(headers.SentAt) - drift; off > time.Second || off < -5*time.Second {
		t.Errorf("sent_at %s is %s away from now and the sender's own drift", headers.SentAt, off)
	}
}

func TestAnswersThatMayMendAreRetriedUntilTheyDo(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	}
	cut := func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	for name, first := range map[string]http.HandlerFunc{
		"500": answer(500), "502": answer(502), "503 with Retry-After": answer(503, "Retry-After", "0.01"), "504": answer(504), "408": answer(408),
		"429 without limits": answer(429, "Retry-After", "0.01"),
		"401":                answer(401), "403": answer(403), "404": answer(404), "a redirect": answer(307, "Location", "http://127.0.0.1:1/elsewhere"),
		"a hang": hang, "a cut connection": cut,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sentry := newServer(t, first, first)
			run := start(t, sentry.dsn(), func(cfg *Config) { cfg.Timeout = 100 * time.Millisecond })
			run.send(t, envelopeLogs(t, time.Now(), oneEvent))
			await(t, sentry, run, "delivery at the third try", func() bool { return run.items("event", outcomeDelivered) == 1 })
			if got := len(sentry.got()); got != 3 {
				t.Errorf("%d requests, want 3", got)
			}
			if rejected := run.items("event", outcomeRejected); rejected != 0 {
				t.Errorf("%d rejected", rejected)
			}
		})
	}
}

func TestAnswersForGoodLoseOneEnvelopeCountedAndNoOther(t *testing.T) {
	for _, status := range []int{400, 413, 415, 422} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			sentry := newServer(t, answer(status))
			run := start(t, sentry.dsn(), nil)
			run.send(t, envelopeLogs(t, time.Now(), oneEvent, "{}\n{\"type\":\"session\"}\n{}\n"))
			await(t, sentry, run, "the second envelope", func() bool { return run.items("session", outcomeDelivered) == 1 })
			if run.items("event", outcomeRejected) != 1 || len(sentry.got()) != 2 {
				t.Errorf("%d rejected, %d requests", run.items("event", outcomeRejected), len(sentry.got()))
			}
		})
	}
}

func TestAFailureInTheMiddleSendsNothingTwice(t *testing.T) {
	sentry := newServer(t, answer(200), answer(503))
	run := start(t, sentry.dsn(), nil)
	session := "{}\n{\"type\":\"session\"}\n{\"n\":%d}\n"
	run.send(t, envelopeLogs(t, time.Now(), fmt.Sprintf(session, 1), fmt.Sprintf(session, 2), fmt.Sprintf(session, 3)))
	await(t, sentry, run, "three sessions", func() bool { return run.items("session", outcomeDelivered) == 3 })
	var order []string
	for _, got := range sentry.got() {
		order = append(order, got.body[strings.Index(got.body, "\"n\":")+4:][:1])
	}
	if fmt.Sprint(order) != "[1 2 2 3]" {
		t.Errorf("arrived in the order %v, want [1 2 2 3]", order)
	}
}

func TestARateLimitedCategoryIsRemovedAndTheRestIsSent(t *testing.T) {
	tests := []struct {
		name, limits, sent string
		limited            []string
	}{
		{"errors: the event and nothing it does not own", "60:error:organization", "session,replay_event,replay_recording,log,client_report,attachment", []string{"event"}},
		{"attachments", "60:attachment:project", "event,session,replay_event,replay_recording,log,client_report", []string{"attachment"}},
		{"replays, both halves", "60:replay:key", "event,attachment,session,log,client_report", []string{"replay_event", "replay_recording"}},
		{"two groups", "60:session:key, 60:log_item;internal:key", "event,attachment,replay_event,replay_recording", []string{"session", "log", "client_report"}},
		{"everything", "60::organization", "", []string{"event", "attachment", "session", "replay_event", "replay_recording", "log", "client_report"}},
		{"another category", "60:transaction;metric_bucket:organization:quota:custom", "event,attachment,session,replay_event,replay_recording,log,client_report", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sentry := newServer(t, answer(200, "X-Sentry-Rate-Limits", test.limits))
			run := start(t, sentry.dsn(), nil)
			run.send(t, envelopeLogs(t, time.Now(), "{}\n{\"type\":\"check_in\"}\n{}\n"))
			await(t, sentry, run, "the answer that names limits", func() bool { return run.items("check_in", outcomeDelivered) == 1 })
			run.send(t, envelopeLogs(t, time.Now(), everything))
			total := int64(len(strings.Split("event,attachment,session,replay_event,replay_recording,log,client_report", ",")))
			await(t, sentry, run, "every item delivered or limited", func() bool {
				return run.count("otelcol_exporter_sentry_items") == total+1
			})
			for _, itemType := range test.limited {
				if run.items(itemType, outcomeRateLimited) != 1 {
					t.Errorf("%s is not counted as rate-limited", itemType)
				}
			}
			got := sentry.got()
			if test.sent == "" {
				if len(got) != 1 {
					t.Errorf("%d requests, want none past the first", len(got))
				}
				return
			}
			if sent := itemTypes(t, got[1].body); !sameTypes(sent, test.sent) {
				t.Errorf("sent %s, want %s", sent, test.sent)
			}
		})
	}
}

func TestAnAttachmentGoesWithItsRateLimitedEvent(t *testing.T) {
	sentry := newServer(t, answer(429, "X-Sentry-Rate-Limits", "60:error:key", "Retry-After", "60"))
	run := start(t, sentry.dsn(), nil)
	run.send(t, envelopeLogs(t, time.Now(), oneEvent+"{\"type\":\"attachment\"}\na\n"))
	await(t, sentry, run, "both counted", func() bool {
		return run.items("event", outcomeRateLimited) == 1 && run.items("attachment", outcomeRateLimited) == 1
	})
	if got := run.lostAsSent("logs"); got != 1 {
		t.Errorf("the ledger would read %d lost envelopes, want 1", got)
	}
	if got := len(sentry.got()); got != 1 {
		t.Errorf("%d requests, want the one that learnt the limit", got)
	}
}

func TestA429ThatNamesLimitsLetsTheOtherItemsThroughAtOnce(t *testing.T) {
	sentry := newServer(t, answer(429, "X-Sentry-Rate-Limits", "60:error:key", "Retry-After", "60"))
	run := start(t, sentry.dsn(), nil)
	run.send(t, envelopeLogs(t, time.Now(), oneEvent+"{\"type\":\"session\"}\n{}\n"))
	await(t, sentry, run, "the session delivered", func() bool { return run.items("session", outcomeDelivered) == 1 })
	if run.items("event", outcomeRateLimited) != 1 || itemTypes(t, sentry.got()[1].body) != "session" {
		t.Errorf("%d limited; second request %q", run.items("event", outcomeRateLimited), sentry.got()[1].body)
	}
	if got := run.lostAsSent("logs"); got != 0 {
		t.Errorf("an envelope that arrived in part was counted as lost %d times", got)
	}
}

func TestAShortLimitIsWaitedForWhenToldSo(t *testing.T) {
	sentry := newServer(t, answer(429, "X-Sentry-Rate-Limits", "0.2:error:key"))
	run := start(t, sentry.dsn(), func(cfg *Config) { cfg.RateLimitWait = time.Second })
	run.send(t, envelopeLogs(t, time.Now(), oneEvent+"{\"type\":\"session\"}\n{}\n"))
	await(t, sentry, run, "the event delivered", func() bool { return run.items("event", outcomeDelivered) == 1 })
	if run.items("event", outcomeRateLimited) != 0 || itemTypes(t, sentry.got()[len(sentry.got())-1].body) != "event,session" {
		t.Errorf("the envelope came apart")
	}
}

func TestALimitLongerThanTheWaitIsNotWaitedFor(t *testing.T) {
	sentry := newServer(t, answer(429, "X-Sentry-Rate-Limits", "3600:error:key"))
	run := start(t, sentry.dsn(), func(cfg *Config) { cfg.RateLimitWait = time.Second })
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	await(t, sentry, run, "the event counted", func() bool { return run.items("event", outcomeRateLimited) == 1 })
}

func TestARecordThatIsNoEnvelopeAnyMoreIsCounted(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	logs := envelopeLogs(t, time.Now(), oneEvent, "{}\n{\"type\":\"session\"}\n{}\n")
	record(logs).Body().Map().Remove("items")
	run.send(t, logs)
	await(t, sentry, run, "the next envelope", func() bool { return run.items("session", outcomeDelivered) == 1 })
	if run.items(envelope.Unknown, outcomeUnreadable) != 1 {
		t.Error("the broken record is not counted")
	}
}

func TestTheEnvelopesOwnDSNIsNowhereAskedOrSent(t *testing.T) {
	sentry := newServer(t)
	elsewhere := newServer(t)
	run := start(t, sentry.dsn(), nil)
	body := "{\"dsn\":\"" + elsewhere.dsn() + "\",\"trace\":{\"trace_id\":\"x\",\"public_key\":\"other\"}}\n{\"type\":\"session\"}\n{}\n"
	run.send(t, envelopeLogs(t, time.Now(), body))
	await(t, sentry, run, "the session at the configured DSN", func() bool { return run.items("session", outcomeDelivered) == 1 })
	if len(elsewhere.got()) != 0 || strings.Contains(sentry.got()[0].body, elsewhere.URL[len("http://"):]) {
		t.Errorf("elsewhere got %d requests; sent %q", len(elsewhere.got()), sentry.got()[0].body)
	}
	if !strings.Contains(sentry.got()[0].body, `"public_key":"`+key+`"`) {
		t.Errorf("the trace header names another key: %q", sentry.got()[0].body)
	}
}

func TestAnEndlessAnswerIsNotReadToItsEnd(t *testing.T) {
	endless := func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat("A", 32<<10))
		for range 4096 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}
	sentry := newServer(t, endless)
	run := start(t, sentry.dsn(), nil)
	begun := time.Now()
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	await(t, sentry, run, "delivery", func() bool { return run.items("event", outcomeDelivered) == 1 })
	if took := time.Since(begun); took > time.Second {
		t.Errorf("took %s", took)
	}
}

func sameTypes(a, b string) bool {
	count := map[string]int{}
	for _, itemType := range strings.Split(a, ",") {
		count[itemType]++
	}
	for _, itemType := range strings.Split(b, ",") {
		count[itemType]--
	}
	for _, left := range count {
		if left != 0 {
			return false
		}
	}
	return true
}
