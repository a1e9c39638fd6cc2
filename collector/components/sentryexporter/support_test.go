package sentryexporter

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

const key = "0123456789abcdef0123456789abcdef"

// request is one that reached the server, body unpacked.
type request struct {
	path   string
	header http.Header
	body   string
}

// server plays Sentry: it answers each request by the next of its answers, and 200 when they are used up.
type server struct {
	*httptest.Server
	mutex    sync.Mutex
	answers  []http.HandlerFunc
	requests []request
}

func newServer(t *testing.T, answers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{answers: answers}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	body := "not gzip"
	if unpacked, err := gzip.NewReader(r.Body); err == nil {
		raw, _ := io.ReadAll(unpacked)
		body = string(raw)
	}
	s.mutex.Lock()
	s.requests = append(s.requests, request{r.URL.Path, r.Header.Clone(), body})
	answer := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }
	if len(s.answers) > 0 {
		answer, s.answers = s.answers[0], s.answers[1:]
	}
	s.mutex.Unlock()
	answer(w, r)
}

func (s *server) got() []request {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]request(nil), s.requests...)
}

func (s *server) dsn() string {
	return strings.Replace(s.URL, "http://", "http://"+key+"@", 1) + "/42"
}

func answer(status int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
	}
}

// running is a started exporter with what it said and counted.
type running struct {
	exporter.Logs
	exporter.Traces
	telemetry *componenttest.Telemetry
	said      *observer.ObservedLogs
	stop      func()
}

// start runs an exporter as the collector would, with retries that do not keep a test waiting.
func start(t *testing.T, dsn string, change func(*Config)) *running {
	t.Helper()
	return startOn(t, componenttest.NewNopHost(), dsn, change)
}

func startOn(t *testing.T, host component.Host, dsn string, change func(*Config)) *running {
	t.Helper()
	cfg := createDefaultConfig().(*Config)
	cfg.DSN = configopaque.String(dsn)
	cfg.Retry.InitialInterval = time.Millisecond
	cfg.Retry.MaxInterval = 2 * time.Millisecond
	cfg.RejectedBackoff = 20 * time.Millisecond
	cfg.Timeout = 2 * time.Second
	if change != nil {
		change(cfg)
	}
	core, said := observer.New(zap.DebugLevel)
	run := &running{telemetry: componenttest.NewTelemetry(), said: said}
	set := exportertest.NewNopSettings(Type)
	set.TelemetrySettings = run.telemetry.NewTelemetrySettings()
	set.Logger = zap.New(core)
	factory := NewFactory()
	var err error
	if run.Logs, err = factory.CreateLogs(t.Context(), set, cfg); err != nil {
		t.Fatal(err)
	}
	if run.Traces, err = factory.CreateTraces(t.Context(), set, cfg); err != nil {
		t.Fatal(err)
	}
	sides := []component.Component{run.Logs, run.Traces}
	for _, side := range sides {
		if err := side.Start(t.Context(), host); err != nil {
			t.Fatal(err)
		}
	}
	run.stop = sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		for _, side := range sides {
			if err := side.Shutdown(ctx); err != nil {
				t.Error(err)
			}
		}
	})
	t.Cleanup(run.stop)
	return run
}

func (r *running) send(t *testing.T, logs plog.Logs) {
	t.Helper()
	if err := r.ConsumeLogs(t.Context(), logs); err != nil {
		t.Fatal(err)
	}
}

// count reads one of the exporter's counters at the given label values.
func (r *running) count(name string, labels ...string) int64 {
	got, err := r.telemetry.GetMetric(name)
	if err != nil {
		return 0
	}
	var sum int64
	for _, point := range got.Data.(metricdata.Sum[int64]).DataPoints {
		if matches(point.Attributes, labels) {
			sum += point.Value
		}
	}
	return sum
}

func (r *running) items(itemType, outcome string) int64 {
	return r.count("otelcol_exporter_sentry_items", "item_type="+itemType, "outcome="+outcome)
}

func (r *running) lostAsSent(signal string) int64 {
	return r.count("otelcol_exporter_rejected_items", "otel_signal="+signal)
}

func matches(set attribute.Set, labels []string) bool {
	for _, label := range labels {
		name, value, _ := strings.Cut(label, "=")
		if got, ok := set.Value(attribute.Key(name)); !ok || got.AsString() != value {
			return false
		}
	}
	return true
}

// await polls a condition to a deadline; on failure it prints what the server got and what the exporter said.
func await(t *testing.T, s *server, run *running, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			for _, got := range s.got() {
				t.Logf("arrived: %s %q", got.path, got.body)
			}
			for _, entry := range run.said.All() {
				t.Logf("said: %s %v", entry.Message, entry.ContextMap())
			}
			t.Fatalf("never: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

// record makes the log record of an envelope, as the receiver would.
func envelopeLogs(t *testing.T, received time.Time, bodies ...string) plog.Logs {
	t.Helper()
	logs := plog.NewLogs()
	records := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for _, body := range bodies {
		content, err := envelope.Parse([]byte(body), envelope.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if err := sentryrecord.Write(records.AppendEmpty(), content, received); err != nil {
			t.Fatal(err)
		}
	}
	return logs
}

func itemTypes(t *testing.T, body string) string {
	t.Helper()
	content, err := envelope.Parse([]byte(body), envelope.DefaultLimits())
	if err != nil {
		t.Fatalf("Sentry got a malformed envelope: %v\n%q", err, body)
	}
	return strings.Join(types(content.Items), ",")
}
