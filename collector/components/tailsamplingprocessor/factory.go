// Package tailsamplingprocessor is the stock tail_sampling processor with four differences: spans which come after
// their trace was left out get a decision of their own, what one round of decisions keeps goes on together, what waits
// for its decision waits packed, and it survives a kill.
//
// The stock processor lets them follow the decision. A request that takes longer than decision_wait, the one that hangs
// and then fails, is decided before anybody knows; its error and its length come later and would be left out unseen.
package tailsamplingprocessor

import (
	"context"
	"errors"
	"slices"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
)

// defaultFinal is how many final decisions are remembered when decision_cache::non_sampled_cache_size is not set.
const defaultFinal = 10000

// NewFactory makes processors of the stock type.
func NewFactory() processor.Factory {
	factory := stock.NewFactory()
	create := func(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
		own := cfg.(*Config)
		config := own.Config
		size := config.DecisionCache.NonSampledCacheSize
		if size <= 0 {
			size = defaultFinal
		}
		memory, err := newMemory(own, set.TelemetrySettings)
		if err != nil {
			return nil, err
		}
		forgets, err := newForgetful(size, config.MaximumTraceSizeBytes, memory)
		if err != nil {
			return nil, err
		}
		config.Options = append(slices.Clone(config.Options),
			stock.WithNonSampledDecisionCache(forgets), stock.WithNonSampledHooks(forgets.hook))
		made := &sampler{gathered: newGathering(next, memory, set.Logger), memory: memory}
		// Shards ask concurrently, and a storage of one's own is a choice: both keep the stock one.
		if config.TailStorageID == nil && config.NumShards <= 1 {
			if err := allowStorage(); err != nil {
				return nil, err
			}
			config.TailStorageID, made.storage = &packedID, newPacked()
		}
		made.Traces, err = factory.CreateTraces(ctx, set, &config, made.gathered)
		if err != nil {
			return nil, err
		}
		return made, nil
	}
	defaults := func() component.Config { return createDefaultConfig(factory) }
	return processor.NewFactory(factory.Type(), defaults, processor.WithTraces(create, factory.TracesStability()))
}

// sampler is the stock processor with what stands around it.
type sampler struct {
	processor.Traces
	// storage is nil where the stock one is kept.
	storage  *packed
	gathered *gathering
	memory   *memory
}

// Start gives the sampler its storage and begins to decide, first about what an earlier life left undecided.
func (s *sampler) Start(ctx context.Context, host component.Host) error {
	if s.storage != nil {
		host = storing{host, s.storage}
	}
	if err := s.Traces.Start(ctx, host); err != nil {
		return err
	}
	return s.memory.open(ctx, s.Traces)
}

// ConsumeTraces has the spans on disk before they are acknowledged.
func (s *sampler) ConsumeTraces(ctx context.Context, traces ptrace.Traces) error {
	s.memory.keep(ctx, traces)
	return s.Traces.ConsumeTraces(ctx, traces)
}

// Shutdown lets the sampler decide what waits, and hands that on.
func (s *sampler) Shutdown(ctx context.Context) error {
	err := s.Traces.Shutdown(ctx)
	s.gathered.flush()
	return errors.Join(err, s.memory.close())
}
