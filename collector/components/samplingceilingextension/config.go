package samplingceilingextension

import (
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
)

// maxLeave is the largest share of the budget that a policy can be told to leave to others, in percent.
const maxLeave = 99

// Config is the budget.
type Config struct {
	// SpansPerSecond is how many spans a second may be kept by the policies that name this extension. Default: 1000.
	SpansPerSecond int64 `mapstructure:"spans_per_second"`
	// Burst is for how long a quiet time saves up. The sampler decides once a second, so at least 1s. Default: 10s.
	Burst time.Duration `mapstructure:"burst"`
}

var _ component.Config = (*Config)(nil)

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	if c.SpansPerSecond <= 0 {
		return fmt.Errorf("spans_per_second: seen %d. Write a number above 0", c.SpansPerSecond)
	}
	if c.Burst < time.Second {
		return fmt.Errorf("burst: seen %s. Write 1s or longer, because the sampler decides once a second", c.Burst)
	}
	return nil
}
