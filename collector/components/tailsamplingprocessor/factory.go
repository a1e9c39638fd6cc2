// Package tailsamplingprocessor is the stock tail_sampling processor with five differences: spans which come after
// their trace was left out get a decision of their own, what one round of decisions keeps goes on together, what waits
// for its decision waits packed, it survives a kill, and what policies ask about spans is asked when they come.
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
	"go.opentelemetry.io/collector/pdata/pcommon"
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
		if packs(config) {
			if err := made.pack(&config, set.TelemetrySettings); err != nil {
				return nil, err
			}
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

// packs tells whether what waits is packed. Shards ask concurrently, and a storage of one's own is a choice: both keep the
// stock storage, as does the strategy that decides about each request by itself.
func packs(config stock.Config) bool {
	return config.TailStorageID == nil && config.NumShards <= 1 && config.SamplingStrategy != "span-ingest"
}

// sampler is the stock processor with what stands around it.
type sampler struct {
	processor.Traces
	// storage is nil where the stock one is kept.
	storage    *waiting
	conditions conditions
	gathered   *gathering
	memory     *memory
}

// pack has what waits packed, and policies foreseen if they can be.
func (s *sampler) pack(config *stock.Config, set component.TelemetrySettings) error {
	if err := allowStorage(); err != nil {
		return err
	}
	policies, conditions, ok := foresee(config.PolicyCfgs, set)
	if ok {
		config.PolicyCfgs, s.conditions = policies, conditions
	} else {
		config.Options = append(config.Options, stock.WithSampledHooks(
			func(context.Context, pcommon.TraceID, *stock.TraceData) { s.gathered.unpacked = true }))
	}
	config.TailStorageID, s.storage = &waitingID, newWaiting(!ok)
	s.gathered.unpacker = &unpacker{}
	return nil
}

// Start gives the sampler its storage and begins to decide, first about what an earlier life left undecided.
func (s *sampler) Start(ctx context.Context, host component.Host) error {
	if s.storage != nil {
		host = extended{host, map[component.ID]component.Component{waitingID: s.storage, foreseenID: foreseen{}}}
	}
	if err := s.Traces.Start(ctx, host); err != nil {
		return err
	}
	return s.memory.open(ctx, func(ctx context.Context, traces ptrace.Traces) error {
		return s.consume(ctx, traces, func([]byte, *packer) {})
	})
}

// ConsumeTraces has the spans on disk before they are acknowledged.
func (s *sampler) ConsumeTraces(ctx context.Context, traces ptrace.Traces) error {
	if s.storage == nil {
		s.memory.keep(ctx, traces)
	}
	return s.consume(ctx, traces, func(message []byte, p *packer) {
		s.memory.keepMessage(ctx, message, len(p.spans), p.counts())
	})
}

// consume gives spans to the stock processor: as they are where it keeps its storage, else packed, behind stand-ins. In
// between they are kept.
func (s *sampler) consume(ctx context.Context, traces ptrace.Traces, keep func(message []byte, p *packer)) error {
	if s.storage == nil {
		return s.Traces.ConsumeTraces(ctx, traces)
	}
	message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		return err
	}
	p := newPacker(s.conditions)
	defer p.done()
	if err := p.sort(traces, message); err != nil {
		return err
	}
	keep(message, p)
	standIns := p.standIns()
	defer p.understudies.giveBack(standIns)
	return s.Traces.ConsumeTraces(ctx, standIns)
}

// Shutdown lets the sampler decide what waits, and hands that on.
func (s *sampler) Shutdown(ctx context.Context) error {
	err := s.Traces.Shutdown(ctx)
	s.gathered.flush()
	return errors.Join(err, s.memory.close())
}
