package tailsamplingprocessor

import (
	"slices"
	"strings"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl"
	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/featuregate"
)

// blind are extensions of this distribution that look at no span.
var blind = []string{"incident", "sampling_ceiling"}

// foresight makes verdicts of policies: what asks spans becomes a condition.
type foresight struct {
	set        component.TelemetrySettings
	conditions conditions
	extensions []*extension
	// fails is set by a policy that has to see the spans, or is wrong, which the stock processor will say.
	fails bool
}

// foresee makes policies that decide without the spans, in the order they are asked. False: one of them cannot.
func foresee(configured []stock.PolicyCfg, set component.TelemetrySettings) (*foresight, []*rule, bool) {
	f := &foresight{set: set}
	var drops, others []*rule
	names := map[string]bool{"": true}
	for i := range configured {
		cfg := &configured[i]
		f.fails = f.fails || names[cfg.Name]
		names[cfg.Name] = true
		made := &rule{name: cfg.Name, drops: cfg.Type == stock.Drop, verdict: f.policy(cfg)}
		if made.drops {
			drops = append(drops, made)
		} else {
			others = append(others, made)
		}
	}
	return f, append(drops, others...), !f.fails && len(f.conditions) <= maxConditions
}

// gateOpen tells whether somebody opened a feature gate of the stock processor.
func gateOpen(name string) (open bool) {
	featuregate.GlobalRegistry().VisitAll(func(gate *featuregate.Gate) {
		open = open || gate.ID() == "processor.tailsamplingprocessor."+name && gate.IsEnabled()
	})
	return open
}

func (f *foresight) policy(p *stock.PolicyCfg) verdict {
	switch p.Type {
	case stock.And:
		return f.all(p.AndCfg.SubPolicyCfg)
	case stock.Drop:
		return f.all(p.DropCfg.SubPolicyCfg)
	case stock.Not:
		return f.not(&p.NotCfg)
	}
	return f.leaf(leaf{p.Name, p.Type, p.ExtensionCfg, p.StatusCodeCfg, p.LatencyCfg, p.BooleanAttributeCfg, p.OTTLConditionCfg, p.ProbabilisticCfg, p.SpanCountCfg})
}

func (f *foresight) all(policies []stock.AndSubPolicyCfg) verdict {
	var subs every
	for i := range policies {
		p := &policies[i]
		if p.Type == stock.Not {
			subs = append(subs, f.not(&p.NotCfg))
		} else {
			subs = append(subs, f.leaf(leaf{p.Name, p.Type, p.ExtensionCfg, p.StatusCodeCfg, p.LatencyCfg, p.BooleanAttributeCfg, p.OTTLConditionCfg, p.ProbabilisticCfg, p.SpanCountCfg}))
		}
	}
	return subs
}

func (f *foresight) not(cfg *stock.NotCfg) verdict {
	p := &cfg.SubPolicy
	return opposite{f.leaf(leaf{p.Name, p.Type, p.ExtensionCfg, p.StatusCodeCfg, p.LatencyCfg, p.BooleanAttributeCfg, p.OTTLConditionCfg, p.ProbabilisticCfg, p.SpanCountCfg})}
}

// leaf is what all kinds of policies share, whose type has no name outside of the stock processor.
type leaf struct {
	name          string
	kind          stock.PolicyType
	extension     map[string]map[string]any
	status        stock.StatusCodeCfg
	latency       stock.LatencyCfg
	boolean       stock.BooleanAttributeCfg
	ottl          stock.OTTLConditionCfg
	probabilistic stock.ProbabilisticCfg
	count         stock.SpanCountCfg
}

func (f *foresight) leaf(l leaf) verdict {
	switch l.kind {
	case stock.AlwaysSample:
		return every{}
	case stock.StatusCode:
		condition, ok := newStatusCondition(l.status)
		return f.ask(condition, ok)
	case stock.BooleanAttribute:
		return f.ask(booleanCondition{key: l.boolean.Key, value: l.boolean.Value}, !l.boolean.InvertMatch)
	case stock.OTTLCondition:
		condition, err := newOTTLCondition(l.ottl, f.set)
		some := len(l.ottl.SpanConditions)+len(l.ottl.SpanEventConditions) > 0
		return f.ask(condition, err == nil && some && l.ottl.ErrorMode != ottl.PropagateError)
	case stock.Latency:
		f.fails = f.fails || l.latency.UpperThresholdMs != 0
		return longer(l.latency.ThresholdMs)
	case stock.Probabilistic:
		return newShare(l.probabilistic)
	case stock.SpanCount:
		return spanCount{least: int64(l.count.MinSpans), most: int64(l.count.MaxSpans)}
	}
	kind, _, _ := strings.Cut(string(l.kind), "/")
	f.fails = f.fails || !slices.Contains(blind, kind)
	made := &extension{policy: l.name, kind: string(l.kind), settings: l.extension[string(l.kind)]}
	f.extensions = append(f.extensions, made)
	return made
}

// ask makes a verdict of a condition.
func (f *foresight) ask(c condition, ok bool) verdict {
	f.fails = f.fails || !ok
	f.conditions = append(f.conditions, c)
	return matches(len(f.conditions) - 1)
}
