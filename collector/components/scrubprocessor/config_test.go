package scrubprocessor

import (
	"path/filepath"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

func TestReadsTheExampleConfiguration(t *testing.T) {
	conf, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []component.ID{component.NewID(Type), component.NewIDWithName(Type, "all")} {
		sub, err := conf.Sub(id.String())
		if err != nil {
			t.Fatal(err)
		}
		cfg := createDefaultConfig().(*Config)
		if err := sub.Unmarshal(cfg); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if err := cfg.Validate(); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestRefusesWhatCannotBeMeant(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*Config)
		want []string
	}{
		{"an unknown policy for unknown keys", func(c *Config) { c.Keys.Unknown = "drop" }, []string{"keys::unknown", `"drop"`, "remove"}},
		{"an unknown policy for opaque values", func(c *Config) { c.Opaque = "mask" }, []string{"opaque", `"mask"`}},
		{"an unknown policy for addresses", func(c *Config) { c.IP = "drop" }, []string{"ip", "keep_private"}},
		{"an unknown kind", func(c *Config) { c.Keys.MaskAs = map[string]string{"a": "emial"} }, []string{"keys::mask_as::a", "emial", "email"}},
		{"an unknown type", func(c *Config) { c.Keys.Keep = map[string]string{"a": "uuid"} }, []string{"keys::keep::a", "uuid", "hex"}},
		{"a star inside a pattern", func(c *Config) { c.Keys.Remove = []string{"a*b"} }, []string{"a*b", "star"}},
		{"a pattern without a key", func(c *Config) { c.Keys.Remove = []string{"--"} }, []string{"--"}},
		{"a short hash key", func(c *Config) { c.Hash = HashConfig{Kinds: []string{"email"}, Key: "short"} }, []string{"hash::key", "5 bytes", "32"}},
		{"a hash key without kinds", func(c *Config) { c.Hash.Key = "0123456789abcdef0123456789abcdef" }, []string{"hash::kinds"}},
		{"an unknown policy for user ids", func(c *Config) { c.Sentry.UserID = "mask" }, []string{"sentry::user_id", `"mask"`, "hash"}},
		{"hashed user ids without a key", func(c *Config) { c.Sentry.UserID = "hash" }, []string{"hash::key", "32"}},
		{"an unknown policy for replays", func(c *Config) { c.Sentry.Replays = "mask" }, []string{"sentry::replays", `"drop"`}},
		{"a limit of nothing", func(c *Config) { c.Limits.Depth = 0 }, []string{"limits::depth"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := createDefaultConfig().(*Config)
			c.edit(cfg)
			err := cfg.Validate()
			if err == nil {
				t.Fatal("accepted")
			}
			for _, part := range c.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q does not say %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "short") {
				t.Errorf("error %q shows the key", err)
			}
		})
	}
}
