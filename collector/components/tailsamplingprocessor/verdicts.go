package tailsamplingprocessor

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/big"
	"time"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// verdict says yes or no to a trace, from what is known without its spans.
type verdict interface {
	of(ctx context.Context, trace *undecided) (bool, error)
}

// matches asks whether one of the spans met the condition with this number.
type matches int

func (m matches) of(_ context.Context, trace *undecided) (bool, error) {
	return trace.matched&(1<<m) != 0, nil
}

// longer is a number of milliseconds from the first start to the last end.
type longer int64

func (l longer) of(_ context.Context, trace *undecided) (bool, error) {
	return trace.length().Milliseconds() > int64(l), nil
}

// every asks one after the other until one says no. None say yes.
type every []verdict

func (e every) of(ctx context.Context, trace *undecided) (bool, error) {
	for _, one := range e {
		if yes, err := one.of(ctx, trace); !yes || err != nil {
			return false, err
		}
	}
	return true, nil
}

type opposite struct{ verdict }

func (o opposite) of(ctx context.Context, trace *undecided) (bool, error) {
	yes, err := o.verdict.of(ctx, trace)
	return !yes, err
}

// spanCount bounds how many there are; most is 0 for no bound.
type spanCount struct{ least, most int64 }

func (s spanCount) of(_ context.Context, trace *undecided) (bool, error) {
	return trace.spans >= s.least && (s.most == 0 || trace.spans <= s.most), nil
}

// share keeps a part of all traces, the same in every collector: it hashes the id as the stock processor does.
type share struct {
	salt string
	most uint64
}

func newShare(cfg stock.ProbabilisticCfg) share {
	s := share{salt: cfg.HashSalt}
	if s.salt == "" {
		s.salt = "default-hash-seed"
	}
	// A float64 of the largest number is rounded up, and would not fit again.
	all := new(big.Float).SetInt(new(big.Int).SetUint64(math.MaxUint64))
	s.most, _ = all.Mul(all, big.NewFloat(cfg.SamplingPercentage/100)).Uint64()
	return s
}

func (s share) of(_ context.Context, trace *undecided) (bool, error) {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(s.salt))
	_, _ = hash.Write(trace.id[:])
	return hash.Sum64() <= s.most, nil
}

// extension asks one of the host's, which is found at the start.
type extension struct {
	policy, kind string
	settings     map[string]any
	evaluator    samplingpolicy.Evaluator
}

func (e *extension) find(host component.Host) (err error) {
	for id, one := range host.GetExtensions() {
		if made, ok := one.(samplingpolicy.Extension); ok && id.String() == e.kind {
			e.evaluator, err = made.NewEvaluator(e.policy, e.settings)
			return err
		}
	}
	return fmt.Errorf("unknown sampling policy type %s", e.kind)
}

func (e *extension) of(ctx context.Context, trace *undecided) (bool, error) {
	decision, err := e.evaluator.Evaluate(ctx, trace.id, &samplingpolicy.TraceData{
		SpanCount: trace.spans, SizeBytes: trace.bytes, ReceivedBatches: ptrace.NewTraces(),
	})
	return decision == samplingpolicy.Sampled, err
}

// facts are what is known about spans without looking at them again.
type facts struct {
	// matched has a bit for each condition that one of them meets.
	matched    uint64
	start, end pcommon.Timestamp
}

// add puts the facts of two parts together.
func (f *facts) add(other facts) {
	f.matched |= other.matched
	f.start = min(f.start, other.start)
	f.end = max(f.end, other.end)
}

// length is the time from the first start to the last end.
func (f *facts) length() time.Duration {
	return f.end.AsTime().Sub(f.start.AsTime())
}
