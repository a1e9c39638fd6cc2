// Package heapbound lets requests wait at the door until the heap of the whole program has room for them.
//
// A memory limiter looks a few times a second; within one of its intervals sixteen batches fill a small container. Here the
// heap is looked at when memory is taken, and what was promised to the requests of the moment counts as taken.
package heapbound

import (
	"container/list"
	"context"
	"errors"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

const (
	// DefaultPercentage of GOMEMLIMIT is about where the runtime collects when memory is short.
	DefaultPercentage = 85
	// LongestWait is how long a request waits for room.
	LongestWait = 5 * time.Second

	// shareOfContainer is what GOMEMLIMIT becomes where nobody has set it: docs/sizing.md.
	shareOfContainer = 0.8

	// lookAgain is between two looks at the heap of a request that waits.
	lookAgain = 10 * time.Millisecond
)

// Bound is how much the heap may hold, with what the requests of this moment become.
type Bound struct {
	most    int64
	limit   int64 // GOMEMLIMIT itself
	inUse   func() int64
	collect func()
	queue   *queue
}

// queue of the requests of this moment.
type queue struct {
	mu       sync.Mutex
	requests list.List // the oldest first
	promised int64     // bytes, to all of them, whether they hold them already or not
}

// ofProcess is shared by all doors of the program: they fill one heap.
var ofProcess = &queue{}

// readContainer gives the runtime 80 % of the container's memory as its limit, unless GOMEMLIMIT says otherwise.
var readContainer = sync.OnceFunc(func() {
	if os.Getenv("GOMEMLIMIT") == "" && debug.SetMemoryLimit(-1) == math.MaxInt64 {
		_ = os.Unsetenv("GOMEMLIMIT")                             // empty is as good as none
		_, _ = memlimit.Set(memlimit.WithRatio(shareOfContainer)) // fails where there are no control groups: no limit then
	}
})

// Of bounds the heap to a percentage of GOMEMLIMIT, or of 80 % of the container's memory where that is not set. Without
// either everything fits.
func Of(percentage int) *Bound {
	readContainer()
	limit := debug.SetMemoryLimit(-1)
	most := limit
	if limit < math.MaxInt64 {
		most = limit / 100 * int64(percentage)
	}
	return &Bound{most: most, limit: limit, inUse: objectBytes, collect: runtime.GC, queue: ofProcess}
}

// Validate says what to write as a percentage.
func Validate(percentage int) error {
	if percentage < 1 || percentage > 100 {
		return errors.New("heap_percentage: write a number from 1 to 100, the share of GOMEMLIMIT")
	}
	return nil
}

// objectBytes are those of living objects, and of dead ones that were not collected yet.
func objectBytes() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// Request is one that takes memory, from its first byte until it is answered. It is not for concurrent use.
type Request struct {
	bound *Bound
	place *list.Element
	bytes int64
}

// Begin puts a request at the end of the queue.
//
// The oldest one passes whatever the heap holds: so that requests that hold something never wait for each other, the memory
// limiter behind them gets one to decide about, and something is allocated, without which nothing is collected. Beyond
// GOMEMLIMIT it passes behind a collection: on a busy machine the runtime's own comes late, and one oldest after the other
// would fill the container meanwhile.
func (b *Bound) Begin() *Request {
	b.queue.mu.Lock()
	defer b.queue.mu.Unlock()
	r := &Request{bound: b}
	r.place = b.queue.requests.PushBack(r)
	return r
}

// Take promises n bytes more as soon as there is room; false after LongestWait, or when the sender is gone.
func (r *Request) Take(ctx context.Context, n int64) bool {
	if r.try(n) || r.tryBehindCollection(n) {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, LongestWait)
	defer cancel()
	look := time.NewTicker(lookAgain)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
			if r.try(n) || r.tryBehindCollection(n) {
				return true
			}
		}
	}
}

// try promises n bytes if they fit: with what is promised to others, or for the oldest, by themselves within GOMEMLIMIT.
func (r *Request) try(n int64) bool {
	b := r.bound
	b.queue.mu.Lock()
	defer b.queue.mu.Unlock()
	if b.limit < math.MaxInt64 {
		inUse := b.inUse()
		if inUse+b.queue.promised+n > b.most && !(r.oldest() && inUse+n <= b.limit) {
			return false
		}
	}
	r.promise(n)
	return true
}

// tryBehindCollection promises n bytes to the oldest.
func (r *Request) tryBehindCollection(n int64) bool {
	q := r.bound.queue
	q.mu.Lock()
	oldest := r.oldest()
	q.mu.Unlock()
	if !oldest { // who is, stays it until his end
		return false
	}
	r.bound.collect()
	q.mu.Lock()
	defer q.mu.Unlock()
	r.promise(n)
	return true
}

func (r *Request) oldest() bool { return r.bound.queue.requests.Front() == r.place }

func (r *Request) promise(n int64) {
	r.bytes += n
	r.bound.queue.promised += n
}

// End gives back what was promised. It is called once.
func (r *Request) End() {
	r.bound.queue.mu.Lock()
	defer r.bound.queue.mu.Unlock()
	r.bound.queue.promised -= r.bytes
	r.bound.queue.requests.Remove(r.place)
}
