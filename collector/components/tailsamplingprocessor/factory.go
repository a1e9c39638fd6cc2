// Package tailsamplingprocessor is the stock tail_sampling processor with two differences: spans which come after their
// trace was left out get a decision of their own, and what one round of decisions keeps goes on together.
//
// The stock processor lets them follow the decision. A request that takes longer than decision_wait, the one that hangs
// and then fails, is decided before anybody knows; its error and its length come later and would be left out unseen.
package tailsamplingprocessor

import (
	"context"
	"slices"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
)

// defaultFinal is how many final decisions are remembered when decision_cache::non_sampled_cache_size is not set.
const defaultFinal = 10000

// NewFactory makes processors of the stock type, with the stock configuration.
func NewFactory() processor.Factory {
	factory := stock.NewFactory()
	create := func(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
		config := *cfg.(*stock.Config)
		size := config.DecisionCache.NonSampledCacheSize
		if size <= 0 {
			size = defaultFinal
		}
		forgets, err := newForgetful(size, config.MaximumTraceSizeBytes)
		if err != nil {
			return nil, err
		}
		config.Options = append(slices.Clone(config.Options),
			stock.WithNonSampledDecisionCache(forgets), stock.WithNonSampledHooks(forgets.hook))
		gathered := newGathering(next, set.Logger)
		sampling, err := factory.CreateTraces(ctx, set, &config, gathered)
		if err != nil {
			return nil, err
		}
		return &sampler{Traces: sampling, gathered: gathered}, nil
	}
	return processor.NewFactory(factory.Type(), factory.CreateDefaultConfig, processor.WithTraces(create, factory.TracesStability()))
}

// sampler is the stock processor with what stands behind it.
type sampler struct {
	processor.Traces
	gathered *gathering
}

// Shutdown lets the sampler decide what waits, and hands that on.
func (s *sampler) Shutdown(ctx context.Context) error {
	err := s.Traces.Shutdown(ctx)
	s.gathered.flush()
	return err
}
