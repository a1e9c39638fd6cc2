package incidentextension

import (
	"errors"
	"fmt"
	"net"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
)

// Config is where the extension listens, and who may tell it something.
type Config struct {
	// Endpoint is host and port of the listener. Default: 127.0.0.1:4330.
	Endpoint string `mapstructure:"endpoint"`
	// Token is what a caller must show as a bearer token. Required. No print of the configuration shows it.
	Token configopaque.String `mapstructure:"token"`
	// MaxDuration bounds how long one call may keep everything. Default: 2h.
	MaxDuration time.Duration `mapstructure:"max_duration"`
}

var _ component.Config = (*Config)(nil)

// Validate implements confmap.Validator. The token is never part of an error.
func (c *Config) Validate() error {
	if _, _, err := net.SplitHostPort(c.Endpoint); err != nil {
		return fmt.Errorf("endpoint: seen %q. Write a host and a port, like 127.0.0.1:4330", c.Endpoint)
	}
	if c.Token == "" {
		return errors.New("token: seen nothing. Give it a secret, like ${env:SIDECAR_TOKEN}")
	}
	if c.MaxDuration <= 0 {
		return fmt.Errorf("max_duration: seen %s. Write a duration above 0, like 2h", c.MaxDuration)
	}
	return nil
}
