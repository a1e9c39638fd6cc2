package queuestorageextension

import (
	"errors"

	"go.opentelemetry.io/collector/component"
)

// Config says where the queues are.
type Config struct {
	// Directory for one file per queue; it is created. No default.
	Directory string `mapstructure:"directory"`
	// FSync syncs every change to the disk. Without it a crash of the process loses nothing, a power cut the last moments.
	// Default: false.
	FSync bool `mapstructure:"fsync"`
	// Reserve in bytes that a queue leaves free on its disk, for taking out of it needs space, too. Default 16 MiB.
	Reserve uint64 `mapstructure:"reserve"`
}

const defaultReserve = 16 << 20

var _ component.Config = (*Config)(nil)

// Validate implements xconfmap.Validator.
func (c *Config) Validate() error {
	if c.Directory == "" {
		return errors.New("directory: is empty. Write the directory for the queues")
	}
	return nil
}
