// Package envprovider reads ${env:NAME} and ${env:NAME:-default} in a configuration, and refuses values that cannot be
// meant.
//
// It takes the place of the stock provider, which hands on whatever is set: there an empty variable wipes out the
// default, and 5 where 5s was meant is five nanoseconds. Here the default says of what kind a value has to be.
package envprovider

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"
)

const scheme = "env"

var (
	validName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	reference = regexp.MustCompile(`\$\{[^}]*\}`)
)

type provider struct {
	logger *zap.Logger
	lookup func(string) (string, bool)
}

// NewFactory makes providers for the scheme "env".
func NewFactory() confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(settings confmap.ProviderSettings) confmap.Provider {
		return &provider{logger: settings.Logger, lookup: os.LookupEnv}
	})
}

// Retrieve reads the variable that uri names, and the files that its value names. Space around a value is not part of
// it, and an empty value counts as not set. Nothing else in a value is read: a dollar sign is one. It fails for a value
// that is not of the kind of its default, or that refers to another variable.
func (p *provider) Retrieve(_ context.Context, uri string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	selector, ok := strings.CutPrefix(uri, scheme+":")
	if !ok {
		return nil, fmt.Errorf("%q is not read by the provider %q", uri, scheme)
	}
	name, fallback, hasFallback := strings.Cut(selector, ":-")
	if !validName.MatchString(name) {
		return nil, fmt.Errorf("${env:%s}: %q is no name of a variable. Write letters, digits and _, no digit first", selector, name)
	}
	value, _ := p.lookup(name)
	value, err := withFiles(strings.TrimSpace(value))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case reference.MatchString(value):
		return nil, fmt.Errorf("%s: refers to something with ${…}, and that is not read here. Write the value itself, or ${file:PATH} for what stands in a file", name)
	case value != "":
		checked, err := kindOf(name, fallback).check(value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		// A configuration takes two dollar signs for one.
		value = strings.ReplaceAll(checked, "$", "$$")
	case fallback != "":
		value = fallback
	case hasFallback:
		return confmap.NewRetrieved("")
	default:
		p.logger.Warn("A variable of the configuration has no value and no default", zap.String("name", name))
	}
	return confmap.NewRetrievedFromYAML([]byte(value))
}

// Scheme is "env".
func (*provider) Scheme() string { return scheme }

// Shutdown has nothing to stop.
func (*provider) Shutdown(context.Context) error { return nil }
