package scrubprocessor

import (
	"context"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func TestDropsOnlyTheItemThatPanics(t *testing.T) {
	core, logged := observer.New(zap.DebugLevel)
	set := componenttest.NewNopTelemetrySettings()
	set.Logger = zap.New(core)
	s, err := newScrubber(set, createDefaultConfig().(*Config), "logs")
	must(t, err)
	b := &batch{scanner: s.engine.Scanner(), logger: s.logger}
	if !b.failed("log record", func() { panic("dana@example.com") }) {
		t.Error("the item is kept")
	}
	if b.failed("log record", func() {}) || b.dropped != 1 {
		t.Errorf("the next item is dropped, %d in all", b.dropped)
	}
	if logged.Len() != 1 {
		t.Fatalf("%d log lines", logged.Len())
	}
	for _, entry := range logged.All() {
		if strings.Contains(entry.Message, "dana") || strings.Contains(stringsOf(entry.ContextMap()), "dana") {
			t.Errorf("the value is logged: %v", entry)
		}
	}
}

func stringsOf(m map[string]any) string {
	var b strings.Builder
	for k, v := range m {
		b.WriteString(k)
		if s, ok := v.(string); ok {
			b.WriteString(s)
		}
	}
	return b.String()
}

func TestCountsByKindPlaceAndSignal(t *testing.T) {
	tel := componenttest.NewTelemetry()
	defer func() { must(t, tel.Shutdown(context.Background())) }()
	cfg := createDefaultConfig().(*Config)
	cfg.Keys.Remove = []string{"raw"}
	cfg.Limits.ValueBytes = 1024
	s, err := newScrubber(tel.NewTelemetrySettings(), cfg, "logs")
	must(t, err)
	ld := plog.NewLogs()
	record := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.Body().SetStr("mail dana@example.com and noa@example.com, call 050-1234567")
	record.Attributes().PutStr("raw", "x")
	record.Attributes().PutStr("long", strings.Repeat("a@b.co ", 1000))
	_, err = s.processLogs(context.Background(), ld)
	must(t, err)
	for name, want := range map[string]map[string]int64{
		"otelcol_processor_scrub_findings":        {"email,log_body,logs": 2, "phone,log_body,logs": 1, "limit,log_attribute,logs": 1},
		"otelcol_processor_scrub_fields_removed":  {"logs": 1},
		"otelcol_processor_scrub_budget_overruns": {"logs": 1},
	} {
		got, err := tel.GetMetric(name)
		must(t, err)
		points := got.Data.(metricdata.Sum[int64]).DataPoints
		if len(points) != len(want) {
			t.Errorf("%s has %d series, not %d", name, len(points), len(want))
		}
		for _, p := range points {
			var labels []string
			for _, kv := range p.Attributes.ToSlice() {
				labels = append(labels, kv.Value.AsString())
			}
			if key := strings.Join(labels, ","); p.Value != want[key] {
				t.Errorf("%s{%s} is %d, not %d", name, key, p.Value, want[key])
			}
		}
	}
	if _, err := tel.GetMetric("otelcol_processor_scrub_duration"); err != nil {
		t.Error(err)
	}
}
