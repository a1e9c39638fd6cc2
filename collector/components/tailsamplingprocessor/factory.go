// Package tailsamplingprocessor is the stock tail_sampling processor with six differences: spans which come after
// their trace was left out get a decision of their own, what one round of decisions keeps goes on together, what waits
// for its decision waits packed, it survives a kill, what policies ask about spans is asked when they come, and where that
// is all they ask, traces are decided here.
//
// The stock processor lets late spans follow the decision. A request that takes longer than decision_wait, the one that hangs
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
		made := &sampler{gathered: newGathering(next, memory, set.Logger), memory: memory}
		if seen, rules, ok := foresee(config.PolicyCfgs, set.TelemetrySettings); ok && decides(config) {
			return made, made.decide(&config, size, set, seen, rules)
		}
		forgets, err := newForgetful(size, config.MaximumTraceSizeBytes, memory)
		if err != nil {
			return nil, err
		}
		config.Options = append(slices.Clone(config.Options),
			stock.WithNonSampledDecisionCache(forgets), stock.WithNonSampledHooks(forgets.hook))
		if packs(config) {
			if err := made.pack(&config); err != nil {
				return nil, err
			}
		}
		made.stock, err = factory.CreateTraces(ctx, set, &config, made.gathered)
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

// sampler is the stock processor, or what decides in its place, with what stands around both.
type sampler struct {
	stock      processor.Traces
	decider    *decider
	conditions conditions
	// storage is nil where the stock one is kept, and with a decider.
	storage  *waiting
	gathered *gathering
	memory   *memory
}

// decide has policies decide that were foreseen.
func (s *sampler) decide(config *stock.Config, final int, set processor.Settings, seen *foresight, rules []*rule) error {
	made, err := newDecider(*config, final, seen, rules)
	if err != nil {
		return err
	}
	made.logger, made.memory, made.gathered = set.Logger, s.memory, s.gathered
	s.decider, s.conditions = made, seen.conditions
	made.counters, err = newDecisionCounters(set.ID, set.TelemetrySettings, rules)
	return err
}

// pack has what waits in the stock processor packed.
func (s *sampler) pack(config *stock.Config) error {
	if err := allowStorage(); err != nil {
		return err
	}
	config.Options = append(config.Options, stock.WithSampledHooks(
		func(context.Context, pcommon.TraceID, *stock.TraceData) { s.gathered.unpacked = true }))
	config.TailStorageID, s.storage = &waitingID, newWaiting()
	s.gathered.unpacker = &unpacker{}
	return nil
}

// Capabilities says that traces are only read.
func (*sampler) Capabilities() consumer.Capabilities { return consumer.Capabilities{} }

// Start begins to decide, first about what an earlier life left undecided.
func (s *sampler) Start(ctx context.Context, host component.Host) error {
	if err := s.start(ctx, host); err != nil {
		return err
	}
	return s.memory.open(ctx, func(ctx context.Context, traces ptrace.Traces) error {
		return s.consume(ctx, traces, func([]byte, *packer) {})
	})
}

func (s *sampler) start(ctx context.Context, host component.Host) error {
	if s.decider != nil {
		return s.decider.start(host)
	}
	if s.storage != nil {
		host = extended{host, map[component.ID]component.Component{waitingID: s.storage}}
	}
	return s.stock.Start(ctx, host)
}

// ConsumeTraces has the spans on disk before they are acknowledged.
func (s *sampler) ConsumeTraces(ctx context.Context, traces ptrace.Traces) error {
	if s.keepsStockStorage() {
		s.memory.keep(ctx, traces)
	}
	return s.consume(ctx, traces, func(message []byte, p *packer) {
		s.memory.keepMessage(ctx, message, len(p.spans), p.counts())
	})
}

func (s *sampler) keepsStockStorage() bool { return s.decider == nil && s.storage == nil }

// consume has spans wait: packed, for the stock processor behind stand-ins, and as they are where it keeps its storage. In
// between they are kept.
func (s *sampler) consume(ctx context.Context, traces ptrace.Traces, keep func(message []byte, p *packer)) error {
	if s.keepsStockStorage() {
		return s.stock.ConsumeTraces(ctx, traces)
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
	p.pack()
	if s.decider != nil {
		s.decider.take(ctx, p)
		return nil
	}
	standIns := p.standIns()
	defer p.understudies.giveBack(standIns)
	return s.stock.ConsumeTraces(ctx, standIns)
}

// Shutdown lets the sampler decide what waits, and hands that on.
func (s *sampler) Shutdown(ctx context.Context) (err error) {
	if s.decider != nil {
		s.decider.shutdown()
	} else {
		err = s.stock.Shutdown(ctx)
	}
	s.gathered.flush()
	return errors.Join(err, s.memory.close())
}
