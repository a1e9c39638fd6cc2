package tailsamplingprocessor

import (
	"context"
	"math"
	"sync"
	"time"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/cache"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"
)

// roundTime is how often traces are decided.
const roundTime = time.Second

// decider decides as the stock processor does, for policies that were foreseen. The stock one sorts and copies every span
// before it waits; here a trace that waits is a few bytes of facts and its packed parts.
type decider struct {
	config stock.Config
	rules  []*rule
	// extensions are those whose verdict rules ask for.
	extensions []*extension
	counters   decisionCounters
	records    bool
	logger     *zap.Logger
	memory     *memory
	gathered   *gathering
	unpacker   unpacker
	stop       chan struct{}
	loop       sync.WaitGroup

	// kept are traces whose spans go on at once, final those whose spans are left out at once.
	kept, final cache.Cache

	mutex   sync.Mutex
	waiting map[pcommon.TraceID]*undecided
	// rounds is a ring of what is decided together. Traces that come are added to the current; the one behind it is next.
	rounds  [][]*undecided
	current int
	// oldest is where in the round after the current the search for a trace to give up goes on.
	oldest place
}

type place struct{ round, at int }

// undecided is a trace that waits.
type undecided struct {
	facts
	id      pcommon.TraceID
	parts   []part
	spans   int64
	bytes   uint64
	arrived time.Time
	// gone is set when it waits no more, early when it had to make room.
	gone, early bool
}

// released are parts to hand on.
type released struct {
	parts  []part
	policy string
	// late is true for what came after the decision.
	late bool
}

// decides tells whether decider does what a configuration asks for, besides its policies.
func decides(cfg stock.Config) bool {
	return packs(cfg) && len(cfg.Options) == 0 && cfg.DecisionCache.SampledCacheSize > 0 &&
		cfg.DecisionWaitAfterRootReceived == 0 && !cfg.BlockOnOverflow && !cfg.DropPendingTracesOnShutdown &&
		!gateOpen("usetracestate") && !gateOpen("metricstatcountbytessampled")
}

func newDecider(cfg stock.Config, final int, seen *foresight, rules []*rule) (*decider, error) {
	kept, err := cache.NewLRUDecisionCache(cfg.DecisionCache.SampledCacheSize)
	if err != nil {
		return nil, err
	}
	leftOut, err := cache.NewLRUDecisionCache(final)
	if err != nil {
		return nil, err
	}
	return &decider{
		config: cfg, rules: rules, extensions: seen.extensions, records: gateOpen("recordpolicy"), kept: kept, final: leftOut,
		stop: make(chan struct{}), waiting: map[pcommon.TraceID]*undecided{},
		rounds: make([][]*undecided, 1+int(max(1, cfg.DecisionWait.Seconds()))),
	}, nil
}

func (d *decider) start(host component.Host) error {
	for _, extension := range d.extensions {
		if err := extension.find(host); err != nil {
			return err
		}
	}
	d.loop.Go(func() {
		ticker := time.NewTicker(roundTime)
		defer ticker.Stop()
		for {
			select {
			case <-d.stop:
				return
			case <-ticker.C:
				d.round()
			}
		}
	})
	return nil
}

// shutdown decides about everything with what has come.
func (d *decider) shutdown() {
	close(d.stop)
	d.loop.Wait()
	for range d.rounds {
		d.round()
	}
}

// take has the parts of a request wait, or go on when their trace is kept already.
func (d *decider) take(ctx context.Context, p *packer) {
	var late []released
	var arrived int64
	d.mutex.Lock()
	now := time.Now()
	for i := range p.groups {
		group := &p.groups[i]
		if decision, known := d.kept.Get(group.id); known {
			late = append(late, released{parts: []part{group.part}, policy: decision.PolicyName, late: true})
			d.counters.early.Add(ctx, int64(group.count), sampledTrue)
		} else if _, known := d.final.Get(group.id); known {
			d.memory.forget(group.id, math.MaxInt)
			d.counters.early.Add(ctx, int64(group.count), sampledFalse)
		} else {
			trace, known := d.waiting[group.id]
			if !known {
				trace = d.begin(group.id, now)
				arrived++
			}
			d.add(ctx, trace, group)
		}
	}
	d.mutex.Unlock()
	d.counters.arrived.Add(ctx, arrived)
	d.handOn(ctx, late)
}

// begin has a trace wait, in the place of the oldest if there are as many as may be.
func (d *decider) begin(id pcommon.TraceID, now time.Time) *undecided {
	if uint64(len(d.waiting)) >= d.config.NumTraces {
		d.makeRoom()
	}
	trace := &undecided{facts: facts{start: math.MaxUint64}, id: id, arrived: now}
	d.waiting[id] = trace
	d.rounds[d.current] = append(d.rounds[d.current], trace)
	return trace
}

