// Package drainprocessor gives what passed it time to leave an exporter's queue before the collector stops.
package drainprocessor

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
)

const (
	defaultWait = time.Second
	// maxWait keeps the stop of several pipelines, one after the other, within the grace of a platform.
	maxWait = 10 * time.Second
)

// Config is what an operator may write.
type Config struct {
	// Wait is how long after the last item a stop waits. Default 1s.
	Wait time.Duration `mapstructure:"wait"`
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{Wait: defaultWait}
}

// Validate refuses a wait that cannot be meant.
func (c *Config) Validate() error {
	if c.Wait < 0 {
		return errors.New("wait: is negative, 0s or more is needed")
	}
	if c.Wait > maxWait {
		return fmt.Errorf("wait: is %s, at most %s is allowed; a platform kills what stops slowly", c.Wait, maxWait)
	}
	return nil
}
