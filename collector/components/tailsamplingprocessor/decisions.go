package tailsamplingprocessor

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// decision about a trace.
type decision int

const (
	sampled decision = iota
	notSampled
	dropped
	decisions
)

// rule is a policy: it asks for its verdict, and counts what it said since the last round.
type rule struct {
	name string
	// drops is true when its yes leaves a trace out.
	drops   bool
	verdict verdict

	attribute metric.MeasurementOption
	counts    [decisions]struct{ traces, spans int64 }
	asked     int64
	spent     time.Duration
}

func (p *rule) count(yes bool, spans int64) {
	said := notSampled
	switch {
	case yes && p.drops:
		said = dropped
	case yes:
		said = sampled
	}
	p.counts[said].traces++
	p.counts[said].spans += spans
}

// roundCounts are of one round of decisions.
type roundCounts struct {
	traces        [decisions]int64
	early, failed int64
}

// stockScope is the scope of the stock processor's metrics: these are the same ones.
const stockScope = "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"

var (
	sampledTrue  = metric.WithAttributes(attribute.String("sampled", "true"))
	sampledFalse = metric.WithAttributes(attribute.String("sampled", "false"))
	// decisionLabels are those of a decision.
	decisionLabels = [decisions]metric.MeasurementOption{
		sampled:    metric.WithAttributes(attribute.String("sampled", "true"), attribute.String("decision", "sampled")),
		notSampled: metric.WithAttributes(attribute.String("sampled", "false"), attribute.String("decision", "not_sampled")),
		dropped:    metric.WithAttributes(attribute.String("sampled", "false"), attribute.String("decision", "dropped")),
	}
)

// decisionCounters are the metrics of the stock processor.
type decisionCounters struct {
	arrived, early, tooLarge, tooEarly, failed metric.Int64Counter
	all, traces, spans, executions, spent      metric.Int64Counter
	waiting                                    metric.Int64Gauge
	age, latency                               metric.Int64Histogram
	countsSpans                                bool
}

func newDecisionCounters(id component.ID, set component.TelemetrySettings, policies []*rule) (c decisionCounters, err error) {
	for _, p := range policies {
		name := p.name
		if id.Name() != "" {
			name = id.Name() + "." + name
		}
		p.attribute = metric.WithAttributes(attribute.String("policy", name))
	}
	c.countsSpans = gateOpen("metricstatcountspanssampled")
	meter := set.MeterProvider.Meter(stockScope)
	counter := func(name, unit, description string) metric.Int64Counter {
		made, failed := meter.Int64Counter("otelcol_processor_tail_sampling_"+name, metric.WithUnit(unit), metric.WithDescription(description+" [Development]"))
		err = errors.Join(err, failed)
		return made
	}
	c.arrived = counter("new_trace_id_received", "{traces}", "Counts the arrival of new traces")
	c.early = counter("early_releases_from_cache_decision", "{spans}", "Number of spans that were able to be immediately released due to a decision cache hit.")
	c.tooLarge = counter("traces_dropped_too_large", "{traces}", "Count of traces that were dropped because they were too large")
	c.tooEarly = counter("sampling_trace_dropped_too_early", "{traces}", "Count of traces that needed to be dropped before the configured wait time")
	c.failed = counter("sampling_policy_evaluation_error", "{errors}", "Count of sampling policy evaluation errors")
	c.all = counter("global_count_traces_sampled", "{traces}", "Global count of traces that were sampled or not by at least one policy")
	c.traces = counter("count_traces_sampled", "{traces}", "Count of traces that were sampled or not per sampling policy")
	c.spans = counter("count_spans_sampled", "{spans}", "Count of spans that were sampled or not per sampling policy")
	c.executions = counter("sampling_policy_execution_count", "{executions}", "Total number of executions of a specific sampling policy")
	c.spent = counter("sampling_policy_execution_time_sum", "us", "Total time spent (in microseconds) executing a specific sampling policy")
	var failed [3]error
	c.waiting, failed[0] = meter.Int64Gauge("otelcol_processor_tail_sampling_sampling_traces_on_memory", metric.WithUnit("{traces}"),
		metric.WithDescription("Tracks the number of traces current on memory [Development]"))
	c.age, failed[1] = meter.Int64Histogram("otelcol_processor_tail_sampling_sampling_trace_removal_age", metric.WithUnit("s"),
		metric.WithDescription("Time (in seconds) from arrival of a new trace until its removal from memory [Development]"))
	c.latency, failed[2] = meter.Int64Histogram("otelcol_processor_tail_sampling_sampling_decision_timer_latency", metric.WithUnit("ms"),
		metric.WithDescription("Latency (in milliseconds) of each run of the sampling decision timer [Development]"),
		metric.WithExplicitBucketBoundaries(1, 2, 5, 10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 2000, 3000, 4000, 5000, 10000, 20000, 30000, 50000))
	return c, errors.Join(append(failed[:], err)...)
}

// record books a round, and what the policies said in it.
func (c *decisionCounters) record(ctx context.Context, policies []*rule, r roundCounts, waiting int, took time.Duration) {
	c.latency.Record(ctx, took.Milliseconds())
	c.waiting.Record(ctx, int64(waiting))
	c.tooEarly.Add(ctx, r.early)
	c.failed.Add(ctx, r.failed)
	for decision, traces := range r.traces {
		if traces > 0 {
			c.all.Add(ctx, traces, decisionLabels[decision])
		}
	}
	for _, p := range policies {
		for decision, counted := range p.counts {
			if counted.traces == 0 {
				continue
			}
			c.traces.Add(ctx, counted.traces, p.attribute, decisionLabels[decision])
			if c.countsSpans {
				c.spans.Add(ctx, counted.spans, p.attribute, decisionLabels[decision])
			}
		}
		c.executions.Add(ctx, p.asked, p.attribute)
		c.spent.Add(ctx, p.spent.Microseconds(), p.attribute)
		p.counts, p.asked, p.spent = [decisions]struct{ traces, spans int64 }{}, 0, 0
	}
}
