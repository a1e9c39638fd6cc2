// Package queuestorageextension keeps sending queues on disk, and survives what happens to disks: files that are
// damaged, cut or overwritten, and disks that are full.
//
// The stock file_storage does not start any more once the first pages of a file are gone, and ends the process at a
// damaged one behind them: a crash loop. A flipped bit in an item is delivered, or deleted without a count.
package queuestorageextension

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.uber.org/zap"
)

// Type is the component type.
var Type = component.MustNewType("queue_storage")

// NewFactory makes the factory of queue_storage extensions.
func NewFactory() extension.Factory {
	return extension.NewFactory(Type, func() component.Config { return &Config{Reserve: defaultReserve} }, create, component.StabilityLevelBeta)
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	counters, err := newCounters(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &queueStorage{config: cfg.(*Config), logger: set.Logger, counters: counters}, nil
}

type queueStorage struct {
	config   *Config
	logger   *zap.Logger
	counters counters
}

var _ storage.Extension = (*queueStorage)(nil)

// Start makes the directory.
func (s *queueStorage) Start(context.Context, component.Host) error {
	return os.MkdirAll(s.config.Directory, 0o700)
}

// Shutdown has nothing to end: every queue closes its own file.
func (*queueStorage) Shutdown(context.Context) error { return nil }

// GetClient opens the file of one queue.
func (s *queueStorage) GetClient(_ context.Context, kind component.Kind, owner component.ID, name string) (storage.Client, error) {
	parts := []string{strings.ToLower(kind.String()), owner.Type().String(), owner.Name()}
	if name != "" {
		parts = append(parts, name)
	}
	file := &file{
		path:     filepath.Join(s.config.Directory, url.PathEscape(strings.Join(parts, "_"))),
		sync:     s.config.FSync,
		logger:   s.logger,
		counters: s.counters,
	}
	return newClient(file, s.config.Reserve)
}
