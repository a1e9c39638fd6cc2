// Package journal keeps on disk what a sampler holds in memory: the spans that wait for the decision about their trace.
// They are written before they are acknowledged, and forgotten with the decision; what a kill leaves is given back.
package journal

import (
	"errors"
	"iter"
	"maps"
	"os"
	"sync"
	"time"

	"github.com/klauspost/compress/s2"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const (
	// segmentBytes is when a new file is begun. Small files go soon: most are deleted before the system writes them out.
	segmentBytes = 2 << 20
	// decisionDelay is how long a decision may wait to be written. A kill in that time decides once more.
	decisionDelay = 20 * time.Millisecond
)

// ErrFull says that the journal has its size.
var ErrFull = errors.New("the journal is full")

// Options of a journal.
type Options struct {
	// Directory holds its files, and nothing else.
	Directory string
	// MaxBytes it takes on disk.
	MaxBytes int64
	// MaxAge after which spans count as decided whose decision nobody reported.
	MaxAge time.Duration
}

// buffers are those of compressed batches.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Journal is safe for concurrent use.
type Journal struct {
	options Options

	mutex    sync.Mutex
	segments []*segment
	// waiting are the undecided parts of each trace, in the order they were accepted.
	waiting map[pcommon.TraceID][]part
	// next counts the spans accepted so far.
	next      uint64
	bytes     int64
	decisions []byte
	buffer    []byte
	timer     *time.Timer
	// trying is true after files were given back, until something new is taken.
	trying bool
	// held keeps the files while they are given back, and when the journal is closed.
	held bool
}

// part is what one batch had of a trace.
type part struct {
	first uint64
	spans int
}

// Append writes a batch. When it returns nil the batch survives the end of the process.
func (j *Journal) Append(traces ptrace.Traces) error {
	message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	if err != nil {
		return err
	}
	return j.AppendMessage(message, traces.SpanCount(), maps.All(CountByTrace(traces)))
}

// AppendMessage writes a batch that is protobuf already, and has so many spans: in all, and of each trace.
func (j *Journal) AppendMessage(message []byte, spans int, counts iter.Seq2[pcommon.TraceID, int]) error {
	// Writing costs more than compressing: the spans of an app have the same keys and values again and again.
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	*buffer = s2.Encode((*buffer)[:cap(*buffer)], message)
	payload := *buffer

	j.mutex.Lock()
	defer j.mutex.Unlock()
	if j.trying {
		j.trying = false
		_ = os.Remove(j.attemptsPath())
	}
	if j.bytes+int64(len(payload)) > j.options.MaxBytes {
		return ErrFull
	}
	if err := j.writeDecisions(); err != nil {
		return err
	}
	if err := j.write(record{kind: kindBatch, first: j.next, spans: uint32(spans), payload: payload}); err != nil {
		return err
	}
	j.wait(j.segments[len(j.segments)-1], j.next, counts)
	j.next += uint64(spans)
	return nil
}

// Decided says that the oldest `spans` undecided spans of a trace need no memory any more: they were handed on or left out.
func (j *Journal) Decided(id pcommon.TraceID, spans int) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	parts := j.waiting[id]
	var upTo uint64
	for len(parts) > 0 && spans > 0 {
		if parts[0].spans > spans {
			parts[0].spans -= spans
			break
		}
		spans -= parts[0].spans
		upTo = parts[0].first + 1
		j.holder(parts[0].first).waiting--
		parts = parts[1:]
	}
	if upTo == 0 {
		return
	}
	if len(parts) == 0 {
		delete(j.waiting, id)
	} else {
		j.waiting[id] = parts
	}
	j.decisions = appendDecision(j.decisions, id, upTo)
	if j.timer == nil && !j.held {
		j.timer = time.AfterFunc(decisionDelay, j.flush)
	}
}

// Bytes on disk.
func (j *Journal) Bytes() int64 {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.bytes
}

// Close writes what is left to write. Files remain only for what is undecided.
func (j *Journal) Close() error {
	j.flush()
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.held = true
	for _, s := range j.segments {
		s.close()
	}
	return nil
}

// flush forgets what is decided: files as far as possible, the rest by writing it down.
func (j *Journal) flush() {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if j.held {
		return
	}
	if j.timer != nil {
		j.timer.Stop()
		j.timer = nil
	}
	j.expire(time.Now().Add(-j.options.MaxAge))
	j.prune()
	// On failure the decisions wait for the next write: a kill until then decides once more.
	_ = j.writeDecisions()
}

// prune deletes files in which, and before which, nothing waits.
func (j *Journal) prune() {
	for len(j.segments) > 0 && j.segments[0].waiting == 0 && (len(j.segments) > 1 || len(j.waiting) == 0) {
		j.bytes -= j.segments[0].size
		j.segments[0].remove()
		j.segments = j.segments[1:]
	}
	if len(j.segments) == 0 {
		j.decisions = j.decisions[:0]
	}
}

// expire lets go of what the sampler never reported, which is what it evicted undecided.
func (j *Journal) expire(before time.Time) {
	for index := 0; index < len(j.segments)-1 && j.segments[index].born.Before(before); index++ {
		if j.segments[index].waiting == 0 {
			continue
		}
		end := j.segments[index+1].first
		for id, parts := range j.waiting {
			for len(parts) > 0 && parts[0].first < end {
				parts = parts[1:]
			}
			if len(parts) == 0 {
				delete(j.waiting, id)
			} else {
				j.waiting[id] = parts
			}
		}
		j.segments[index].waiting = 0
	}
}

func (j *Journal) writeDecisions() error {
	if len(j.decisions) == 0 || len(j.segments) == 0 {
		return nil
	}
	if err := j.write(record{kind: kindDecisions, first: j.next, payload: j.decisions}); err != nil {
		return err
	}
	j.decisions = j.decisions[:0]
	return nil
}

// write appends a record, beginning a new file when the last has its size.
func (j *Journal) write(r record) error {
	last := len(j.segments) - 1
	if last < 0 || j.segments[last].size >= segmentBytes || j.segments[last].file == nil {
		number := 0
		if last >= 0 {
			j.segments[last].close()
			number = j.segments[last].number + 1
		}
		s, err := createSegment(j.options.Directory, number, j.next)
		if err != nil {
			return err
		}
		j.segments = append(j.segments, s)
		last++
	}
	j.buffer = appendRecord(j.buffer[:0], r)
	if err := j.segments[last].write(j.buffer); err != nil {
		return err
	}
	j.bytes += int64(len(j.buffer))
	return nil
}

// wait remembers the parts of a batch that s holds.
func (j *Journal) wait(s *segment, first uint64, counts iter.Seq2[pcommon.TraceID, int]) {
	for id, spans := range counts {
		j.waiting[id] = append(j.waiting[id], part{first: first, spans: spans})
		s.waiting++
	}
}

// holder is the segment in which a batch is.
func (j *Journal) holder(first uint64) *segment {
	for index := len(j.segments) - 1; index > 0; index-- {
		if j.segments[index].first <= first {
			return j.segments[index]
		}
	}
	return j.segments[0]
}

// CountByTrace counts the spans of each trace.
func CountByTrace(traces ptrace.Traces) map[pcommon.TraceID]int {
	counts := map[pcommon.TraceID]int{}
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				counts[span.TraceID()]++
			}
		}
	}
	return counts
}
