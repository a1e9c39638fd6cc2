package retryextension

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

// backend answers with what the test sets.
type backend struct {
	status int
	header http.Header
	body   io.Reader
}

func (b *backend) RoundTrip(*http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	for name, values := range b.header {
		recorder.Header()[name] = values
	}
	recorder.WriteHeader(b.status)
	response := recorder.Result()
	if b.body != nil {
		response.Body, response.ContentLength = io.NopCloser(b.body), -1
	}
	return response, nil
}

func wrapped(t *testing.T, b *backend) (http.RoundTripper, *observer.ObservedLogs) {
	t.Helper()
	tripper, logs, _ := counting(t, b)
	return tripper, logs
}

// counting also reads the counters of the extension, by name.
func counting(t *testing.T, b *backend) (http.RoundTripper, *observer.ObservedLogs, func(name string) int64) {
	t.Helper()
	core, logs := observer.New(zapcore.InfoLevel)
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { _ = tel.Shutdown(context.Background()) })
	telemetry := tel.NewTelemetrySettings()
	telemetry.Logger = zap.New(core)
	made, err := NewFactory().Create(context.Background(), extension.Settings{ID: component.NewID(Type), TelemetrySettings: telemetry}, &Config{})
	if err != nil {
		t.Fatal(err)
	}
	wrap, err := made.(*retry).GetHTTPRoundTripper(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	tripper, err := wrap(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	return tripper, logs, func(name string) int64 {
		found, err := tel.GetMetric(name)
		if err != nil {
			return 0
		}
		var total int64
		for _, point := range found.Data.(metricdata.Sum[int64]).DataPoints {
			total += point.Value
		}
		return total
	}
}

func send(t *testing.T, tripper http.RoundTripper) *http.Response {
	t.Helper()
	return sendTo(t, tripper, "http://tempo/v1/traces")
}

func sendTo(t *testing.T, tripper http.RoundTripper, url string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(http.MethodPost, url, strings.NewReader("spans"))
	response, err := tripper.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestWhatCanBeMendedLooksLikeA503(t *testing.T) {
	for _, status := range []int{301, 302, 307, 401, 402, 403, 404, 405, 407, 408, 425, 500, 502, 503, 504, 520, 599} {
		tripper, _ := wrapped(t, &backend{status: status, header: http.Header{"Location": {"http://elsewhere/"}}})
		response := send(t, tripper)
		if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Location") != "" {
			t.Errorf("%d became %d, Location %q", status, response.StatusCode, response.Header.Get("Location"))
		}
	}
}

func TestWhatIsAboutTheDataStaysAsItIs(t *testing.T) {
	for _, status := range []int{200, 202, 204, 400, 409, 411, 413, 415, 422, 429, 431, 501} {
		tripper, logs := wrapped(t, &backend{status: status, header: http.Header{"Content-Type": {"application/x-protobuf"}}})
		if got := send(t, tripper).StatusCode; got != status {
			t.Errorf("%d became %d", status, got)
		}
		if logs.Len() != 0 {
			t.Errorf("%d was logged", status)
		}
	}
}

func TestALoginPageIsNoDelivery(t *testing.T) {
	tripper, _ := wrapped(t, &backend{status: 200, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}})
	if got := send(t, tripper).StatusCode; got != http.StatusServiceUnavailable {
		t.Fatalf("200 became %d", got)
	}
}

func TestARefusalIsSaidOnceUntilItIsMended(t *testing.T) {
	b := &backend{status: 401}
	tripper, logs := wrapped(t, b)
	for range 3 {
		send(t, tripper)
	}
	b.status = 403
	send(t, tripper)
	b.status = 500
	send(t, tripper)
	b.status = 200
	send(t, tripper)
	send(t, tripper)
	b.status = 401
	send(t, tripper)
	var levels []string
	for _, entry := range logs.All() {
		levels = append(levels, entry.Level.String())
	}
	if got := strings.Join(levels, " "); got != "error error warn info error" {
		t.Fatalf("logged %s", got)
	}
}

func TestRetryAfterIsBounded(t *testing.T) {
	at := func(wait time.Duration) string { return time.Now().Add(wait).UTC().Format(http.TimeFormat) }
	for asked, want := range map[string][2]int{
		"0": {0, 0}, "7": {7, 7}, "300": {300, 300}, "301": {300, 300}, "99999999999999999999999": {300, 300},
		at(time.Minute): {57, 60}, at(240 * time.Hour): {300, 300}, at(-time.Hour): {0, 0},
	} {
		tripper, _ := wrapped(t, &backend{status: 503, header: http.Header{"Retry-After": {asked}}})
		got, err := strconv.Atoi(send(t, tripper).Header.Get("Retry-After"))
		if err != nil || got < want[0] || got > want[1] {
			t.Errorf("%q became %d, %v; want %d to %d", asked, got, err, want[0], want[1])
		}
	}
	for _, asked := range []string{"-5", "soon", "1.5"} {
		tripper, _ := wrapped(t, &backend{status: 503, header: http.Header{"Retry-After": {asked}}})
		if got, there := send(t, tripper).Header["Retry-After"]; there {
			t.Errorf("%q became %q", asked, got)
		}
	}
	tripper, _ := wrapped(t, &backend{status: 503})
	if got, there := send(t, tripper).Header["Retry-After"]; there {
		t.Errorf("none became %q", got)
	}
}
