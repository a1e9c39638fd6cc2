package requestboundsextension

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// bytesPerMessage is what a decoded message takes when it is empty: between 120 for an attribute and 250 for a link.
	bytesPerMessage = 256
	// longestWait is how long a request waits for others to be decoded before it is told to come back.
	longestWait = 5 * time.Second
)

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

// take waits its turn; false after longestWait, or when the sender is gone.
func (d decoded) take(ctx context.Context, messages int) bool {
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	return d.semaphore.Acquire(ctx, int64(messages)*bytesPerMessage) == nil
}

func (d decoded) give(messages int) { d.semaphore.Release(int64(messages) * bytesPerMessage) }
