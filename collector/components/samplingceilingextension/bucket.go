package samplingceilingextension

import (
	"sync"
	"time"
)

// bucket is a token bucket that goes into debt: a trace is kept whole while anything is left, however large it is, and
// what it took too much is missing afterwards. A trace larger than the bucket would otherwise never pass.
type bucket struct {
	mutex     sync.Mutex
	now       func() time.Time
	perSecond float64
	capacity  float64
	left      float64
	at        time.Time
}

func newBucket(perSecond float64, burst time.Duration) *bucket {
	capacity := perSecond * burst.Seconds()
	return &bucket{now: time.Now, perSecond: perSecond, capacity: capacity, left: capacity, at: time.Now()}
}

// take takes spans while more than the share leave of the capacity is left.
func (b *bucket) take(spans int64, leave float64) bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	now := b.now()
	b.left = min(b.capacity, b.left+b.perSecond*now.Sub(b.at).Seconds())
	b.at = now
	if b.left <= leave*b.capacity {
		return false
	}
	b.left -= float64(spans)
	return true
}
