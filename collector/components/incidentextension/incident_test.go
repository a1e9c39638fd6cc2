package incidentextension

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

const token = "a-token-for-tests"

func made(t *testing.T) (*incident, *time.Time, *componenttest.Telemetry) {
	t.Helper()
	telemetry := componenttest.NewTelemetry()
	config := createDefaultConfig().(*Config)
	config.Token = token
	created, err := NewFactory().Create(context.Background(), extension.Settings{ID: component.NewID(Type), TelemetrySettings: telemetry.NewTelemetrySettings()}, config)
	if err != nil {
		t.Fatal(err)
	}
	i := created.(*incident)
	at := time.Unix(1_790_000_000, 0)
	i.now = func() time.Time { return at }
	return i, &at, telemetry
}

func call(i *incident, method, target, authorization string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, target, nil)
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	answer := httptest.NewRecorder()
	i.ServeHTTP(answer, request)
	return answer
}

func kept(t *testing.T, i *incident) bool {
	t.Helper()
	policy, err := i.NewEvaluator("keep-all", nil)
	if err != nil {
		t.Fatal(err)
	}
	decision, err := policy.Evaluate(context.Background(), pcommon.TraceID{1}, &samplingpolicy.TraceData{SpanCount: 1})
	if err != nil {
		t.Fatal(err)
	}
	return decision == samplingpolicy.Sampled
}

func left(t *testing.T, telemetry *componenttest.Telemetry) float64 {
	t.Helper()
	found, err := telemetry.GetMetric("otelcol_incident_left")
	if err != nil {
		t.Fatal(err)
	}
	return found.Data.(metricdata.Gauge[float64]).DataPoints[0].Value
}

func TestEverythingIsKeptForAsLongAsAskedAndNotLonger(t *testing.T) {
	i, at, telemetry := made(t)
	if kept(t, i) || left(t, telemetry) != 0 {
		t.Fatal("on before anybody asked")
	}
	if answer := call(i, http.MethodPost, "/keep-all?for=30m", "Bearer "+token); answer.Code != http.StatusOK {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	if !kept(t, i) || left(t, telemetry) != 1800 {
		t.Fatalf("not on, %v s left", left(t, telemetry))
	}
	*at = at.Add(30*time.Minute - time.Nanosecond)
	if !kept(t, i) {
		t.Fatal("off before its time")
	}
	*at = at.Add(time.Nanosecond)
	if kept(t, i) || left(t, telemetry) != 0 {
		t.Fatal("still on")
	}
}

func TestItCanBeProlongedAndEnded(t *testing.T) {
	i, at, _ := made(t)
	call(i, http.MethodPost, "/keep-all?for=10m", "Bearer "+token)
	*at = at.Add(9 * time.Minute)
	call(i, http.MethodPost, "/keep-all?for=10m", "bearer "+token)
	*at = at.Add(9 * time.Minute)
	if !kept(t, i) {
		t.Fatal("the second call did not prolong it")
	}
	if body := call(i, http.MethodGet, "/keep-all", "Bearer "+token).Body.String(); !strings.Contains(body, `"keep_all":true`) {
		t.Fatal(body)
	}
	if body := call(i, http.MethodDelete, "/keep-all", "Bearer "+token).Body.String(); !strings.Contains(body, `"keep_all":false`) || kept(t, i) {
		t.Fatal(body)
	}
}

func TestNobodyWithoutTheTokenIsHeard(t *testing.T) {
	for _, authorization := range []string{"", "Bearer", "Bearer ", "Bearer " + token[1:], "Basic " + token, "Bearer " + token + "x", token} {
		i, _, _ := made(t)
		answer := call(i, http.MethodPost, "/keep-all?for=30m", authorization)
		if answer.Code != http.StatusUnauthorized || kept(t, i) {
			t.Errorf("%q: %d", authorization, answer.Code)
		}
		if strings.Contains(answer.Body.String(), token) {
			t.Error("the answer holds the token")
		}
	}
}

func TestWhatCannotBeMeantIsRefused(t *testing.T) {
	for target, status := range map[string]int{
		"/keep-all": 400, "/keep-all?for=30": 400, "/keep-all?for=-1m": 400, "/keep-all?for=0s": 400,
		"/keep-all?for=2h0m1s": 400, "/keep-all?for=2h": 200, "/": 404,
	} {
		i, _, _ := made(t)
		if answer := call(i, http.MethodPost, target, "Bearer "+token); answer.Code != status || kept(t, i) != (status == 200) {
			t.Errorf("%s: %d %s", target, answer.Code, answer.Body)
		}
	}
	i, _, _ := made(t)
	if answer := call(i, http.MethodPut, "/keep-all?for=1m", "Bearer "+token); answer.Code != http.StatusMethodNotAllowed {
		t.Errorf("PUT: %d", answer.Code)
	}
	if _, err := i.NewEvaluator("p", map[string]any{"for": "30m"}); err == nil {
		t.Error("a policy with a key was accepted")
	}
}

func TestTheConfigurationIsChecked(t *testing.T) {
	good := Config{Endpoint: "127.0.0.1:0", Token: token, MaxDuration: time.Hour}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for says, change := range map[string]func(*Config){
		"endpoint":     func(c *Config) { c.Endpoint = "4330" },
		"token":        func(c *Config) { c.Token = "" },
		"max_duration": func(c *Config) { c.MaxDuration = 0 },
	} {
		config := good
		change(&config)
		if err := config.Validate(); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), token) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestItListensAndStops(t *testing.T) {
	i, _, _ := made(t)
	i.config.Endpoint = "127.0.0.1:0"
	if err := i.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	if err := i.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	unstarted, _, _ := made(t)
	if err := unstarted.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestNoPrintOfTheConfigurationShowsTheToken(t *testing.T) {
	config := NewFactory().CreateDefaultConfig().(*Config)
	config.Token = token
	printed := confmap.New()
	if err := printed.Marshal(config); err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%v %+v", printed.ToStringMap(), *config); strings.Contains(text, token) || !strings.Contains(text, "[REDACTED]") {
		t.Error(text)
	}
}
