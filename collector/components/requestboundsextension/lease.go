package requestboundsextension

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

const (
	chunk = 64 << 10
	// copiesOfABody: the one that is measured, the one that the receiver reads again, and the texts in what is decoded.
	copiesOfABody = 3
)

var (
	errBusy = errors.New("too many requests at once")
	errFull = errors.New("the collector's memory is full")
)

// lease is what one request takes, from before its body is read until it is answered.
type lease struct {
	bounds   *bounds
	heap     *heapbound.Request
	body     int64 // bytes of max_pending_bytes
	messages int
}

func (b *bounds) lease() *lease { return &lease{bounds: b, heap: b.heap.Begin()} }

// read reads a body into buffer, waiting for room before each part of it; the sender keeps the rest meanwhile.
func (l *lease) read(ctx context.Context, from io.Reader, buffer *bytes.Buffer) error {
	for {
		if !l.heap.Take(ctx, copiesOfABody*chunk) {
			return errFull
		}
		// Each byte counts twice: the receiver reads it once more.
		if !l.bounds.bodies.take(2 * chunk) {
			return errBusy
		}
		l.body += 2 * chunk
		n, err := io.CopyN(buffer, from, chunk)
		if errors.Is(err, io.EOF) && n < chunk {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// decode waits until there is room for what a body becomes: so many messages, and bytes of texts unless read counted them.
func (l *lease) decode(ctx context.Context, messages int, texts int64) error {
	if !l.heap.Take(ctx, int64(messages)*bytesPerMessage+texts) {
		return errFull
	}
	if !l.bounds.decoded.take(ctx, messages) {
		return errBusy
	}
	l.messages = messages
	return nil
}

// end gives everything back.
func (l *lease) end() {
	l.bounds.bodies.give(l.body)
	l.bounds.decoded.give(l.messages)
	l.heap.End()
}
