package sentryreceiver

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

const envelopeRoute = "/api/42/envelope/"

// running is a receiver on a free port, with what came out of it.
type running struct {
	url       string
	sink      *consumertest.LogsSink
	telemetry *componenttest.Telemetry
}

// start runs a receiver on loopback; change may set anything first. A nil next is a sink.
func start(t *testing.T, change func(*Config), next consumer.Logs, extensions map[component.ID]component.Component) *running {
	t.Helper()
	cfg := createDefaultConfig().(*Config)
	cfg.HTTP.NetAddr.Endpoint = "127.0.0.1:0"
	cfg.LoopbackOnly = true
	if change != nil {
		change(cfg)
	}
	run := &running{sink: &consumertest.LogsSink{}, telemetry: componenttest.NewTelemetry()}
	if next == nil {
		next = run.sink
	}
	set := receiver.Settings{ID: component.NewID(Type), TelemetrySettings: run.telemetry.NewTelemetrySettings(), BuildInfo: receivertest.NewNopSettings(Type).BuildInfo}
	made, err := newSentryReceiver(set, cfg, next)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Start(t.Context(), hostWith{extensions}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := made.Shutdown(ctx); err != nil {
			t.Error(err)
		}
	})
	run.url = "http://" + made.address.String()
	return run
}

type hostWith struct {
	extensions map[component.ID]component.Component
}

func (h hostWith) GetExtensions() map[component.ID]component.Component { return h.extensions }

// post sends a body and returns the status, the headers and the decoded answer.
func (r *running) post(t *testing.T, path string, body io.Reader, headers ...string) (int, http.Header, map[string]string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := map[string]string{}
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("answer %d is no JSON: %q", res.StatusCode, raw)
	}
	return res.StatusCode, res.Header, answer
}

func (r *running) records() []plog.LogRecord {
	var records []plog.LogRecord
	for _, logs := range r.sink.AllLogs() {
		records = append(records, logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0))
	}
	return records
}

// count reads one of the receiver's counters at the given label values ("outcome=accepted").
func (r *running) count(t *testing.T, name string, labels ...string) int64 {
	t.Helper()
	got, err := r.telemetry.GetMetric(name)
	if err != nil {
		return 0
	}
	for _, point := range got.Data.(metricdata.Sum[int64]).DataPoints {
		if matches(point.Attributes, labels) {
			return point.Value
		}
	}
	return 0
}

func matches(set attribute.Set, labels []string) bool {
	for _, label := range labels {
		key, value, _ := strings.Cut(label, "=")
		if got, ok := set.Value(attribute.Key(key)); !ok || got.AsString() != value {
			return false
		}
	}
	return true
}

func deflated(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zlib.NewWriter(&out)
	if _, err := io.WriteString(writer, text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
