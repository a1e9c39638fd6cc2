package drainprocessor

import (
	"context"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/component"
)

// drain remembers when something last passed. A collector stops its parts in the order of the flow: while a drain
// waits, everything before it has already handed on its last item, and the exporters behind it still send.
type drain struct {
	wait time.Duration
	last atomic.Int64
}

func newDrain(cfg component.Config) *drain {
	return &drain{wait: cfg.(*Config).Wait}
}

func (d *drain) passed() {
	d.last.Store(time.Now().UnixNano())
}

// shutdown waits until the last item is as old as the wait; at once when it already is, or when there was none.
func (d *drain) shutdown(ctx context.Context) error {
	timer := time.NewTimer(time.Until(time.Unix(0, d.last.Load()).Add(d.wait)))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		// What did not leave in time is in the exporter's queue; a stop that takes too long would not help it.
	}
	return nil
}
