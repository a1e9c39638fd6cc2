// Package requestboundsextension bounds the memory that a request may ask for before it is decoded.
//
// The receiver's own limit is on bytes. Four megabytes of empty spans, four kilobytes on the wire, become 400 MB, and
// over gRPC that happens before the token is looked at. This extension stands between the network and the decoder.
package requestboundsextension

import (
	"context"
	"fmt"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensionauth"
	"go.opentelemetry.io/collector/extension/extensionmiddleware"
	"golang.org/x/sync/semaphore"

	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

// Type is the component type.
var Type = component.MustNewType("request_bounds")

// NewFactory makes the factory of request_bounds extensions.
func NewFactory() extension.Factory {
	return extension.NewFactory(Type, defaultConfig, create, component.StabilityLevelBeta)
}

func defaultConfig() component.Config {
	return &Config{MaxMessages: defaultMaxMessages, MaxPendingBytes: defaultMaxPendingBytes, HeapPercentage: heapbound.DefaultPercentage}
}

// bounds is shared by every server that names the extension.
type bounds struct {
	config        *Config
	counters      counters
	authenticator extensionauth.Server
	bodies        bodies
	decoded       decoded
	heap          *heapbound.Bound
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	counters, err := newCounters(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	config := cfg.(*Config)
	return &bounds{
		config:   config,
		counters: counters,
		bodies:   bodies{most: config.MaxPendingBytes},
		decoded:  decoded{semaphore.NewWeighted(config.MaxPendingBytes)},
		heap:     heapbound.Of(config.HeapPercentage),
	}, nil
}

// Start finds the authenticator.
func (b *bounds) Start(_ context.Context, host component.Host) error {
	auth := b.config.Auth.Get()
	if auth == nil {
		return nil
	}
	found, ok := host.GetExtensions()[auth.AuthenticatorID].(extensionauth.Server)
	if !ok {
		return fmt.Errorf("auth: %s is no authenticator among service › extensions", auth.AuthenticatorID)
	}
	b.authenticator = found
	return nil
}

// Shutdown has nothing to end.
func (*bounds) Shutdown(context.Context) error { return nil }

var (
	_ extensionmiddleware.HTTPServer = (*bounds)(nil)
	_ extensionmiddleware.GRPCServer = (*bounds)(nil)
)
