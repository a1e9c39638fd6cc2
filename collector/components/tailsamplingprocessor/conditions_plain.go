package tailsamplingprocessor

import (
	"regexp"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

var (
	nameIs       = regexp.MustCompile(`^(?:span\.)?name == "([^"\\]*)"$`)
	attributeIs  = regexp.MustCompile(`^(?:span\.)?attributes\["([^"\\]*)"\] == "([^"\\]*)"$`)
	hasAttribute = regexp.MustCompile(`^(?:span\.)?attributes\["([^"\\]*)"\] != nil$`)
	onlyRoot     = regexp.MustCompile(`^IsRootSpan\(\) and `)
	orElse       = regexp.MustCompile(`\bor\b`)
)

// isAboutRoot tells whether a condition can be met by the root of a trace only.
func isAboutRoot(text string) bool { return onlyRoot.MatchString(text) && !orElse.MatchString(text) }

// plainCondition is one of OTTL that most are: a name, an attribute, or that there is one. It is asked of every span, and
// costs a tenth of what the language costs.
type plainCondition struct {
	// key of the attribute; empty for the name of the span.
	key string
	// present is true when any value will do.
	present bool
	value   string
}

// newPlainCondition reads a condition that is written as people write them; any other is OTTL's.
func newPlainCondition(text string) (plainCondition, bool) {
	if found := nameIs.FindStringSubmatch(text); found != nil {
		return plainCondition{value: found[1]}, true
	}
	if found := hasAttribute.FindStringSubmatch(text); found != nil && found[1] != "" {
		return plainCondition{key: found[1], present: true}, true
	}
	if found := attributeIs.FindStringSubmatch(text); found != nil && found[1] != "" {
		return plainCondition{key: found[1], value: found[2]}, true
	}
	return plainCondition{}, false
}

func (c plainCondition) matchesSpan(in spanContext) bool {
	if c.key == "" {
		return in.span.Name() == c.value
	}
	value, ok := in.span.Attributes().Get(c.key)
	switch {
	case !ok:
		return false
	case c.present:
		return value.Type() != pcommon.ValueTypeEmpty
	default:
		return value.Type() == pcommon.ValueTypeStr && value.Str() == c.value
	}
}
