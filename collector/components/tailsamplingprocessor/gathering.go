package tailsamplingprocessor

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"
)

const (
	// gatherSpans is how many spans go on together at most, give or take one trace.
	gatherSpans = 2000
	// gatherTime is how long the first of them waits.
	gatherTime = 20 * time.Millisecond
)

// gathering stands behind the sampler, which hands on every kept trace by itself, and puts together what one round of
// decisions keeps: one write to a queue on disk instead of one for each trace.
type gathering struct {
	next   consumer.Traces
	memory *memory
	logger *zap.Logger
	// unpacker is set when stand-ins come.
	unpacker *unpacker
	// unpacked is true when the next that comes was unpacked to be decided. The sampler calls from one goroutine.
	unpacked bool

	mutex   sync.Mutex
	pending ptrace.Traces
	spans   int
	timer   *time.Timer
}

var _ consumer.Traces = (*gathering)(nil)

func newGathering(next consumer.Traces, memory *memory, logger *zap.Logger) *gathering {
	return &gathering{next: next, memory: memory, logger: logger, pending: ptrace.NewTraces()}
}

// Capabilities says that traces are taken apart.
func (*gathering) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: true}
}

// ConsumeTraces takes the spans out of traces.
func (g *gathering) ConsumeTraces(ctx context.Context, traces ptrace.Traces) (err error) {
	if g.unpacker != nil && !g.unpacked {
		if traces, err = g.unpacker.unpackStandIns(traces); err != nil {
			return err
		}
	}
	g.unpacked = false
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.spans += traces.SpanCount()
	traces.ResourceSpans().MoveAndAppendTo(g.pending.ResourceSpans())
	if g.spans >= gatherSpans {
		return g.handOn(ctx)
	}
	if g.timer == nil {
		g.timer = time.AfterFunc(gatherTime, g.flush)
	}
	return nil
}

// flush hands on what is there; also the last of it, once the sampler has stopped.
func (g *gathering) flush() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if err := g.handOn(context.Background()); err != nil {
		// The exporter has counted them (enqueue_failed); the sampler, too, could only have said so.
		g.logger.Warn("Kept traces could not be handed on.", zap.Error(err))
	}
}

func (g *gathering) handOn(ctx context.Context) error {
	if g.timer != nil {
		g.timer.Stop()
		g.timer = nil
	}
	if g.spans == 0 {
		return nil
	}
	together := g.pending
	g.pending, g.spans = ptrace.NewTraces(), 0
	// Forgotten behind the queue, not before: a kill in between sends them twice.
	forget := g.memory.forgetting(together)
	defer forget()
	return g.next.ConsumeTraces(ctx, together)
}
