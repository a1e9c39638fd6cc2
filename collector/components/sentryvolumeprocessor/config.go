package sentryvolumeprocessor

import (
	"fmt"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
)

const maxPercentage = 100

// Config is what an operator may write.
type Config struct {
	// DSN is the setting of the exporter behind. Empty: that is off, so nothing passes and nothing is copied. Default: empty.
	DSN configopaque.String `mapstructure:"dsn"`

	// Always names the policies of the tail sampler whose traces all pass. Default: none.
	Always []string `mapstructure:"always"`

	// Percentage of all other traces that pass, from 0 to 100. Default: 100.
	Percentage float64 `mapstructure:"percentage"`
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{Percentage: maxPercentage}
}

// Validate refuses a share that is none.
func (c *Config) Validate() error {
	if c.Percentage < 0 || c.Percentage > maxPercentage {
		return fmt.Errorf("percentage: seen %v. Write a number from 0 to %d, like 10 for a tenth", c.Percentage, maxPercentage)
	}
	return nil
}
