package requestboundsextension

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

const (
	// bytesPerMessage is what a decoded message takes when it is empty: between 120 for an attribute and 250 for a link.
	bytesPerMessage = 256
	// longestKept is the largest buffer that is used again, of bytes. A batch of 512 spans is less than half of it.
	longestKept = 1 << 20
)

// buffers for bodies, used again and again: growing one for each request would be an eighth of all memory that the whole
// collector asks for. What is handed on is read from them, and copied, before the request is answered.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func takeBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }

func giveBuffer(buffer *bytes.Buffer) {
	if buffer.Cap() > longestKept {
		return
	}
	buffer.Reset()
	buffers.Put(buffer)
}

// bodies bounds the bytes of bodies that are being read.
type bodies struct {
	held atomic.Int64
	most int64
}

func (b *bodies) take(n int64) bool {
	if b.held.Add(n) <= b.most {
		return true
	}
	b.held.Add(-n)
	return false
}

func (b *bodies) give(n int64) { b.held.Add(-n) }

// decoded bounds what bodies become.
type decoded struct{ semaphore *semaphore.Weighted }

// take waits its turn; false after heapbound.LongestWait, or when the sender is gone.
func (d decoded) take(ctx context.Context, messages int) bool {
	ctx, cancel := context.WithTimeout(ctx, heapbound.LongestWait)
	defer cancel()
	return d.semaphore.Acquire(ctx, int64(messages)*bytesPerMessage) == nil
}

func (d decoded) give(messages int) { d.semaphore.Release(int64(messages) * bytesPerMessage) }
