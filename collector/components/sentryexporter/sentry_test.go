package sentryexporter

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

func TestSpansGoByOTLPInTheShapeSentryShows(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	if err := run.ConsumeTraces(t.Context(), oneTrace()); err != nil {
		t.Fatal(err)
	}
	await(t, sentry, run, "one delivered span", func() bool { return run.items(itemSpan, outcomeDelivered) == 1 })
	got := sentry.got()[0]
	if got.path != "/api/42/integration/otlp/v1/traces" || got.header.Get("X-Sentry-Auth") != "sentry sentry_key="+key || got.header.Get("Content-Type") != "application/x-protobuf" {
		t.Errorf("sent to %s, %s, %s", got.path, got.header.Get("X-Sentry-Auth"), got.header.Get("Content-Type"))
	}
	request := ptraceotlp.NewExportRequest()
	if err := request.UnmarshalProto([]byte(got.body)); err != nil {
		t.Fatal(err)
	}
	span := request.Traces().ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	want := map[string]any{"http.request.header.accept": "text/html, text/plain", "empty": "", "nested": `{"a":1}`, "plain": int64(7)}
	if fmt.Sprint(span.Attributes().AsRaw()) != fmt.Sprint(want) || span.Events().Len() != 0 {
		t.Errorf("attributes %v, want %v; %d events", span.Attributes().AsRaw(), want, span.Events().Len())
	}
	if run.count("otelcol_exporter_sentry_span_events_removed") != 2 || run.count("otelcol_exporter_sentry_attributes_adapted") != 3 {
		t.Errorf("%d events, %d attributes counted", run.count("otelcol_exporter_sentry_span_events_removed"), run.count("otelcol_exporter_sentry_attributes_adapted"))
	}
}

func TestPlainLogsGoByOTLPBesideEnvelopes(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	logs := envelopeLogs(t, time.Now(), oneEvent)
	plain := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().AppendEmpty()
	plain.Body().SetEmptyMap().PutStr("message", "hello")
	plain.Attributes().PutEmptySlice("tags").AppendEmpty().SetStr("a")
	run.send(t, logs)
	await(t, sentry, run, "the event and the log", func() bool {
		return run.items("event", outcomeDelivered) == 1 && run.items(itemLog, outcomeDelivered) == 1
	})
	got := sentry.got()
	if len(got) != 2 || got[1].path != "/api/42/integration/otlp/v1/logs" {
		t.Fatalf("%d requests, the second to %s", len(got), got[len(got)-1].path)
	}
	request := plogotlp.NewExportRequest()
	if err := request.UnmarshalProto([]byte(got[1].body)); err != nil {
		t.Fatal(err)
	}
	record := request.Logs().ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
	if record.Body().AsRaw() != `{"message":"hello"}` || fmt.Sprint(record.Attributes().AsRaw()) != "map[tags:a]" {
		t.Errorf("body %v, attributes %v", record.Body().AsRaw(), record.Attributes().AsRaw())
	}
}

func TestRejectedSpansOfA200AreCounted(t *testing.T) {
	partial := ptraceotlp.NewExportResponse()
	partial.PartialSuccess().SetRejectedSpans(1)
	body, err := partial.MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		kind, body          string
		delivered, rejected int64
	}{
		"partial success": {"application/x-protobuf", string(body), 0, 1},
		"garbage":         {"application/x-protobuf", "\xff\xff", 1, 0},
		"HTML":            {"text/html", "<html>", 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			sentry := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.kind)
				_, _ = w.Write([]byte(test.body))
			})
			run := start(t, sentry.dsn(), nil)
			if err := run.ConsumeTraces(t.Context(), oneTrace()); err != nil {
				t.Fatal(err)
			}
			await(t, sentry, run, "a count", func() bool {
				return run.items(itemSpan, outcomeDelivered) == test.delivered && run.items(itemSpan, outcomeRejected) == test.rejected
			})
			if got := run.lostAsSent("traces"); got != test.rejected {
				t.Errorf("the ledger would read %d, want %d", got, test.rejected)
			}
			if got := len(sentry.got()); got != 1 {
				t.Errorf("%d requests, want 1", got)
			}
		})
	}
}