// makeRoom gives up the trace that waits longest.
func (d *decider) makeRoom() {
	for range d.rounds {
		round := d.rounds[d.oldest.round]
		for ; d.oldest.at < len(round); d.oldest.at++ {
			if trace := round[d.oldest.at]; !trace.gone {
				trace.early = true
				d.leave(trace)
				return
			}
		}
		d.oldest = place{round: (d.oldest.round + 1) % len(d.rounds)}
	}
}

// leave has a trace wait no more.
func (d *decider) leave(trace *undecided) {
	delete(d.waiting, trace.id)
	trace.gone, trace.parts = true, nil
	d.counters.age.Record(context.Background(), int64(time.Since(trace.arrived)/time.Second))
}

// add adds a part to a trace. One that is too large is left out at once.
func (d *decider) add(ctx context.Context, trace *undecided, group *group) {
	trace.parts = append(trace.parts, group.part)
	trace.facts.add(group.facts)
	trace.spans += int64(group.count)
	trace.bytes += uint64(len(group.part))
	if d.config.MaximumTraceSizeBytes > 0 && trace.bytes > d.config.MaximumTraceSizeBytes {
		d.counters.tooLarge.Add(ctx, 1)
		d.final.Put(trace.id, cache.DecisionMetadata{})
		d.memory.forget(trace.id, int(trace.spans))
		d.leave(trace)
	}
}

// round decides about what came decision_wait ago.
func (d *decider) round() {
	ctx, start := context.Background(), time.Now()
	var kept []released
	r := roundCounts{}
	d.mutex.Lock()
	d.current = (d.current + 1) % len(d.rounds)
	d.oldest = place{round: (d.current + 1) % len(d.rounds)}
	for _, trace := range d.rounds[d.current] {
		if trace.gone {
			if trace.early {
				r.early++
			}
			continue
		}
		decision, by := d.decide(ctx, trace, &r)
		r.traces[decision]++
		if decision == sampled {
			d.kept.Put(trace.id, cache.DecisionMetadata{PolicyName: by.name})
			kept = append(kept, released{parts: trace.parts, policy: by.name})
		} else {
			if decision == dropped {
				d.final.Put(trace.id, cache.DecisionMetadata{PolicyName: by.name})
			}
			d.memory.forget(trace.id, int(trace.spans))
		}
		d.leave(trace)
	}
	clear(d.rounds[d.current])
	d.rounds[d.current] = d.rounds[d.current][:0]
	waiting := len(d.waiting)
	d.mutex.Unlock()
	d.handOn(ctx, kept)
	d.counters.record(ctx, d.rules, r, waiting, time.Since(start))
}

// decide asks the policies: those that drop first, and the others until one keeps the trace, or all of them.
func (d *decider) decide(ctx context.Context, trace *undecided, r *roundCounts) (decision, *rule) {
	var by *rule
	now := time.Now()
	for _, p := range d.rules {
		yes, err := p.verdict.of(ctx, trace)
		then := now
		now = time.Now()
		p.spent += now.Sub(then)
		p.asked++
		if err != nil {
			r.failed++
			d.logger.Debug("Sampling policy error", zap.Error(err))
			continue
		}
		p.count(yes, trace.spans)
		if yes && p.drops {
			return dropped, p
		}
		if yes && by == nil {
			by = p
			if d.config.SampleOnFirstMatch {
				break
			}
		}
	}
	if by == nil {
		return notSampled, nil
	}
	return sampled, by
}

// handOn unpacks traces and passes them on. Late spans may overtake the others of their trace.
func (d *decider) handOn(ctx context.Context, all []released) {
	for _, one := range all {
		traces := ptrace.NewTraces()
		for _, part := range one.parts {
			if err := d.unpacker.unpack(part, traces); err != nil {
				d.logger.Error("What waited for its decision cannot be unpacked.", zap.Error(err))
			}
		}
		if d.records {
			mark(traces, one)
		}
		if err := d.gathered.ConsumeTraces(ctx, traces); err != nil {
			d.logger.Warn("Kept traces could not be handed on.", zap.Error(err))
		}
	}
}

// mark writes on every scope which policy kept its spans.
func mark(traces ptrace.Traces, one released) {
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			attributes := scope.Scope().Attributes()
			attributes.PutStr("tailsampling.policy", one.policy)
			if one.late {
				attributes.PutBool("tailsampling.cached_decision", true)
			}
		}
	}
}
