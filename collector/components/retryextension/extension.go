// Package retryextension keeps an exporter from throwing data away over an answer that can be mended.
//
// otlp_http tries again after 429, 502, 503 and 504, as OTLP asks, and deletes what was answered otherwise: a rotated
// token (401), a platform that redeploys (404) or a server that stumbles (500) becomes a hole. This extension sits
// between the exporter and the network and shows it a 503 instead. It also counts what a backend took in part.
package retryextension

import (
	"context"
	"net/http"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensionmiddleware"
)

// Type is the component type.
var Type = component.MustNewType("retry_refused")

// Config has nothing to set.
type Config struct{}

var _ component.Config = (*Config)(nil)

// NewFactory makes the factory of retry_refused extensions.
func NewFactory() extension.Factory {
	return extension.NewFactory(Type, func() component.Config { return &Config{} }, create, component.StabilityLevelBeta)
}

func create(_ context.Context, set extension.Settings, _ component.Config) (extension.Extension, error) {
	counters, err := newCounters(set.ID, set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &retry{logger: set.Logger, counters: counters}, nil
}

// GetHTTPRoundTripper implements extensionmiddleware.HTTPClient.
func (r *retry) GetHTTPRoundTripper(context.Context) (extensionmiddleware.WrapHTTPRoundTripperFunc, error) {
	return func(_ context.Context, next http.RoundTripper) (http.RoundTripper, error) {
		return &roundTripper{next: next, retry: r}, nil
	}, nil
}

// Start has nothing to begin.
func (*retry) Start(context.Context, component.Host) error { return nil }

// Shutdown has nothing to end.
func (*retry) Shutdown(context.Context) error { return nil }

var _ extensionmiddleware.HTTPClient = (*retry)(nil)
