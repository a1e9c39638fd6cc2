package tailsamplingprocessor

import (
	"slices"
	"strings"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl"
	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/featuregate"
)

// blind are policies that look at no span: at the id of the trace, or at how many there are.
var blind = []stock.PolicyType{
	stock.AlwaysSample, stock.Probabilistic, stock.RateLimiting, stock.SpanCount,
	// Extensions of this distribution.
	"incident", "sampling_ceiling",
}

// foresight rewrites policies so that they ask the facts of a trace instead of its spans.
type foresight struct {
	set        component.TelemetrySettings
	conditions conditions
	// fails is set by a policy that has to see the spans.
	fails bool
}

// foresee returns the policies rewritten, and the conditions to ask when a span comes. False: one of them has to see the
// spans, or is wrong, which the stock processor will say.
func foresee(policies []stock.PolicyCfg, set component.TelemetrySettings) ([]stock.PolicyCfg, conditions, bool) {
	f := foresight{set: set, fails: usesTracestate()}
	policies = slices.Clone(policies)
	for i := range policies {
		f.policy(&policies[i])
	}
	if f.fails || len(f.conditions) > maxConditions {
		return nil, nil, false
	}
	return policies, f.conditions, true
}

// usesTracestate tells whether the stock processor reads and writes the trace state of spans.
func usesTracestate() (on bool) {
	featuregate.GlobalRegistry().VisitAll(func(gate *featuregate.Gate) {
		on = on || gate.ID() == "processor.tailsamplingprocessor.usetracestate" && gate.IsEnabled()
	})
	return on
}

func (f *foresight) policy(p *stock.PolicyCfg) {
	switch p.Type {
	case stock.And:
		p.AndCfg.SubPolicyCfg = f.all(p.AndCfg.SubPolicyCfg)
	case stock.Drop:
		p.DropCfg.SubPolicyCfg = f.all(p.DropCfg.SubPolicyCfg)
	case stock.Not:
		f.not(&p.NotCfg)
	default:
		f.leaf(leaf{&p.Type, &p.ExtensionCfg, p.StatusCodeCfg, p.LatencyCfg, p.BooleanAttributeCfg, p.OTTLConditionCfg})
	}
}

func (f *foresight) all(policies []stock.AndSubPolicyCfg) []stock.AndSubPolicyCfg {
	policies = slices.Clone(policies)
	for i := range policies {
		p := &policies[i]
		if p.Type == stock.Not {
			f.not(&p.NotCfg)
		} else {
			f.leaf(leaf{&p.Type, &p.ExtensionCfg, p.StatusCodeCfg, p.LatencyCfg, p.BooleanAttributeCfg, p.OTTLConditionCfg})
		}
	}
	return policies
}

func (f *foresight) not(cfg *stock.NotCfg) {
	p := &cfg.SubPolicy
	f.leaf(leaf{&p.Type, &p.ExtensionCfg, p.StatusCodeCfg, p.LatencyCfg, p.BooleanAttributeCfg, p.OTTLConditionCfg})
}

// leaf is what all kinds of policies share, whose type has no name outside of the stock processor.
type leaf struct {
	kind      *stock.PolicyType
	extension *map[string]map[string]any
	status    stock.StatusCodeCfg
	latency   stock.LatencyCfg
	boolean   stock.BooleanAttributeCfg
	ottl      stock.OTTLConditionCfg
}

func (f *foresight) leaf(l leaf) {
	switch *l.kind {
	case stock.StatusCode:
		condition, ok := newStatusCondition(l.status)
		f.ask(l, condition, ok)
	case stock.BooleanAttribute:
		f.ask(l, booleanCondition{key: l.boolean.Key, value: l.boolean.Value}, !l.boolean.InvertMatch)
	case stock.OTTLCondition:
		condition, err := newOTTLCondition(l.ottl, f.set)
		some := len(l.ottl.SpanConditions)+len(l.ottl.SpanEventConditions) > 0
		f.ask(l, condition, err == nil && some && l.ottl.ErrorMode != ottl.PropagateError)
	case stock.Latency:
		if l.latency.UpperThresholdMs != 0 {
			f.fails = true
		}
		l.become(map[string]any{longerThan: l.latency.ThresholdMs})
	default:
		name, _, _ := strings.Cut(string(*l.kind), "/")
		if !slices.Contains(blind, stock.PolicyType(name)) {
			f.fails = true
		}
	}
}

// ask makes a policy of a condition.
func (f *foresight) ask(l leaf, c condition, ok bool) {
	if !ok {
		f.fails = true
	}
	l.become(map[string]any{matches: len(f.conditions)})
	f.conditions = append(f.conditions, c)
}

// become turns the policy into one of the extension below.
func (l leaf) become(cfg map[string]any) {
	*l.kind = stock.PolicyType(foreseenID.String())
	*l.extension = map[string]map[string]any{foreseenID.String(): cfg}
}
