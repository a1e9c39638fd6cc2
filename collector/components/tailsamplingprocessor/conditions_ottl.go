package tailsamplingprocessor

import (
	"context"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlspan"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlspanevent"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/ottlfuncs"
	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component"
)

// ottlCondition is met when one of its conditions is, about the span or one of its events.
type ottlCondition struct {
	plain []plainCondition
	// rootOnly is true when span can only be met by the root of a trace, and is asked of no other.
	rootOnly bool
	span     *ottl.ConditionSequence[*ottlspan.TransformContext]
	event    *ottl.ConditionSequence[*ottlspanevent.TransformContext]
}

func newOTTLCondition(cfg stock.OTTLConditionCfg, set component.TelemetrySettings) (c ottlCondition, err error) {
	var rest []string
	c.rootOnly = true
	for _, text := range cfg.SpanConditions {
		if plain, ok := newPlainCondition(text); ok {
			c.plain = append(c.plain, plain)
			continue
		}
		rest = append(rest, text)
		c.rootOnly = c.rootOnly && isAboutRoot(text)
	}
	if len(rest) > 0 {
		functions := ottlfuncs.StandardConverters[*ottlspan.TransformContext]()
		root := ottlfuncs.NewIsRootSpanFactory()
		functions[root.Name()] = root
		parser, err := ottlspan.NewParser(functions, set, ottlspan.EnablePathContextNames())
		if err != nil {
			return c, err
		}
		c.span, err = parsed(ottlspan.ContextName, parser, rest, set, func(all []*ottl.Condition[*ottlspan.TransformContext]) ottl.ConditionSequence[*ottlspan.TransformContext] {
			return ottlspan.NewConditionSequence(all, set, ottlspan.WithConditionSequenceErrorMode(cfg.ErrorMode))
		})
		if err != nil {
			return c, err
		}
	}
	if len(cfg.SpanEventConditions) > 0 {
		parser, err := ottlspanevent.NewParser(ottlfuncs.StandardConverters[*ottlspanevent.TransformContext](), set, ottlspanevent.EnablePathContextNames())
		if err != nil {
			return c, err
		}
		c.event, err = parsed(ottlspanevent.ContextName, parser, cfg.SpanEventConditions, set, func(all []*ottl.Condition[*ottlspanevent.TransformContext]) ottl.ConditionSequence[*ottlspanevent.TransformContext] {
			return ottlspanevent.NewConditionSequence(all, set, ottlspanevent.WithConditionSequenceErrorMode(cfg.ErrorMode))
		})
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// parsed reads conditions as the stock policy does: a path without a context means the span's, or the event's.
func parsed[K any](
	context string, parser ottl.Parser[K], conditions []string, set component.TelemetrySettings,
	sequence func([]*ottl.Condition[K]) ottl.ConditionSequence[K],
) (*ottl.ConditionSequence[K], error) {
	all, err := ottl.NewParserCollection(set, ottl.WithParserCollectionContext(context, &parser,
		ottl.WithConditionConverter(func(_ *ottl.ParserCollection[*ottl.ConditionSequence[K]], _ ottl.ConditionsGetter, read []*ottl.Condition[K]) (*ottl.ConditionSequence[K], error) {
			made := sequence(read)
			return &made, nil
		})))
	if err != nil {
		return nil, err
	}
	return all.ParseConditionsWithContext(context, ottl.NewConditionsGetter(conditions), true)
}

// matchesSpan leaves out what fails, as the stock policy does in every error mode but `propagate`.
func (c ottlCondition) matchesSpan(in spanContext) bool {
	for _, plain := range c.plain {
		if plain.matchesSpan(in) {
			return true
		}
	}
	if c.span != nil && (!c.rootOnly || in.span.ParentSpanID().IsEmpty()) {
		about := ottlspan.NewTransformContext(in.resource, in.scope, in.span)
		matches, err := c.span.Eval(context.Background(), about)
		about.Close()
		if err == nil && matches {
			return true
		}
	}
	if c.event != nil {
		for _, event := range in.span.Events().All() {
			about := ottlspanevent.NewTransformContext(in.resource, in.scope, in.span, event)
			matches, err := c.event.Eval(context.Background(), about)
			about.Close()
			if err == nil && matches {
				return true
			}
		}
	}
	return false
}
