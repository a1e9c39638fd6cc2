package envprovider

import (
	"context"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"
)

func read(t *testing.T, uri string, variables map[string]string) (any, error) {
	t.Helper()
	made := NewFactory().Create(confmap.ProviderSettings{Logger: zap.NewNop()}).(*provider)
	made.lookup = func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
	retrieved, err := made.Retrieve(context.Background(), uri, nil)
	if err != nil {
		return nil, err
	}
	raw, err := retrieved.AsRaw()
	if err != nil {
		t.Fatal(err)
	}
	return raw, nil
}

func TestAValueReplacesItsDefault(t *testing.T) {
	for _, c := range []struct {
		selector, value string
		want            any
	}{
		{"WAIT:-10s", "250ms", "250ms"},
		{"A_PERCENTAGE:-10", "0.5", 0.5},
		{"A_PERCENTAGE:-10", "0", 0},
		{"A_PERCENTAGE:-10", "100", 100},
		{"A_PORT:-4317", "65535", 65535},
		{"SLOW_MS:-2000", "500", 500},
		{"OTLP:-true", "false", false},
		{"A_ENDPOINT:-http://127.0.0.1:4328", "https://host/otlp/", "https://host/otlp"},
		{"HOST:-127.0.0.1", "[::]", []any{nil}},
		{"A_HOST:-127.0.0.1", "0.0.0.0", "0.0.0.0"},
		{"A_HOST:-127.0.0.1", "localhost", "localhost"},
		{"A_HOST:-127.0.0.1", "app_1.internal", "app_1.internal"},
		{"A_HOST:-127.0.0.1", "[fd00::1]", []any{nil}},
		{"A_HOST:-127.0.0.1", "fd00::1", []any{nil}},
		{"TOKEN", "  abc\n", "abc"},
		{"TEXT:-", "Basic abc==", "Basic abc=="},
	} {
		name, _, _ := strings.Cut(c.selector, ":-")
		got, err := read(t, "env:"+c.selector, map[string]string{name: c.value})
		if err != nil {
			t.Errorf("%s=%q: %v", c.selector, c.value, err)
		} else if _, list := c.want.([]any); !list && got != c.want {
			t.Errorf("%s=%q: got %#v, want %#v", c.selector, c.value, got, c.want)
		}
	}
}

func TestTextStaysTheTextItWas(t *testing.T) {
	for _, value := range []string{"[::]", "00123", "yes", "1e3"} {
		made := &provider{logger: zap.NewNop(), lookup: func(string) (string, bool) { return value, true }}
		retrieved, err := made.Retrieve(context.Background(), "env:TEXT:-127.0.0.1", nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := retrieved.AsString(); err != nil || got != value {
			t.Errorf("%q became %q, %v", value, got, err)
		}
	}
}

// resolved is what a component gets for a configuration of one key.
func resolved(t *testing.T, text string, variables map[string]string) (string, error) {
	t.Helper()
	ours := confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider {
		return &provider{logger: zap.NewNop(), lookup: func(name string) (string, bool) {
			value, ok := variables[name]
			return value, ok
		}}
	})
	whole := confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return literal{} })
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:              []string{"literal:key: " + text},
		ProviderFactories: []confmap.ProviderFactory{whole, ours},
	})
	if err != nil {
		t.Fatal(err)
	}
	conf, err := resolver.Resolve(context.Background())
	if err != nil {
		return "", err
	}
	var got struct {
		Key string `mapstructure:"key"`
	}
	err = conf.Unmarshal(&got)
	return got.Key, err
}

// literal is a configuration that stands in its own address.
type literal struct{ confmap.Provider }

func (literal) Scheme() string { return "literal" }

func (literal) Shutdown(context.Context) error { return nil }

func (literal) Retrieve(_ context.Context, uri string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	return confmap.NewRetrievedFromYAML([]byte(strings.TrimPrefix(uri, "literal:")))
}

func TestADollarIsADollar(t *testing.T) {
	for _, value := range []string{"a$b", "a$$b", "$", "$$$", "$$a}", "a${b", "$a{b}"} {
		for _, text := range []string{"${env:TOKEN}", "${env:TOKEN:-x}", "'Bearer ${env:TOKEN}'"} {
			got, err := resolved(t, text, map[string]string{"TOKEN": value})
			if err != nil || strings.TrimPrefix(got, "Bearer ") != value {
				t.Errorf("%s with %q became %q, %v", text, value, got, err)
			}
		}
	}
}

func TestAnUnbracketedAddressGetsItsBrackets(t *testing.T) {
	for value, want := range map[string]string{"::": "[::]:1", "fd00::1": "[fd00::1]:1", "[::1]": "[::1]:1", "10.0.0.1": "10.0.0.1:1"} {
		if got, err := resolved(t, "${env:A_HOST:-127.0.0.1}:1", map[string]string{"A_HOST": value}); err != nil || got != want {
			t.Errorf("%s became %q, %v", value, got, err)
		}
	}
}

