package tailsamplingprocessor

import (
	"encoding/binary"
	"errors"
	"iter"
	"math"
	"strings"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/protobuf/encoding/protowire"
)

// Fields of the messages around a span, of opentelemetry/proto/trace/v1/trace.proto.
const (
	resourceSpansField protowire.Number = 1 // of TracesData
	scopeSpansField    protowire.Number = 2 // of ResourceSpans
	spansField         protowire.Number = 2 // of ScopeSpans
)

var errMarshaler = errors.New("the marshaler wrote something else than the request has")

// packer sorts the spans of one request by trace. It does so with their bytes, which the journal needs anyway: no span is
// copied as a structure, or encoded twice. What the policies will ask is found out here, too, while the structures are there.
type packer struct {
	conditions conditions

	groups []group
	// index is where the group of a trace is, latest where that of the last span.
	index  map[pcommon.TraceID]int
	latest int
	spans  []placed
	scopes []scope
	// outer has the messages around the spans, each without the level below.
	outer []byte

	understudies understudies
}

// group is what the request has of one trace.
type group struct {
	facts
	id    pcommon.TraceID
	count int
	// first and last are its spans in the list.
	first, last int
	// part is all of it, once it is packed.
	part part
}

// placed is a span and its place.
type placed struct {
	data   []byte
	parent pcommon.SpanID
	scope  int
	// next span of the same trace; 0 for none.
	next int
}

// scope is where in outer a scope and its resource are.
type scope struct {
	resource, own stretch
}

type stretch struct{ from, to int }

func (p *packer) outerOf(s stretch) []byte { return p.outer[s.from:s.to] }

var packers = sync.Pool{New: func() any {
	return &packer{index: map[pcommon.TraceID]int{}, understudies: understudies{idle: map[int][]ptrace.ResourceSpans{}}}
}}

// newPacker takes a packer for one request; done gives it back.
func newPacker(c conditions) *packer {
	p := packers.Get().(*packer)
	p.conditions = c
	return p
}

func (p *packer) done() {
	clear(p.index)
	clear(p.spans)
	clear(p.groups)
	p.groups, p.spans, p.scopes, p.outer = p.groups[:0], p.spans[:0], p.scopes[:0], p.outer[:0]
	packers.Put(p)
}

// sort finds the spans of each trace in a message, which is what the marshaler makes of traces.
func (p *packer) sort(traces ptrace.Traces, message []byte) error {
	next, resources := 0, traces.ResourceSpans()
	whole := eachField(message, func(_ protowire.Number, _, value []byte) bool {
		next++
		return next <= resources.Len() && p.sortResource(resources.At(next-1), value)
	})
	if !whole || next != resources.Len() {
		return errMarshaler
	}
	return nil
}

func (p *packer) sortResource(resource ptrace.ResourceSpans, message []byte) bool {
	own := stretch{from: len(p.outer)}
	if !eachField(message, func(number protowire.Number, field, _ []byte) bool {
		if number != scopeSpansField {
			p.outer = append(p.outer, field...)
		}
		return true
	}) {
		return false
	}
	own.to = len(p.outer)
	matched := p.conditions.ofResource(resource.Resource())
	next, scopes := 0, resource.ScopeSpans()
	return eachField(message, func(number protowire.Number, _, value []byte) bool {
		if number != scopeSpansField {
			return true
		}
		next++
		return next <= scopes.Len() && p.sortScope(resource, scopes.At(next-1), own, matched, value)
	}) && next == scopes.Len()
}

func (p *packer) sortScope(resource ptrace.ResourceSpans, from ptrace.ScopeSpans, around stretch, matched uint64, message []byte) bool {
	own := stretch{from: len(p.outer)}
	next, spans := 0, from.Spans()
	whole := eachField(message, func(number protowire.Number, field, value []byte) bool {
		if number != spansField {
			p.outer = append(p.outer, field...)
			return true
		}
		next++
		if next > spans.Len() {
			return false
		}
		span := spans.At(next - 1)
		p.spans = append(p.spans, placed{data: value, parent: span.ParentSpanID(), scope: len(p.scopes)})
		group := p.groupOf(span.TraceID())
		group.matched = p.conditions.ofSpan(resource, from, span, group.matched|matched)
		group.start = min(group.start, span.StartTimestamp())
		group.end = max(group.end, span.EndTimestamp())
		return true
	})
	own.to = len(p.outer)
	p.scopes = append(p.scopes, scope{resource: around, own: own})
	return whole && next == spans.Len()
}

// groupOf puts the last span behind the others of its trace.
func (p *packer) groupOf(id pcommon.TraceID) *group {
	at := len(p.spans) - 1
	// The spans of a trace often lie side by side.
	if at == 0 || p.groups[p.latest].id != id {
		known, ok := p.index[id]
		if !ok {
			known = len(p.groups)
			p.index[id] = known
			p.groups = append(p.groups, group{id: id, facts: facts{start: math.MaxUint64}, first: at, last: at})
		}
		p.latest = known
	}
	group := &p.groups[p.latest]
	if group.last != at {
		p.spans[group.last].next = at
		group.last = at
	}
	group.count++
	return group
}

// counts are the spans of each trace.
func (p *packer) counts() iter.Seq2[pcommon.TraceID, int] {
	return func(yield func(pcommon.TraceID, int) bool) {
		for i := range p.groups {
			if !yield(p.groups[i].id, p.groups[i].count) {
				return
			}
		}
	}
}

// pack makes the part of each trace.
func (p *packer) pack() {
	size := 0
	for i := range p.groups {
		p.entries(&p.groups[i], func(_ int, data []byte) { size += binary.MaxVarintLen32 + len(data) })
	}
	// One piece for all: the traces of a request are decided at about the same time. A builder, unlike make, leaves it
	// unwritten before.
	var buffer strings.Builder
	buffer.Grow(size)
	for i := range p.groups {
		begin := buffer.Len()
		p.entries(&p.groups[i], func(kind int, data []byte) { writeEntry(&buffer, kind, data) })
		p.groups[i].part = part(buffer.String()[begin:])
	}
}

// standIns are what the stock processor gets in the place of the request. They go back with giveBack.
func (p *packer) standIns() ptrace.Traces {
	traces := ptrace.NewTraces()
	traces.ResourceSpans().EnsureCapacity(len(p.groups))
	for i := range p.groups {
		group := &p.groups[i]
		standIn := p.understudies.take(traces, group.count)
		standIn.Resource().Attributes().PutStr(standInAttribute, string(group.part))
		next, empty := 0, standIn.ScopeSpans().At(0).Spans()
		p.each(group, func(span *placed) {
			empty.At(next).SetTraceID(group.id)
			empty.At(next).SetParentSpanID(span.parent)
			next++
		})
	}
	return traces
}

// entries visits what a part is made of.
func (p *packer) entries(g *group, visit func(kind int, data []byte)) {
	within := scope{resource: stretch{from: -1}}
	p.each(g, func(span *placed) {
		around := p.scopes[span.scope]
		if around.resource != within.resource {
			visit(resourceEntry, p.outerOf(around.resource))
		}
		if around != within {
			visit(scopeEntry, p.outerOf(around.own))
		}
		within = around
		visit(spanEntry, span.data)
	})
}

// each visits the spans of a trace.
func (p *packer) each(g *group, visit func(*placed)) {
	for at := g.first; ; at = p.spans[at].next {
		visit(&p.spans[at])
		if at == g.last {
			return
		}
	}
}
