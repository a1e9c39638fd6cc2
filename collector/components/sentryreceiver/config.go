package sentryreceiver

import (
	"errors"
	"fmt"
	"net"
	"net/netip"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

// Config is what sentry_envelope receivers may be told.
type Config struct {
	// HTTP is the listener: endpoint, auth, tls, timeouts and max_request_body_size, which bounds the body both as sent
	// and after decompression. Defaults: endpoint localhost:4319, read_timeout 15s, max_request_body_size 10 MiB.
	HTTP confighttp.ServerConfig `mapstructure:",squash"`

	// LoopbackOnly refuses every sender that is not on this machine, and every request a web page made. It must be true
	// when there is no auth. Default: false.
	LoopbackOnly bool `mapstructure:"loopback_only"`

	// MaxInFlightSize bounds the memory of all requests under way together, bodies and what decoding makes of them, in
	// bytes by estimate. What does not fit now is answered 503 with Retry-After, what could never fit 413. An error of
	// 20 kB takes about 0.5 MB. An eighth is kept for requests that take less than a 128th: ordinary errors pass while
	// large envelopes fill the rest. Default: 128 MiB.
	MaxInFlightSize int `mapstructure:"max_in_flight_size"`

	// HeapPercentage is how much of GOMEMLIMIT the heap of the whole collector may take, with what the requests of one
	// moment become, before the next ones wait: up to 5 s, then 503 with Retry-After. Where GOMEMLIMIT is not set it
	// becomes 80 % of the container's memory; without either there is no such bound. Default: 85.
	HeapPercentage int `mapstructure:"heap_percentage"`

	// Limits bound one envelope.
	Limits LimitsConfig `mapstructure:"limits"`

	// Items says which kinds of items go on.
	Items ItemsConfig `mapstructure:"items"`
}

// LimitsConfig bounds one envelope. Sizes are in bytes.
type LimitsConfig struct {
	// MaxItems is the number of items. Default: 100.
	MaxItems int `mapstructure:"max_items"`
	// MaxItemSize is the size of one payload. Default: 10 MiB.
	MaxItemSize int `mapstructure:"max_item_size"`
	// MaxRecordingSize is the size of one replay recording after decompression. Past it the replay is dropped and
	// counted, the rest of the envelope passes. Default: 10 MiB.
	MaxRecordingSize int `mapstructure:"max_recording_size"`
	// MaxJSONValues is the number of JSON values in the whole envelope. Default: 200000.
	MaxJSONValues int `mapstructure:"max_json_values"`
	// MaxJSONDepth is the nesting of JSON values. Default: 256.
	MaxJSONDepth int `mapstructure:"max_json_depth"`
}

func (l LimitsConfig) envelope() envelope.Limits {
	return envelope.Limits(l)
}

// Policy is what happens to a kind of item.
type Policy string

// The two policies. Both are counted.
const (
	Pass Policy = "pass"
	Drop Policy = "drop"
)

// ItemsConfig is one policy per kind of item that has a choice. Everything else passes: event, session, sessions,
// client_report, check_in, feedback, user_report, log.
type ItemsConfig struct {
	// Transactions covers transaction and span items. Default: drop, since traces travel by OTLP.
	Transactions Policy `mapstructure:"transactions"`
	// Replays covers replay_event and replay_recording, which go or stay together. Default: pass.
	Replays Policy `mapstructure:"replays"`
	// Attachments covers attachment items, whose binary content no rule can read. Default: pass.
	Attachments Policy `mapstructure:"attachments"`
	// Unknown covers every type not named here. Default: drop, since nobody has looked at what they carry.
	Unknown Policy `mapstructure:"unknown"`
}

var errNoAccessRule = errors.New("auth: not set, and loopback_only is false, so anybody who reaches the port could send. " +
	"Set auth.authenticator to a bearer token extension, or loopback_only: true with a loopback endpoint")

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	if !c.HTTP.Auth.HasValue() && !c.LoopbackOnly {
		return errNoAccessRule
	}
	if c.LoopbackOnly && !isLoopback(c.HTTP.NetAddr.Endpoint) {
		return fmt.Errorf("endpoint: %q is no loopback address, but loopback_only is true. Listen on 127.0.0.1 or [::1], or set auth and loopback_only: false", c.HTTP.NetAddr.Endpoint)
	}
	if c.HTTP.CORS.HasValue() {
		return errors.New("cors: set, but browsers do not send here. Remove it; browser envelopes come through the app's tunnel route")
	}
	if err := errors.Join(c.validateCounts(), heapbound.Validate(c.HeapPercentage)); err != nil {
		return err
	}
	for key, policy := range map[string]Policy{
		"transactions": c.Items.Transactions, "replays": c.Items.Replays, "attachments": c.Items.Attachments, "unknown": c.Items.Unknown,
	} {
		if policy != Pass && policy != Drop {
			return fmt.Errorf(`items::%s: seen %q. Write "pass" or "drop"`, key, policy)
		}
	}
	return nil
}

func (c *Config) validateCounts() error {
	for key, value := range map[string]int{
		"max_in_flight_size":         c.MaxInFlightSize,
		"limits::max_items":          c.Limits.MaxItems,
		"limits::max_item_size":      c.Limits.MaxItemSize,
		"limits::max_recording_size": c.Limits.MaxRecordingSize,
		"limits::max_json_values":    c.Limits.MaxJSONValues,
		"limits::max_json_depth":     c.Limits.MaxJSONDepth,
	} {
		if value <= 0 {
			return fmt.Errorf("%s: seen %d. Write a number above 0, or leave it out for the default", key, value)
		}
	}
	return nil
}

func isLoopback(endpoint string) bool {
	host, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		return false
	}
	address, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && address.IsLoopback())
}

var _ component.Config = (*Config)(nil)
