package spanmetricsconnector

import (
	"context"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	stock "github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"
)

// counting counts the same as the stock connector, for configurations that counts says yes to. The stock one makes two
// texts for every span to find its counter and its histogram; here both are one series, found with bytes that are
// written over.
type counting struct {
	labels    labels
	bounds    []float64
	perUnit   float64 // nanoseconds
	unit      string
	prefix    string
	limit     int
	exemplars int

	next   consumer.Metrics
	logger *zap.Logger
	clock  clockwork.Clock
	ticker clockwork.Ticker
	stop   chan struct{}
	loop   sync.WaitGroup

	mutex     sync.Mutex
	resources *resources
	key       []byte
}

var _ connector.Traces = (*counting)(nil)

// newCounting has the shape of the stock factory's method, and takes its clock from the context as that does.
func newCounting(ctx context.Context, set connector.Settings, config component.Config, next consumer.Metrics) (connector.Traces, error) {
	cfg := config.(*stock.Config)
	found, err := newResources(cfg.ResourceMetricsCacheSize, cfg.ResourceMetricsKeyAttributes)
	if err != nil {
		return nil, err
	}
	c := &counting{
		labels: newLabels(cfg), resources: found, limit: cfg.AggregationCardinalityLimit,
		perUnit: float64(time.Millisecond), unit: cfg.Histogram.Unit.String(),
		next: next, logger: set.Logger, stop: make(chan struct{}), clock: clockwork.FromContext(ctx),
	}
	if c.unit == "s" {
		c.perUnit = float64(time.Second)
	}
	for _, bucket := range cfg.Histogram.Explicit.Get().Buckets {
		c.bounds = append(c.bounds, float64(bucket.Nanoseconds())/c.perUnit)
	}
	if cfg.Namespace != "" {
		c.prefix = cfg.Namespace + "."
	}
	if cfg.Exemplars.Enabled {
		c.exemplars = cfg.Exemplars.MaxPerDataPoint
	}
	c.ticker = c.clock.NewTicker(cfg.MetricsFlushInterval)
	return c, nil
}

// Start hands on what was counted at every tick.
func (c *counting) Start(ctx context.Context, _ component.Host) error {
	c.loop.Go(func() {
		for {
			select {
			case <-c.stop:
				return
			case <-c.ticker.Chan():
				if err := c.next.ConsumeMetrics(ctx, c.flush()); err != nil {
					c.logger.Error("What was counted could not be handed on.", zap.Error(err))
				}
			}
		}
	})
	return nil
}

// Shutdown returns when the last flush is through. It may be called twice, and without Start.
func (c *counting) Shutdown(context.Context) error {
	c.mutex.Lock()
	select {
	case <-c.stop:
	default:
		c.ticker.Stop()
		close(c.stop)
	}
	c.mutex.Unlock()
	c.loop.Wait()
	return nil
}

// Capabilities says that traces are only read.
func (*counting) Capabilities() consumer.Capabilities { return consumer.Capabilities{} }

// ConsumeTraces counts every span.
func (c *counting) ConsumeTraces(_ context.Context, traces ptrace.Traces) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	now := pcommon.NewTimestampFromTime(c.clock.Now())
	var weights weights
	for _, spans := range traces.ResourceSpans().All() {
		attributes := spans.Resource().Attributes()
		// A series without a service would be everybody's.
		service, ok := attributes.Get(serviceLabel)
		if !ok {
			continue
		}
		resource, labels := c.resources.of(attributes), c.labels.within(attributes)
		for _, scope := range spans.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				c.key = labels.appendKey(c.key[:0], service.Str(), span)
				counted, ok := resource.series[string(c.key)]
				if !ok {
					counted = c.newSeries(resource, now)
					if !counted.overflow {
						labels.write(counted.attributes, service.Str(), span)
					}
				}
				duration := c.duration(span)
				counted.example(span, duration, c.exemplars)
				counted.add(c.bounds, duration, weights.of(span.TraceState().AsRaw()))
			}
		}
	}
	return nil
}

// newSeries is that of the key, or beyond the limit the one for all that is left over.
func (c *counting) newSeries(of *resource, now pcommon.Timestamp) *series {
	if c.limit == 0 || len(of.series) < c.limit {
		made := newSeries(now, len(c.bounds)+1)
		of.series[string(c.key)] = made
		return made
	}
	left, ok := of.series[overflowLabel]
	if !ok {
		left = newSeries(now, len(c.bounds)+1)
		left.overflow = true
		left.attributes.PutBool(overflowLabel, true)
		of.series[overflowLabel] = left
	}
	return left
}

// duration of a span, 0 when it ends before it starts.
func (c *counting) duration(span ptrace.Span) float64 {
	start, end := span.StartTimestamp(), span.EndTimestamp()
	if end <= start {
		return 0
	}
	return float64(end-start) / c.perUnit
}

// flush is what was counted since the start.
func (c *counting) flush() pmetric.Metrics {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	metrics, now := pmetric.NewMetrics(), pcommon.NewTimestampFromTime(c.clock.Now())
	c.resources.flush(func(one *resource) {
		to := metrics.ResourceMetrics().AppendEmpty()
		one.attributes.CopyTo(to.Resource().Attributes())
		scope := to.ScopeMetrics().AppendEmpty()
		scope.Scope().SetName("spanmetricsconnector")

		calls := scope.Metrics().AppendEmpty()
		calls.SetName(c.prefix + "calls")
		sum := calls.SetEmptySum()
		sum.SetIsMonotonic(true)
		sum.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
		sum.DataPoints().EnsureCapacity(len(one.series))

		duration := scope.Metrics().AppendEmpty()
		duration.SetName(c.prefix + "duration")
		duration.SetUnit(c.unit)
		histogram := duration.SetEmptyHistogram()
		histogram.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
		histogram.DataPoints().EnsureCapacity(len(one.series))

		for _, counted := range one.series {
			counted.flush(sum.DataPoints().AppendEmpty(), histogram.DataPoints().AppendEmpty(), c.bounds, now)
		}
	})
	return metrics
}
