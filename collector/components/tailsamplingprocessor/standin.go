package tailsamplingprocessor

import (
	"iter"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// standInAttribute has the part that a stand-in stands for.
const standInAttribute = "part"

// What goes through the stock processor are stand-ins. It copies every span when it sorts them by trace, and nine of ten
// are then left out; a stand-in is a resource with a part of a trace as its only attribute, a string, which is copied
// by reference, and has an empty span for each of the part's spans, because the stock processor counts them.
//
// It sees nothing else: what comes out of it was made here, so that no attribute of an app is mistaken for a part.

// partOf is what a stand-in stands for.
func partOf(standIn ptrace.ResourceSpans) part {
	value, _ := standIn.Resource().Attributes().Get(standInAttribute)
	return part(value.Str())
}

// partsOf are the parts that stand-ins stand for.
func partsOf(standIns ptrace.Traces) iter.Seq[part] {
	return func(yield func(part) bool) {
		for _, standIn := range standIns.ResourceSpans().All() {
			if !yield(partOf(standIn)) {
				return
			}
		}
	}
}

// unpackStandIns returns the spans themselves, with what the stock processor wrote on the scopes of their stand-ins.
func (u *unpacker) unpackStandIns(standIns ptrace.Traces) (ptrace.Traces, error) {
	traces := ptrace.NewTraces()
	for _, standIn := range standIns.ResourceSpans().All() {
		before := traces.ResourceSpans().Len()
		if err := u.unpack(partOf(standIn), traces); err != nil {
			return traces, err
		}
		written := standIn.ScopeSpans().At(0).Scope().Attributes()
		for i := before; i < traces.ResourceSpans().Len(); i++ {
			for _, scope := range traces.ResourceSpans().At(i).ScopeSpans().All() {
				for key, value := range written.All() {
					value.CopyTo(scope.Scope().Attributes().PutEmpty(key))
				}
			}
		}
	}
	return traces, nil
}
