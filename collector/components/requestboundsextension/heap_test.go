package requestboundsextension

import (
	"bytes"
	"context"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
)

// heapOf holds so many bytes of which others have so many.
func heapOf(most int64, others *atomic.Int64) *heap { return &heap{most: most, inUse: others.Load} }

// gone is a context of a sender that does not wait.
func gone() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestOnlyTheOldestPassesWhenTheHeapIsFull(t *testing.T) {
	var others atomic.Int64
	h := heapOf(100, &others)
	first, second := h.begin(), h.begin()
	if !h.take(gone(), second, 100) {
		t.Error("there was room for all of the heap")
	}
	if h.take(gone(), h.begin(), 1) {
		t.Error("there was no room for one byte more")
	}
	others.Store(1000)
	if !h.take(gone(), first, 50) {
		t.Error("the oldest waits for others, which wait for it")
	}
	h.end(first)
	if !h.take(gone(), second, 50) {
		t.Error("the second is the oldest now")
	}
	h.end(second)
	if h.promised != 0 {
		t.Errorf("%d bytes are still promised", h.promised)
	}
}

func TestWaitsForRoomOnTheHeap(t *testing.T) {
	var others atomic.Int64
	h := heapOf(100, &others)
	h.begin()
	others.Store(100)
	taken := make(chan bool)
	go func() { taken <- h.take(context.Background(), h.begin(), 10) }()
	others.Store(50)
	if !<-taken {
		t.Error("there was room, and it was not taken")
	}
}

func TestRequestsThatHoldSomethingNeverWaitForEachOther(t *testing.T) {
	const parts, each, most = 20, 10, 25
	var others atomic.Int64
	h := heapOf(most, &others)
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			s := h.begin()
			defer h.end(s)
			for range parts { // eight times what fits
				if !h.take(context.Background(), s, each) {
					t.Error("gave up")
				}
			}
		})
	}
	done.Wait()
	if h.promised != 0 || h.requests.Len() != 0 {
		t.Errorf("%d bytes and %d requests are left", h.promised, h.requests.Len())
	}
}

func TestTheHeapIsBoundedWhereGOMEMLIMITIsSet(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	if h := newHeap(85); h.most != math.MaxInt64 {
		t.Errorf("bounded to %d without GOMEMLIMIT", h.most)
	}
	debug.SetMemoryLimit(100 << 20)
	if h := newHeap(85); h.most != 85<<20 {
		t.Errorf("bounded to %d", h.most)
	}
	if objectBytes() <= 0 {
		t.Error("the runtime tells nothing of its objects")
	}
}

func TestTellsToComeBackWhenTheHeapIsFull(t *testing.T) {
	b, handler := behind(t, defaultConfig().(*Config), func(http.ResponseWriter, *http.Request) {})
	var others atomic.Int64
	b.heap = heapOf(1<<20, &others)
	older := b.heap.begin()
	send := func() (*httptest.ResponseRecorder, *bytes.Reader) {
		body := bytes.NewReader(traceBody(t, 1, 1))
		ctx, cancel := context.WithTimeout(context.Background(), 5*lookAgain)
		defer cancel()
		request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/v1/traces", body)
		request.Header.Set("Content-Type", protobufType)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer, body
	}
	if answer, _ := send(); answer.Code != http.StatusOK {
		t.Errorf("answered %d while there was room", answer.Code)
	}
	others.Store(1 << 20)
	answer, body := send()
	if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") != retryAfter {
		t.Errorf("answered %d, Retry-After %q", answer.Code, answer.Header().Get("Retry-After"))
	}
	if body.Len() > 0 {
		t.Errorf("%d bytes were left unread: the sender is cut off before the answer", body.Len())
	}
	b.heap.end(older)
	if answer, _ := send(); answer.Code != http.StatusOK {
		t.Errorf("answered %d to the only request: nobody but the memory limiter may refuse that one", answer.Code)
	}
	if b.heap.promised != 0 {
		t.Errorf("%d bytes are still promised", b.heap.promised)
	}
}
