package requestboundsextension

import (
	"container/list"
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// lookAgain is between two looks at the heap of a request that waits for room.
const lookAgain = 10 * time.Millisecond

// heap bounds what the whole program holds on its heap, together with what the requests of this moment will add. A memory
// limiter looks a few times a second; within one of its intervals sixteen batches fill a small container.
//
// The oldest request passes whatever the heap holds: so that requests that hold something never wait for each other, the
// memory limiter behind them gets one to decide about, and something is allocated, without which nothing is collected.
type heap struct {
	most  int64
	inUse func() int64

	mu       sync.Mutex
	requests list.List // of this moment, the oldest first
	promised int64     // bytes, to all of them, whether they hold them already or not
}

// share is what one request was promised.
type share struct {
	place *list.Element
	bytes int64
}

// newHeap bounds the heap to a percentage of GOMEMLIMIT. Without GOMEMLIMIT everything fits.
func newHeap(percentage int) *heap {
	most := int64(math.MaxInt64)
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 {
		most = limit / 100 * int64(percentage)
	}
	return &heap{most: most, inUse: objectBytes}
}

// objectBytes are those of living objects, and of dead ones that were not collected yet.
func objectBytes() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

func (h *heap) begin() *share {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := &share{}
	s.place = h.requests.PushBack(s)
	return s
}

// take promises n bytes more as soon as there is room; false after longestWait, or when the sender is gone.
func (h *heap) take(ctx context.Context, s *share, n int64) bool {
	if h.try(s, n) {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	look := time.NewTicker(lookAgain)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
			if h.try(s, n) {
				return true
			}
		}
	}
}

func (h *heap) try(s *share, n int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	fits := h.most == math.MaxInt64 || h.inUse()+h.promised+n <= h.most
	if !fits && h.requests.Front() != s.place {
		return false
	}
	s.bytes += n
	h.promised += n
	return true
}

func (h *heap) end(s *share) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.promised -= s.bytes
	h.requests.Remove(s.place)
}