func TestRateLimitedSpansAreCountedAndNotSent(t *testing.T) {
	sentry := newServer(t, answer(429, "X-Sentry-Rate-Limits", "60:span:key"))
	run := start(t, sentry.dsn(), nil)
	for range 2 {
		if err := run.ConsumeTraces(t.Context(), oneTrace()); err != nil {
			t.Fatal(err)
		}
		await(t, sentry, run, "a count", func() bool { return run.items(itemSpan, outcomeRateLimited) > 0 })
	}
	await(t, sentry, run, "both counted", func() bool { return run.items(itemSpan, outcomeRateLimited) == 2 })
	if got := run.lostAsSent("traces"); got != 2 {
		t.Errorf("the ledger would miss %d of 2", 2-got)
	}
	if got := len(sentry.got()); got != 1 {
		t.Errorf("%d requests, want the one that learnt the limit", got)
	}
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	await(t, sentry, run, "an event, which is another category", func() bool { return run.items("event", outcomeDelivered) == 1 })
}

func TestWithoutADSNNothingHappensAndItIsSaidOnce(t *testing.T) {
	run := start(t, "", nil)
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	if err := run.ConsumeTraces(t.Context(), oneTrace()); err != nil {
		t.Fatal(err)
	}
	if got := run.said.FilterMessageSnippet("Sentry is off: dsn is empty").Len(); got != 1 || run.said.Len() != 1 {
		t.Errorf("said %d times, %d lines in all", got, run.said.Len())
	}
	if run.Logs.Capabilities().MutatesData || run.Traces.Capabilities().MutatesData {
		t.Error("asks for a copy of the data")
	}
}

func TestSpansThatOthersReadAreAdaptedOnACopy(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	if run.Traces.Capabilities().MutatesData {
		t.Error("the collector would clone what goes to other exporters, too")
	}
	shared := oneTrace()
	before := shared.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Events().Len()
	shared.MarkReadOnly()
	if err := run.ConsumeTraces(t.Context(), shared); err != nil {
		t.Fatal(err)
	}
	await(t, sentry, run, "delivery", func() bool { return run.items(itemSpan, outcomeDelivered) == 1 })
	if after := shared.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Events().Len(); before == 0 || after != before {
		t.Errorf("%d of %d events are left for the others", after, before)
	}
}

func TestWithoutOTLPOnlyEnvelopesGo(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), func(cfg *Config) { cfg.OTLP = false })
	if err := run.ConsumeTraces(t.Context(), oneTrace()); err != nil {
		t.Fatal(err)
	}
	logs := envelopeLogs(t, time.Now(), oneEvent)
	logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().AppendEmpty().Body().SetStr("plain")
	run.send(t, logs)
	await(t, sentry, run, "the event delivered, the log counted", func() bool {
		return run.items("event", outcomeDelivered) == 1 && run.items(itemLog, outcomeOff) == 1
	})
	if got := sentry.got(); len(got) != 1 || got[0].path != "/api/42/envelope/" {
		t.Errorf("%d requests, want the envelope's alone", len(got))
	}
	if run.said.FilterMessageSnippet("otlp is false").Len() != 1 || run.Traces.Capabilities().MutatesData {
		t.Error("not said once, or asks for a copy of the traces")
	}
}

func TestOneEndpointThatRejectsIsNoAlarmForAnother(t *testing.T) {
	missing := answer(404)
	sentry := newServer(t, missing, answer(200), missing)
	run := start(t, sentry.dsn(), func(cfg *Config) { cfg.RejectedBackoff = 100 * time.Millisecond })
	if err := run.ConsumeTraces(t.Context(), oneTrace()); err != nil {
		t.Fatal(err)
	}
	await(t, sentry, run, "the traces rejected", func() bool { return len(sentry.got()) == 1 })
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	await(t, sentry, run, "the traces delivered in the end", func() bool { return run.items(itemSpan, outcomeDelivered) == 1 })
	if run.said.FilterMessageSnippet("does not take the DSN").Len() != 1 || run.said.FilterMessageSnippet("takes the DSN again").Len() != 1 {
		t.Errorf("said %v", run.said.All())
	}
}

