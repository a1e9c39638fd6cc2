package journal

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// maxAttempts is how often in a row files are given back to a process that ends before it takes anything new. Were they
// what kills it, it would never start again.
const maxAttempts = 10

// Found is what an earlier life left.
type Found struct {
	// Replayed spans were given back.
	Replayed int
	// Lost spans cannot be read, or were in the way of a start. Some of them may have been decided.
	Lost int
	// SetAside is where files went that were given back maxAttempts times and nothing was taken after.
	SetAside string
}

// Open finds the files of an earlier life. Before the first Append they have to be replayed.
func Open(options Options) (*Journal, error) {
	if err := os.MkdirAll(options.Directory, 0o700); err != nil {
		return nil, err
	}
	segments, err := listSegments(options.Directory)
	if err != nil {
		return nil, err
	}
	j := &Journal{options: options, waiting: map[pcommon.TraceID][]part{}, segments: segments}
	for _, s := range segments {
		j.bytes += s.size
	}
	return j, nil
}

// Replay gives what an earlier life left undecided to feed, in the order it was accepted. It stays on disk until it is
// decided: a kill in the middle changes nothing.
func (j *Journal) Replay(feed func(ptrace.Traces) error) (Found, error) {
	if len(j.segments) == 0 {
		return Found{}, nil
	}
	attempts := j.attempts()
	if attempts >= maxAttempts {
		return j.setAside()
	}
	// On a full disk the attempt is not counted; that must not keep the process from starting.
	_ = os.WriteFile(j.attemptsPath(), []byte(strconv.Itoa(attempts+1)), 0o600)
	j.trying = true
	j.hold(true)
	found, err := j.replay(feed)
	j.hold(false)
	j.flush()
	return found, err
}

// hold keeps all files while they are read.
func (j *Journal) hold(held bool) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.held = held
}

func (j *Journal) replay(feed func(ptrace.Traces) error) (found Found, err error) {
	decided := map[pcommon.TraceID]uint64{}
	found.Lost, err = j.eachRecord(func(_ *segment, r record) error {
		if r.kind == kindDecisions {
			eachDecision(r.payload, func(id pcommon.TraceID, upTo uint64) { decided[id] = max(decided[id], upTo) })
		}
		return nil
	})
	if err != nil {
		return found, err
	}
	_, err = j.eachRecord(func(s *segment, r record) error {
		message, err := r.message()
		if message == nil && err == nil {
			return nil
		}
		var traces ptrace.Traces
		if err == nil {
			traces, err = (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(message)
		}
		if err != nil {
			found.Lost += int(r.spans)
			return nil
		}
		traces.ResourceSpans().RemoveIf(func(resource ptrace.ResourceSpans) bool {
			resource.ScopeSpans().RemoveIf(func(scope ptrace.ScopeSpans) bool {
				scope.Spans().RemoveIf(func(span ptrace.Span) bool { return r.first < decided[span.TraceID()] })
				return scope.Spans().Len() == 0
			})
			return resource.ScopeSpans().Len() == 0
		})
		spans := traces.SpanCount()
		if spans == 0 {
			return nil
		}
		j.mutex.Lock()
		j.wait(s, r.first, maps.All(CountByTrace(traces)))
		j.mutex.Unlock()
		found.Replayed += spans
		return feed(traces)
	})
	return found, err
}

// eachRecord visits what can be read and counts the spans of what cannot. The end of a file may be torn: that write
// was never acknowledged.
func (j *Journal) eachRecord(visit func(*segment, record) error) (lost int, err error) {
	j.next = j.segments[0].first
	for _, s := range j.segments {
		data, err := os.ReadFile(s.path)
		if err != nil {
			return lost, err
		}
		lost += j.skipTo(s.first)
		for len(data) > 0 {
			r, rest, err := nextRecord(data)
			if err == errTorn {
				break
			}
			data = rest
			if err != nil {
				continue
			}
			lost += j.skipTo(r.first)
			j.next = r.first + uint64(r.spans)
			if err := visit(s, r); err != nil {
				return lost, err
			}
		}
	}
	return lost, nil
}

// skipTo is how many spans lie between what was read last and this place.
func (j *Journal) skipTo(first uint64) int {
	if first <= j.next {
		return 0
	}
	gap := first - j.next
	j.next = first
	return int(gap)
}

// attempts since the files were last decided.
func (j *Journal) attempts() int {
	text, err := os.ReadFile(j.attemptsPath())
	if err != nil {
		return 0
	}
	attempts, _ := strconv.Atoi(string(text))
	return attempts
}

func (j *Journal) attemptsPath() string {
	return filepath.Join(j.options.Directory, "attempts")
}

// setAside moves the files out of the way, in the place of those that were moved before.
func (j *Journal) setAside() (Found, error) {
	spans := 0
	lost, err := j.eachRecord(func(_ *segment, r record) error {
		spans += int(r.spans)
		return nil
	})
	if err != nil {
		return Found{}, err
	}
	found := Found{Lost: lost + spans, SetAside: j.options.Directory + ".set-aside"}
	if err := os.RemoveAll(found.SetAside); err != nil {
		return found, err
	}
	if err := os.Rename(j.options.Directory, found.SetAside); err != nil {
		return found, fmt.Errorf("set the journal aside: %w", err)
	}
	j.segments, j.bytes = nil, 0
	return found, os.MkdirAll(j.options.Directory, 0o700)
}
