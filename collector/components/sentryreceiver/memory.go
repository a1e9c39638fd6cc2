package sentryreceiver

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

// Shares of the capacity: what only small requests may take, and how large those are at most. So an ordinary error is
// taken while large envelopes fill the rest.
const (
	keptForSmall = 8
	smallRequest = 128
)

// memory is what all requests under way may take together, by estimate.
type memory struct {
	capacity int64
	used     atomic.Int64
	heap     *heapbound.Bound
}

// lease is the share of one request.
type lease struct {
	from *memory
	held int64
	ctx  context.Context // of the sender: one that is gone waits for nothing
	heap *heapbound.Request
}

func (m *memory) lease(ctx context.Context) *lease {
	return &lease{from: m, ctx: ctx, heap: m.heap.Begin()}
}

// room is how much may be taken by all, when one request that holds so much is the next.
func (m *memory) room(holds int64) int64 {
	if holds <= m.capacity/smallRequest {
		return m.capacity
	}
	return m.capacity - m.capacity/keptForSmall
}

// reserve takes bytes as soon as the heap has room for them, or says why not: for ever, when this request alone is too
// large, or for now.
func (l *lease) reserve(bytes int) *envelope.Error {
	size, room := int64(bytes), l.from.room(l.held+int64(bytes))
	if l.held+size > room {
		return &envelope.Error{
			Code: envelope.CodeLimit, Where: "envelope", Seen: fmt.Sprintf("more than %d bytes once decoded", room),
			Do: "Send less, or raise max_in_flight_size",
		}
	}
	if l.from.used.Add(size) > room {
		l.from.used.Add(-size)
		return &envelope.Error{
			Code: envelope.CodeBusy, Where: "receiver", Seen: "max_in_flight_size is taken by other envelopes", Do: "Send again after Retry-After",
		}
	}
	l.held += size
	if !l.heap.Take(l.ctx, size) {
		return &envelope.Error{
			Code: envelope.CodeBusy, Where: "receiver", Seen: "the collector's memory is full", Do: "Send again after Retry-After",
		}
	}
	return nil
}

func (l *lease) release() {
	l.from.used.Add(-l.held)
	l.heap.End()
}

// leasedReader reserves what reading to the end takes: a buffer that doubles.
type leasedReader struct {
	from  io.Reader
	lease *lease
}

func (r leasedReader) Read(into []byte) (int, error) {
	n, err := r.from.Read(into)
	if refused := r.lease.reserve(2 * n); refused != nil {
		return n, refused
	}
	return n, err
}