func TestTheKeyIsInNoLogLineAndNoError(t *testing.T) {
	gone := newServer(t)
	gone.Close()
	for name, sentry := range map[string]*server{"no connection": gone, "401": newServer(t, answer(401), answer(403)), "400": newServer(t, answer(400))} {
		t.Run(name, func(t *testing.T) {
			run := start(t, sentry.dsn(), nil)
			run.send(t, envelopeLogs(t, time.Now(), oneEvent))
			await(t, sentry, run, "a line about it", func() bool { return run.said.FilterMessageSnippet("Exporting failed").Len() > 0 })
			for _, entry := range run.said.All() {
				if line := fmt.Sprint(entry.Message, entry.ContextMap()); strings.Contains(line, key) || strings.Contains(line, "boom") {
					t.Errorf("said %s", line)
				}
			}
		})
	}
	cfg := createDefaultConfig().(*Config)
	cfg.DSN = configopaque.String(gone.dsn())
	if printed := fmt.Sprintf("%v %+v %#v", cfg, cfg, cfg); strings.Contains(printed, key) {
		t.Errorf("the configuration prints as %s", printed)
	}
}

func TestARotatedDSNIsAnAlarmOnceAndItsEndIsSaid(t *testing.T) {
	sentry := newServer(t, answer(401), answer(403), answer(404))
	run := start(t, sentry.dsn(), nil)
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	await(t, sentry, run, "delivery", func() bool { return run.items("event", outcomeDelivered) == 1 })
	if run.said.FilterMessageSnippet("does not take the DSN").Len() != 1 || run.said.FilterMessageSnippet("takes the DSN again").Len() != 1 {
		t.Errorf("said %v", run.said.All())
	}
}

func TestLifecycle(t *testing.T) {
	factory := NewFactory()
	for name, dsn := range map[string]string{"on": "https://abc@example.com/42", "off": ""} {
		t.Run(name, func(t *testing.T) {
			cfg := createDefaultConfig().(*Config)
			cfg.DSN = configopaque.String(dsn)
			for range 2 {
				logs, err := factory.CreateLogs(t.Context(), exportertest.NewNopSettings(Type), cfg)
				if err != nil {
					t.Fatal(err)
				}
				traces, err := factory.CreateTraces(t.Context(), exportertest.NewNopSettings(Type), cfg)
				if err != nil {
					t.Fatal(err)
				}
				host := componenttest.NewNopHost()
				if err := errors.Join(logs.Start(t.Context(), host), traces.Start(t.Context(), host)); err != nil {
					t.Fatal(err)
				}
				if err := errors.Join(logs.Shutdown(t.Context()), traces.Shutdown(t.Context())); err != nil {
					t.Error(err)
				}
			}
		})
	}
	logs, err := factory.CreateLogs(t.Context(), exportertest.NewNopSettings(Type), createDefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	if err := logs.Shutdown(t.Context()); err != nil {
		t.Errorf("shutdown before start: %v", err)
	}
}

func TestEmptyDataCostsNoRequest(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	run.send(t, plog.NewLogs())
	if err := run.ConsumeTraces(t.Context(), ptrace.NewTraces()); err != nil {
		t.Fatal(err)
	}
	run.send(t, envelopeLogs(t, time.Now(), oneEvent))
	await(t, sentry, run, "the event", func() bool { return run.items("event", outcomeDelivered) == 1 })
	if got := len(sentry.got()); got != 1 {
		t.Errorf("%d requests, want the event's", got)
	}
}

func oneTrace() ptrace.Traces {
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName("GET /")
	span.SetTraceID([16]byte{1})
	span.SetSpanID([8]byte{1})
	accept := span.Attributes().PutEmptySlice("http.request.header.accept")
	accept.AppendEmpty().SetStr("text/html")
	accept.AppendEmpty().SetStr("text/plain")
	span.Attributes().PutEmptySlice("empty")
	span.Attributes().PutEmptyMap("nested").PutInt("a", 1)
	span.Attributes().PutInt("plain", 7)
	span.Events().AppendEmpty().SetName("exception")
	span.Events().AppendEmpty().SetName("log")
	return traces
}
