package requestboundsextension

import (
	"errors"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configauth"
	"go.opentelemetry.io/collector/config/configoptional"

	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

const (
	defaultMaxMessages     = 100_000
	defaultMaxPendingBytes = 64 << 20
)

// Config of a request_bounds extension.
type Config struct {
	// Auth is asked over gRPC before a body is read; the receiver's own comes after. Default: nobody is asked.
	Auth configoptional.Optional[configauth.Config] `mapstructure:"auth"`
	// MaxMessages is how many spans, attributes, values and the like one request may have. Default 100,000.
	MaxMessages int `mapstructure:"max_messages"`
	// MaxPendingBytes is how much memory the requests that are read at one moment may take: once as bodies, once as
	// what they become. Default 64 MiB.
	MaxPendingBytes int64 `mapstructure:"max_pending_bytes"`
	// HeapPercentage is how much of GOMEMLIMIT the heap of the whole collector may take, with what the requests of one
	// moment become, before the next ones have to wait. Where GOMEMLIMIT is not set it becomes 80 % of the
	// container's memory; without either there is no such bound. Default 85, which is
	// about where the runtime collects when memory is short.
	HeapPercentage int `mapstructure:"heap_percentage"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

// Validate says what to write.
func (c *Config) Validate() error {
	if c.MaxMessages < 1 {
		return errors.New("max_messages: write a number of 1 or more")
	}
	if c.MaxPendingBytes < int64(c.MaxMessages)*bytesPerMessage {
		return errors.New("max_pending_bytes: less than one request of max_messages takes, 256 bytes each")
	}
	return heapbound.Validate(c.HeapPercentage)
}
