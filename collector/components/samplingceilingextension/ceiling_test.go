package samplingceilingextension

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

// clock stands still until the test moves it.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func made(t *testing.T, config *Config) (*ceiling, *clock, *componenttest.Telemetry, *observer.ObservedLogs) {
	t.Helper()
	telemetry := componenttest.NewTelemetry()
	core, logs := observer.New(zapcore.InfoLevel)
	settings := telemetry.NewTelemetrySettings()
	settings.Logger = zap.New(core)
	created, err := NewFactory().Create(context.Background(), extension.Settings{ID: component.NewID(Type), TelemetrySettings: settings}, config)
	if err != nil {
		t.Fatal(err)
	}
	c := created.(*ceiling)
	still := &clock{at: c.bucket.at}
	c.bucket.now = still.now
	return c, still, telemetry, logs
}

func policy(t *testing.T, c *ceiling, name string, cfg map[string]any) samplingpolicy.Evaluator {
	t.Helper()
	p, err := c.NewEvaluator(name, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func kept(t *testing.T, p samplingpolicy.Evaluator, spans int64) bool {
	t.Helper()
	decision, err := p.Evaluate(context.Background(), pcommon.TraceID{1}, &samplingpolicy.TraceData{SpanCount: spans})
	if err != nil {
		t.Fatal(err)
	}
	return decision == samplingpolicy.Sampled
}

func count(t *testing.T, p samplingpolicy.Evaluator, traces int, spans int64) (total int) {
	t.Helper()
	for range traces {
		if kept(t, p, spans) {
			total++
		}
	}
	return total
}

func TestTheBudgetIsSharedAndFillsAgain(t *testing.T) {
	c, time_, _, _ := made(t, &Config{SpansPerSecond: 100, Burst: time.Second})
	first, second := policy(t, c, "first", nil), policy(t, c, "second", nil)
	if got := count(t, first, 5, 10) + count(t, second, 20, 10); got != 10 {
		t.Fatalf("kept %d traces of 10 spans, the budget is 100", got)
	}
	time_.at = time_.at.Add(500 * time.Millisecond)
	if got := count(t, second, 20, 10); got != 5 {
		t.Fatalf("kept %d after half a second, 5 fit", got)
	}
	time_.at = time_.at.Add(time.Hour)
	if got := count(t, first, 100, 10); got != 10 {
		t.Fatalf("kept %d after an hour, a second is all that is saved", got)
	}
}

func TestATraceLargerThanTheBudgetPassesAndIsPaidFor(t *testing.T) {
	c, time_, _, _ := made(t, &Config{SpansPerSecond: 100, Burst: time.Second})
	p := policy(t, c, "p", nil)
	if !kept(t, p, 1000) {
		t.Fatal("refused from a full bucket")
	}
	time_.at = time_.at.Add(8 * time.Second)
	if kept(t, p, 1) {
		t.Fatal("passed while 100 of its spans are still owed")
	}
	time_.at = time_.at.Add(1100 * time.Millisecond)
	if !kept(t, p, 1) {
		t.Fatal("refused after all was paid")
	}
}

func TestALessImportantPolicyLeavesItsShare(t *testing.T) {
	c, time_, _, _ := made(t, &Config{SpansPerSecond: 100, Burst: time.Second})
	ordinary, important := policy(t, c, "ordinary", map[string]any{"leave_percentage": 50}), policy(t, c, "important", nil)
	if got := count(t, ordinary, 100, 10); got != 5 {
		t.Fatalf("ordinary kept %d, 5 leave half of the budget", got)
	}
	if got := count(t, important, 100, 10); got != 5 {
		t.Fatalf("important kept %d of what was left", got)
	}
	time_.at = time_.at.Add(400 * time.Millisecond)
	if kept(t, ordinary, 10) {
		t.Fatal("ordinary took what the important ones need")
	}
	if !kept(t, important, 10) {
		t.Fatal("important was refused")
	}
}

func TestWhatIsRefusedIsCountedAndSaidOnce(t *testing.T) {
	c, _, telemetry, logs := made(t, &Config{SpansPerSecond: 1, Burst: time.Second})
	p := policy(t, c, "baseline", nil)
	if got := count(t, p, 4, 3); got != 1 {
		t.Fatalf("kept %d", got)
	}
	found, err := telemetry.GetMetric("otelcol_sampling_ceiling_refused_spans")
	if err != nil {
		t.Fatal(err)
	}
	points := found.Data.(metricdata.Sum[int64]).DataPoints
	if len(points) != 1 || points[0].Value != 9 {
		t.Fatalf("counted %+v, 3 traces of 3 spans were refused", points)
	}
	if name, _ := points[0].Attributes.Value("policy"); name.AsString() != "baseline" {
		t.Fatalf("counted for %q", name.AsString())
	}
	if logs.Len() != 1 {
		t.Fatalf("%d lines", logs.Len())
	}
}

func TestNothingIsCountedBelowTheCeiling(t *testing.T) {
	c, _, telemetry, logs := made(t, &Config{SpansPerSecond: 100, Burst: time.Second})
	count(t, policy(t, c, "p", nil), 10, 10)
	if _, err := telemetry.GetMetric("otelcol_sampling_ceiling_refused_spans"); err == nil || logs.Len() != 0 {
		t.Fatalf("counted or said (%d lines)", logs.Len())
	}
}

func TestAPolicyOfAnotherShapeIsRefused(t *testing.T) {
	c, _, _, _ := made(t, &Config{SpansPerSecond: 1, Burst: time.Second})
	for says, cfg := range map[string]map[string]any{
		"unknown key": {"leave": 1}, "seen many": {"leave_percentage": "many"}, "0 to 99": {"leave_percentage": 100}, "seen -1": {"leave_percentage": -1.0},
	} {
		if _, err := c.NewEvaluator("p", cfg); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v", cfg, err)
		}
	}
}

func TestABudgetThatCannotBeMeantIsRefused(t *testing.T) {
	for _, c := range []struct {
		config Config
		valid  bool
	}{
		{Config{SpansPerSecond: 1, Burst: time.Second}, true},
		{Config{SpansPerSecond: 0, Burst: time.Second}, false},
		{Config{SpansPerSecond: 1, Burst: time.Second - 1}, false},
	} {
		if err := c.config.Validate(); (err == nil) != c.valid {
			t.Errorf("%+v: %v", c.config, err)
		}
	}
	if err := createDefaultConfig().(*Config).Validate(); err != nil {
		t.Error(err)
	}
}
