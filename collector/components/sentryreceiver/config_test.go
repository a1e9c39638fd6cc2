package sentryreceiver

import (
	"path/filepath"
	"reflect"
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
	if !cfg.HTTP.Auth.HasValue() || cfg.HTTP.MaxRequestBodySize != 10<<20 || cfg.HTTP.ReadTimeout != 15*time.Second {
		t.Errorf("loaded as %+v", cfg)
	}
	if cfg.Items != (ItemsConfig{Transactions: Drop, Replays: Pass, Attachments: Pass, Unknown: Drop}) {
		t.Errorf("items %+v", cfg.Items)
	}
}

func TestEverySettingIsRead(t *testing.T) {
	cfg, err := load(t, "loopback")
	if err != nil {
		t.Fatal(err)
	}
	if !cfg.LoopbackOnly || cfg.MaxInFlightSize != 64<<20 || cfg.HTTP.ReadTimeout != 10*time.Second || cfg.HTTP.MaxRequestBodySize != 5<<20 {
		t.Errorf("loaded as %+v", cfg)
	}
	if want := (LimitsConfig{50, 5 << 20, 20 << 20, 100_000, 128}); !reflect.DeepEqual(cfg.Limits, want) {
		t.Errorf("limits %+v, want %+v", cfg.Limits, want)
	}
	if want := (ItemsConfig{Pass, Drop, Drop, Pass}); cfg.Items != want {
		t.Errorf("items %+v, want %+v", cfg.Items, want)
	}
}

func TestABadConfigurationSaysWhereWhatAndRemedy(t *testing.T) {
	for name, says := range map[string]string{
		"open to anybody":                "auth: not set, and loopback_only is false",
		"loopback only on every address": `endpoint: "0.0.0.0:4319" is no loopback address`,
		"cors":                           "cors: set",
		"policy misspelt":                `items::unknown: seen "keep". Write "pass" or "drop"`,
		"limit zero":                     "limits::max_items: seen 0",
		"key misspelt":                   "limit: unknown key. Known here: ",
		"nested key misspelt":            "limits::max_item: unknown key. Known here: max_items",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := load(t, name); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v, want it to say %q", err, says)
			}
		})
	}
}

func TestLoopbackIsToldFromOtherAddresses(t *testing.T) {
	for endpoint, want := range map[string]bool{
		"localhost:4319": true, "127.0.0.1:0": true, "127.8.9.1:1": true, "[::1]:4319": true,
		"0.0.0.0:4319": false, "[::]:4319": false, ":4319": false, "example.com:4319": false, "10.0.0.1:1": false, "localhost": false, "127.0.0.1.example.com:1": false,
	} {
		if got := isLoopback(endpoint); got != want {
			t.Errorf("%s: %v, want %v", endpoint, got, want)
		}
	}
}

func TestTheConfigStructFollowsTheCollectorsRules(t *testing.T) {
	if err := componenttest.CheckConfigStruct(createDefaultConfig()); err != nil {
		t.Error(err)
	}
}
