package sentryexporter

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestTheREADMENamesEverySetting(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	kind := reflect.TypeFor[Config]()
	for i := range kind.NumField() {
		if key := kind.Field(i).Tag.Get("mapstructure"); !strings.Contains(string(page), "| `"+key+"` |") {
			t.Errorf("README.md says nothing of %s", key)
		}
	}
}

func TestPageAndMetadataNameEveryMetric(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	if err := run.ConsumeTraces(t.Context(), oneTrace()); err != nil {
		t.Fatal(err)
	}
	names := []string{"exporter_sentry_items", "exporter_sentry_requests", "exporter_sentry_span_events_removed", "exporter_sentry_attributes_adapted"}
	await(t, sentry, run, "every metric", func() bool {
		for _, name := range names {
			if run.count("otelcol_"+name) == 0 {
				return false
			}
		}
		return true
	})
	for _, file := range []string{"README.md", "metadata.yaml"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !strings.Contains(string(page), name) {
				t.Errorf("%s says nothing of %s", file, name)
			}
		}
	}
}
