package spanmetricsconnector

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"
)

// flushClock is the real clock, whose ticker can also be made to tick at once. The stock connector asks its clock
// for one ticker, when it is created, and flushes at every tick.
type flushClock struct {
	clockwork.Clock
	ticker *flushTicker
}

// NewTicker implements clockwork.Clock.
func (c *flushClock) NewTicker(interval time.Duration) clockwork.Ticker {
	c.ticker = &flushTicker{
		Ticker:  c.Clock.NewTicker(interval),
		ticks:   make(chan time.Time),
		stopped: make(chan struct{}),
	}
	go c.ticker.forward()
	return c.ticker
}

// tick returns once somebody has taken the tick, or with the error of the context.
func (c *flushClock) tick(ctx context.Context) error {
	select {
	case c.ticker.ticks <- c.Now():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flushTicker has one channel for the ticks of time and for those asked for.
type flushTicker struct {
	clockwork.Ticker
	ticks   chan time.Time
	stopped chan struct{}
}

// Chan implements clockwork.Ticker.
func (t *flushTicker) Chan() <-chan time.Time { return t.ticks }

// Stop implements clockwork.Ticker. It is called once.
func (t *flushTicker) Stop() {
	t.Ticker.Stop()
	close(t.stopped)
}

func (t *flushTicker) forward() {
	for {
		select {
		case now := <-t.Ticker.Chan():
			select {
			case t.ticks <- now:
			case <-t.stopped:
				return
			}
		case <-t.stopped:
			return
		}
	}
}
