package spanmetricsconnector

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
)

// apart keeps two flushes in different milliseconds, the resolution of time in Prometheus.
const apart = 10 * time.Millisecond

// flushing is a stock connector with one more flush at its end.
type flushing struct {
	connector.Traces
	clock   *flushClock
	started bool
}

func (f *flushing) Start(ctx context.Context, host component.Host) error {
	if err := f.Traces.Start(ctx, host); err != nil {
		return err
	}
	f.started = true
	return nil
}

// Shutdown flushes and stops. The stock loop takes one signal at a time, so its own Shutdown, which waits for the
// loop, returns only after the flushes are through. Senders are stopped before and receivers after a connector.
func (f *flushing) Shutdown(ctx context.Context) error {
	if f.started {
		f.started = false
		if err := f.flush(ctx); err != nil {
			return err
		}
	}
	return f.Traces.Shutdown(ctx)
}

// flush ticks twice: a counter is first handed on as 0, so that its first increase is seen, and then as it is.
func (f *flushing) flush(ctx context.Context) error {
	if err := f.clock.tick(ctx); err != nil {
		return err
	}
	select {
	case <-f.clock.After(apart):
	case <-ctx.Done():
		return ctx.Err()
	}
	return f.clock.tick(ctx)
}