func TestAReferenceInAValueIsRefusedByName(t *testing.T) {
	planted := "planted-" + "value"
	for _, value := range []string{"${env:TOKEN}", "Bearer ${env:OTHER}", "${{shared.TOKEN}}", "${OTHER}", "$${env:TOKEN}", "${file:}"} {
		for _, text := range []string{"${env:TOKEN}", "${env:TOKEN:-10s}:1"} {
			_, err := resolved(t, text, map[string]string{"TOKEN": value + planted, "OTHER": "x"})
			if err == nil || !strings.Contains(err.Error(), "TOKEN: ") || !strings.Contains(err.Error(), "refers to") {
				t.Errorf("%s with %q: got %v", text, value, err)
			} else if strings.Contains(err.Error(), planted) {
				t.Errorf("%s with %q: the error shows the value: %v", text, value, err)
			}
		}
	}
}

func TestAnEmptyVariableIsItsDefault(t *testing.T) {
	for _, value := range []string{"", " ", "\n"} {
		got, err := read(t, "env:WAIT:-10s", map[string]string{"WAIT": value})
		if err != nil || got != "10s" {
			t.Errorf("%q: got %v, %v", value, got, err)
		}
	}
	if got, err := read(t, "env:WAIT:-10s", nil); err != nil || got != "10s" {
		t.Errorf("not set: got %v, %v", got, err)
	}
	if got, err := read(t, "env:DSN:-", nil); err != nil || got != "" {
		t.Errorf("an empty default: got %#v, %v", got, err)
	}
	if got, err := read(t, "env:TOKEN", map[string]string{"TOKEN": ""}); err != nil || got != nil {
		t.Errorf("no default: got %#v, %v", got, err)
	}
}

func TestAValueThatCannotBeMeantIsRefused(t *testing.T) {
	for _, c := range []struct{ selector, value, says string }{
		{"WAIT:-10s", "5", "with its unit"},
		{"WAIT:-10s", "0s", "above 0"},
		{"WAIT:-10s", "-5s", "above 0"},
		{"WAIT:-10s", "ten", `seen "ten"`},
		{"A_PERCENTAGE:-10", "250", "from 0 to 100"},
		{"A_PERCENTAGE:-10", "10%", "without its sign"},
		{"A_PERCENTAGE:-10", "-1", "from 0 to 100"},
		{"A_PERCENTAGE:-10", "NaN", "from 0 to 100"},
		{"A_PORT:-4317", "0", "from 1 to 65535"},
		{"A_PORT:-4317", "65536", "from 1 to 65535"},
		{"SLOW_MS:-2000", "2s", "without a unit"},
		{"SLOW_MS:-2000", "2e3", "whole number"},
		{"SLOW_MS:-2000", "99999999999999999999", "whole number"},
		{"OTLP:-true", "1", "true or false"},
		{"A_ENDPOINT:-http://127.0.0.1:4328", "tempo:4318", "http:// or https://"},
		{"A_ENDPOINT:-http://127.0.0.1:4328", "http://", "a host"},
		{"A_ENDPOINT:-http://127.0.0.1:4328", "http://host/?x=1", "no base URL"},
		{"A_HOST:-127.0.0.1", "0.0.0.0:4317", "without a port"},
		{"A_HOST:-127.0.0.1", "http://", "without a port"},
		{"A_HOST:-127.0.0.1", "[::", "without a port"},
		{"A_HOST:-127.0.0.1", "[localhost]", "without a port"},
		{"A_HOST:-127.0.0.1", "a\nb: c", "without a port"},
		{"A_HOST:-127.0.0.1", "-1", "without a port"},
		{"A_HOST:-127.0.0.1", strings.Repeat("x", 20_000), "without a port"},
		{"1ST:-x", "", "no name of a variable"},
	} {
		name, _, _ := strings.Cut(c.selector, ":-")
		_, err := read(t, "env:"+c.selector, map[string]string{name: c.value})
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%q: got %v, want the name and %q", c.selector, c.value, err, c.says)
		}
	}
}

func TestAnAddressIsNotShown(t *testing.T) {
	_, err := read(t, "env:A_ENDPOINT:-http://h", map[string]string{"A_ENDPOINT": "ftp://user:pass-word@host"})
	if err == nil || strings.Contains(err.Error(), "pass-word") {
		t.Fatalf("got %v", err)
	}
}

func TestAnotherSchemeIsRefused(t *testing.T) {
	if _, err := read(t, "file:x", nil); err == nil {
		t.Fatal("taken")
	}
}
