package sentryreceiver

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/confmap"
)

// Unmarshal implements confmap.Unmarshaler. Squashing confighttp's settings makes confmap accept any unknown key, here and
// below, so keys are checked first: a misspelt limit would be no limit.
func (c *Config) Unmarshal(conf *confmap.Conf) error {
	keys := conf.ToStringMap()
	if err := checkKeys(keys, reflect.TypeFor[Config](), ""); err != nil {
		return err
	}
	for section, kind := range map[string]reflect.Type{"limits": reflect.TypeFor[LimitsConfig](), "items": reflect.TypeFor[ItemsConfig]()} {
		nested, _ := keys[section].(map[string]any)
		if err := checkKeys(nested, kind, section+"::"); err != nil {
			return err
		}
	}
	return conf.Unmarshal(c)
}

func checkKeys(keys map[string]any, kind reflect.Type, path string) error {
	known := knownKeys(kind)
	for key := range keys {
		if !slices.Contains(known, key) {
			return fmt.Errorf("%s%s: unknown key. Known here: %s", path, key, strings.Join(known, ", "))
		}
	}
	return nil
}

// knownKeys reads the mapstructure tags of a struct, squashed structs included.
func knownKeys(kind reflect.Type) []string {
	var known []string
	for i := range kind.NumField() {
		name, options, _ := strings.Cut(kind.Field(i).Tag.Get("mapstructure"), ",")
		switch {
		case strings.Contains(options, "squash"):
			known = append(known, knownKeys(kind.Field(i).Type)...)
		case name != "":
			known = append(known, name)
		}
	}
	return known
}
