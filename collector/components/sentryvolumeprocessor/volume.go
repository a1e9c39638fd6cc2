package sentryvolumeprocessor

import (
	"context"
	"encoding/binary"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processorhelper"
)

const (
	// policyAttribute is where the tail sampler writes, on the scope, which of its policies kept the spans.
	policyAttribute = "tailsampling.policy"
	// ends is how many different ends a trace id has, in its last two bytes.
	ends = 1 << 16
)

// volume decides by the policy that kept a trace and by the end of its id, so every span of a trace goes the same way,
// whenever it comes and through whichever collector.
type volume struct {
	off    bool
	always map[string]bool
	// below is the first end of a trace id that is left out.
	below float64
}

func newVolume(cfg *Config) *volume {
	always := make(map[string]bool, len(cfg.Always))
	for _, policy := range cfg.Always {
		always[policy] = true
	}
	return &volume{off: cfg.DSN == "", always: always, below: ends * cfg.Percentage / maxPercentage}
}

// process returns a copy of what passes. What it was given belongs to others, too.
func (v *volume) process(_ context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	if v.off {
		return traces, processorhelper.ErrSkipProcessingData
	}
	passing := ptrace.NewTraces()
	for _, resource := range traces.ResourceSpans().All() {
		v.copyResource(passing.ResourceSpans(), resource)
	}
	if passing.ResourceSpans().Len() == 0 {
		return passing, processorhelper.ErrSkipProcessingData
	}
	return passing, nil
}

func (v *volume) copyResource(to ptrace.ResourceSpansSlice, from ptrace.ResourceSpans) {
	var copied ptrace.ResourceSpans
	some := false
	for _, scope := range from.ScopeSpans().All() {
		passes := v.passing(scope)
		if passes == 0 {
			continue
		}
		if !some {
			some, copied = true, to.AppendEmpty()
			from.Resource().CopyTo(copied.Resource())
			copied.SetSchemaUrl(from.SchemaUrl())
		}
		v.copyScope(copied.ScopeSpans().AppendEmpty(), scope, passes)
	}
}

func (v *volume) copyScope(to, from ptrace.ScopeSpans, passes int) {
	if passes == from.Spans().Len() {
		from.CopyTo(to)
		return
	}
	from.Scope().CopyTo(to.Scope())
	to.SetSchemaUrl(from.SchemaUrl())
	to.Spans().EnsureCapacity(passes)
	for _, span := range from.Spans().All() {
		if v.shared(span.TraceID()) {
			span.CopyTo(to.Spans().AppendEmpty())
		}
	}
}

// passing counts the spans that pass: all of a policy that always does, otherwise those of the share.
func (v *volume) passing(scope ptrace.ScopeSpans) (count int) {
	if policy, there := scope.Scope().Attributes().Get(policyAttribute); there && v.always[policy.AsString()] {
		return scope.Spans().Len()
	}
	for _, span := range scope.Spans().All() {
		if v.shared(span.TraceID()) {
			count++
		}
	}
	return count
}

func (v *volume) shared(id pcommon.TraceID) bool {
	return float64(binary.BigEndian.Uint16(id[14:])) < v.below
}
