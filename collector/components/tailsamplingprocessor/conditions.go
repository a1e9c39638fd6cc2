package tailsamplingprocessor

import (
	"slices"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// maxConditions is how many have a bit in the header of a part.
const maxConditions = 64

// condition is what a policy asks about one span after the other; its trace matches when one of them does.
type condition interface {
	matchesSpan(in spanContext) bool
}

// resourceCondition is one that a resource can meet, too.
type resourceCondition interface {
	matchesResource(pcommon.Resource) bool
}

// conditions are those of all policies. They are asked once, when a span comes, instead of when its trace is decided: its
// structures are there, and need not be made again for a decision that leaves them out.
type conditions []condition

// ofResource has the bits of those that a resource meets.
func (c conditions) ofResource(resource pcommon.Resource) (matched uint64) {
	for bit, condition := range c {
		if asks, ok := condition.(resourceCondition); ok && asks.matchesResource(resource) {
			matched |= 1 << bit
		}
	}
	return matched
}

// ofSpan adds the bits of those that a span meets.
func (c conditions) ofSpan(resource ptrace.ResourceSpans, scope ptrace.ScopeSpans, span ptrace.Span, matched uint64) uint64 {
	in := spanContext{resource: resource, scope: scope, span: span}
	for bit, condition := range c {
		if matched&(1<<bit) == 0 && condition.matchesSpan(in) {
			matched |= 1 << bit
		}
	}
	return matched
}

// spanContext is a span and where it is.
type spanContext struct {
	resource ptrace.ResourceSpans
	scope    ptrace.ScopeSpans
	span     ptrace.Span
}

type statusCondition []ptrace.StatusCode

func newStatusCondition(cfg stock.StatusCodeCfg) (condition statusCondition, known bool) {
	codes := map[string]ptrace.StatusCode{"UNSET": ptrace.StatusCodeUnset, "OK": ptrace.StatusCodeOk, "ERROR": ptrace.StatusCodeError}
	for _, name := range cfg.StatusCodes {
		code, ok := codes[name]
		if !ok {
			return nil, false
		}
		condition = append(condition, code)
	}
	return condition, len(condition) > 0
}

func (c statusCondition) matchesSpan(in spanContext) bool {
	return slices.Contains(c, in.span.Status().Code())
}

type booleanCondition struct {
	key   string
	value bool
}

func (c booleanCondition) matchesSpan(in spanContext) bool { return c.in(in.span.Attributes()) }

func (c booleanCondition) matchesResource(resource pcommon.Resource) bool {
	return c.in(resource.Attributes())
}

func (c booleanCondition) in(attributes pcommon.Map) bool {
	value, ok := attributes.Get(c.key)
	return ok && value.Bool() == c.value
}
