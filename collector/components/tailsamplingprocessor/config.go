package tailsamplingprocessor

import (
	"errors"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/processor"
)

// Config is the stock configuration and where to keep what waits.
type Config struct {
	stock.Config `mapstructure:",squash"`
	// Journal keeps on disk what waits for its decision. Default: nothing is kept, a kill loses it.
	Journal JournalConfig `mapstructure:"journal"`
}

// JournalConfig says where the journal is.
type JournalConfig struct {
	// Directory for its files and nothing else; it is created. Default: none, no journal is kept.
	Directory string `mapstructure:"directory"`
	// MaxSize in bytes. Spans beyond it are sampled as others, but a kill loses them. Default 128 MiB.
	MaxSize int64 `mapstructure:"max_size"`
}

const defaultJournalSize = 128 << 20

var _ component.Config = (*Config)(nil)

func createDefaultConfig(factory processor.Factory) *Config {
	return &Config{
		Config:  *factory.CreateDefaultConfig().(*stock.Config),
		Journal: JournalConfig{MaxSize: defaultJournalSize},
	}
}

// Validate refuses a journal that could hold nothing.
func (c *Config) Validate() error {
	if c.Journal.MaxSize <= 0 {
		return errors.New("journal::max_size: has to be a number of bytes above 0")
	}
	return c.Config.Validate()
}
