package sentryreceiver

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

// Type is the component type. It says what is taken, and stays clear of contrib's "sentry" exporter, which speaks OTLP.
var Type = component.MustNewType("sentry_envelope")

const (
	defaultEndpoint    = "localhost:4319"
	defaultReadTimeout = 15 * time.Second
	defaultHeaderTime  = 5 * time.Second
	defaultBodySize    = 10 << 20
	defaultInFlight    = 128 << 20
)

// NewFactory makes the factory of sentry_envelope receivers.
func NewFactory() receiver.Factory {
	return receiver.NewFactory(Type, createDefaultConfig, receiver.WithLogs(createLogs, component.StabilityLevelAlpha))
}

func createDefaultConfig() component.Config {
	http := confighttp.NewDefaultServerConfig()
	http.NetAddr.Endpoint = defaultEndpoint
	http.ReadTimeout = defaultReadTimeout
	http.ReadHeaderTimeout = defaultHeaderTime
	http.MaxRequestBodySize = defaultBodySize
	http.CompressionAlgorithms = []string{"", "gzip", "deflate", "zlib"}
	return &Config{
		HTTP:            http,
		MaxInFlightSize: defaultInFlight,
		HeapPercentage:  heapbound.DefaultPercentage,
		Limits:          LimitsConfig(envelope.DefaultLimits()),
		Items:           ItemsConfig{Transactions: Drop, Replays: Pass, Attachments: Pass, Unknown: Drop},
	}
}

func createLogs(_ context.Context, set receiver.Settings, cfg component.Config, next consumer.Logs) (receiver.Logs, error) {
	return newSentryReceiver(set, cfg.(*Config), next)
}
