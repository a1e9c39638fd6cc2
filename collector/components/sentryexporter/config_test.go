package sentryexporter

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

func load(t *testing.T, name string) (*Config, error) {
	t.Helper()
	all, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	section, err := all.Sub(component.NewIDWithName(Type, name).String())
	if err != nil {
		t.Fatal(err)
	}
	cfg := NewFactory().CreateDefaultConfig().(*Config)
	if err := section.Unmarshal(cfg); err != nil {
		return cfg, err
	}
	return cfg, confmap.Validate(cfg)
}

func TestTheExampleIsValidAndKeepsDefaults(t *testing.T) {
	cfg, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	queue := cfg.Queue.Get()
	if !cfg.OTLP || cfg.Timeout != 15*time.Second || cfg.RejectedBackoff != time.Minute || cfg.RateLimitWait != 0 || queue.NumConsumers != 4 || queue.QueueSize != 200_000_000 {
		t.Errorf("loaded as %+v, queue %+v", cfg, queue)
	}
	if !cfg.Retry.Enabled || cfg.Retry.MaxElapsedTime != 0 {
		t.Errorf("retries end: %+v", cfg.Retry)
	}
}

func TestEverySettingIsRead(t *testing.T) {
	cfg, err := load(t, "everything")
	if err != nil {
		t.Fatal(err)
	}
	if cfg.OTLP || cfg.Timeout != 3*time.Second || cfg.RejectedBackoff != 10*time.Second || cfg.RateLimitWait != 90*time.Second ||
		cfg.TLS.CAFile == "" || cfg.Queue.Get().NumConsumers != 2 || cfg.Retry.MaxElapsedTime != time.Hour {
		t.Errorf("loaded as %+v", cfg)
	}
}

func TestABadConfigurationSaysWhereWhatAndRemedyAndNeverTheKey(t *testing.T) {
	for name, says := range map[string]string{
		"no project":    "dsn: seen 40 characters with no project number at the end of the path. Copy the DSN",
		"no key":        "dsn: seen 32 characters with no key before an @. Copy the DSN",
		"no URL":        "dsn: seen 15 characters that are no URL. Copy the DSN",
		"timeout zero":  "timeout: seen 0s",
		"negative wait": "rate_limit_wait: seen -1s",
		"key misspelt":  "dns",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, name)
			if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "publickey") {
				t.Errorf("got %v, want it to say %q", err, says)
			}
		})
	}
}

func TestWithoutADSNTheConfigurationIsValid(t *testing.T) {
	if cfg, err := load(t, "off"); err != nil || !cfg.off() {
		t.Errorf("off: %v, error %v", cfg.off(), err)
	}
}

func TestADSNNamesEveryURL(t *testing.T) {
	for _, test := range []struct{ name, dsn, base string }{
		{"a hosted project", "https://abc@o1.ingest.example.com/42", "https://o1.ingest.example.com/api/42"},
		{"an old DSN with a secret", "https://abc:secret@example.com/42", "https://example.com/api/42"},
		{"a port and a prefix", "http://abc@localhost:8000/some/where/7", "http://localhost:8000/some/where/api/7"},
		{"an IPv6 host", "http://abc@[::1]:8000/7", "http://[::1]:8000/api/7"},
	} {
		t.Run(test.name, func(t *testing.T) {
			to, err := parseDSN(test.dsn)
			want := destination{test.base + "/envelope/", test.base + "/integration/otlp/v1/traces", test.base + "/integration/otlp/v1/logs", "abc"}
			if err != nil || to != want {
				t.Errorf("got %+v (%v), want %+v", to, err, want)
			}
		})
	}
}

func TestAMalformedDSNIsRefused(t *testing.T) {
	for name, dsn := range map[string]string{
		"another protocol":         "ftp://abc@example.com/42",
		"a project that is a name": "https://abc@example.com/shop",
		"a key with a newline":     "https://abc%0d%0aX-Evil@example.com/42",
		"no host":                  "https://abc@/42",
		"a query":                  "https://abc@example.com/42?x=1",
		"the key alone":            "abc",
		"blanks":                   "   ",
	} {
		if to, err := parseDSN(dsn); err == nil || strings.Contains(err.Error(), "abc") {
			t.Errorf("%s: %+v, error %v", name, to, err)
		}
	}
}

func TestTheConfigStructFollowsTheCollectorsRules(t *testing.T) {
	if err := componenttest.CheckConfigStruct(createDefaultConfig()); err != nil {
		t.Error(err)
	}
}
