package heapbound

import (
	"context"
	"math"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
)

// boundOf is one of so many bytes of which others have so many until they are collected, in a program that may have twice as many.
func boundOf(most int64, others *atomic.Int64) *Bound {
	return &Bound{most: most, limit: most * 2, inUse: others.Load, collect: func() { others.Store(0) }, queue: &queue{}}
}

// gone is a context of a sender that does not wait.
func gone() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestOnlyTheOldestPassesWhenTheHeapIsFull(t *testing.T) {
	var others atomic.Int64
	b := boundOf(100, &others)
	first, second := b.Begin(), b.Begin()
	if !second.Take(gone(), 100) {
		t.Error("there was room for all of the heap")
	}
	if b.Begin().Take(gone(), 1) {
		t.Error("there was no room for one byte more")
	}
	others.Store(150)
	if !first.Take(gone(), 50) {
		t.Error("the oldest waits for others, which wait for it")
	}
	if others.Load() == 0 {
		t.Error("collected without need")
	}
	others.Store(200)
	if !first.Take(gone(), 1) || others.Load() != 0 {
		t.Error("beyond the limit of the program the oldest passes behind a collection, and only so")
	}
	first.End()
	if !second.Take(gone(), 50) {
		t.Error("the second is the oldest now")
	}
	second.End()
	if b.queue.promised != 0 {
		t.Errorf("%d bytes are still promised", b.queue.promised)
	}
}

func TestWaitsForRoomOnTheHeap(t *testing.T) {
	var others atomic.Int64
	b := boundOf(100, &others)
	b.Begin()
	others.Store(100)
	taken := make(chan bool)
	go func() { taken <- b.Begin().Take(context.Background(), 10) }()
	others.Store(50)
	if !<-taken {
		t.Error("there was room, and it was not taken")
	}
}

func TestRequestsThatHoldSomethingNeverWaitForEachOther(t *testing.T) {
	const parts, each, most = 20, 10, 25
	var others atomic.Int64
	b := boundOf(most, &others)
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			request := b.Begin()
			defer request.End()
			for range parts { // eight times what fits
				if !request.Take(context.Background(), each) {
					t.Error("gave up")
				}
			}
		})
	}
	done.Wait()
	if b.queue.promised != 0 || b.queue.requests.Len() != 0 {
		t.Errorf("%d bytes and %d requests are left", b.queue.promised, b.queue.requests.Len())
	}
}

func TestTheHeapIsBoundedWhereGOMEMLIMITIsSet(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	if b := Of(DefaultPercentage); b.most != math.MaxInt64 {
		t.Errorf("bounded to %d without GOMEMLIMIT", b.most)
	}
	debug.SetMemoryLimit(100 << 20)
	if b := Of(DefaultPercentage); b.most != 85<<20 {
		t.Errorf("bounded to %d", b.most)
	}
	if objectBytes() <= 0 {
		t.Error("the runtime tells nothing of its objects")
	}
}

func TestAPercentageIsOne(t *testing.T) {
	for percentage, good := range map[int]bool{0: false, 1: true, 85: true, 100: true, 101: false, -5: false} {
		if (Validate(percentage) == nil) != good {
			t.Errorf("%d: %v", percentage, Validate(percentage))
		}
	}
}
