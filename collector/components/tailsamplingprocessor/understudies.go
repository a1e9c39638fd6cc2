package tailsamplingprocessor

import (
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// maxIdle is how many empty spans are kept for the next request, 200 bytes each.
const maxIdle = 1024

// understudies are stand-ins that were used, by their number of spans. The stock processor copies what it gets and has no
// use for it afterwards, so that the next request can have them.
type understudies struct {
	idle  map[int][]ptrace.ResourceSpans
	spans int
}

// take moves a stand-in with so many empty spans to the end of a request.
func (u *understudies) take(to ptrace.Traces, spans int) ptrace.ResourceSpans {
	resource := to.ResourceSpans().AppendEmpty()
	if idle := u.idle[spans]; len(idle) > 0 {
		last := len(idle) - 1
		idle[last].MoveTo(resource)
		u.idle[spans] = idle[:last]
		u.spans -= spans
		return resource
	}
	empty := resource.ScopeSpans().AppendEmpty().Spans()
	empty.EnsureCapacity(spans)
	for range spans {
		empty.AppendEmpty()
	}
	return resource
}

// giveBack takes the stand-ins of a request, without what they stood for.
func (u *understudies) giveBack(from ptrace.Traces) {
	for _, resource := range from.ResourceSpans().All() {
		spans := resource.ScopeSpans().At(0).Spans().Len()
		if u.spans+spans > maxIdle {
			continue
		}
		resource.Resource().Attributes().PutStr(standInAttribute, "")
		idle := ptrace.NewResourceSpans()
		resource.MoveTo(idle)
		u.idle[spans] = append(u.idle[spans], idle)
		u.spans += spans
	}
}
