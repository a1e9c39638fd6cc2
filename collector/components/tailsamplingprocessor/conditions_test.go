package tailsamplingprocessor

import (
	"testing"

	stock "github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// plain are conditions that are asked without OTTL; in brackets they mean the same and are not.
var plain = []string{
	`span.name == "pay"`, `name == "pay"`, `span.name == ""`, `attributes["a"] != nil`, `span.attributes["a"] != nil`,
	`span.attributes["a"] == "x"`, `attributes["a"] == ""`, `span.attributes["b"] == "1"`,
}

func askedOf(t testing.TB, text string) ottlCondition {
	t.Helper()
	condition, err := newOTTLCondition(stock.OTTLConditionCfg{SpanConditions: []string{text}}, componenttest.NewNopTelemetrySettings())
	if err != nil {
		t.Fatal(err)
	}
	return condition
}

// spansOfEveryKind differ in all that a plain condition looks at.
func spansOfEveryKind() ptrace.ScopeSpans {
	scope := ptrace.NewScopeSpans()
	for _, name := range []string{"", "pay", "paying"} {
		for _, set := range []func(ptrace.Span){
			func(ptrace.Span) {},
			func(s ptrace.Span) { s.Attributes().PutStr("a", "x") },
			func(s ptrace.Span) { s.Attributes().PutStr("a", "") },
			func(s ptrace.Span) { s.Attributes().PutEmpty("a") },
			func(s ptrace.Span) { s.Attributes().PutInt("b", 1) },
			func(s ptrace.Span) { s.Attributes().PutStr("b", "1") },
			func(s ptrace.Span) { s.Attributes().PutEmptyBytes("a").FromRaw([]byte("x")) },
			func(s ptrace.Span) { s.Attributes().PutEmptySlice("a").AppendEmpty().SetStr("x") },
			func(s ptrace.Span) { s.Attributes().PutEmptyMap("a") },
			func(s ptrace.Span) { s.Attributes().PutBool("a", false) },
		} {
			span := scope.Spans().AppendEmpty()
			span.SetName(name)
			set(span)
		}
	}
	return scope
}

func TestAPlainConditionMeansWhatItMeansInOTTL(t *testing.T) {
	scope := spansOfEveryKind()
	for _, text := range plain {
		quick, slow := askedOf(t, text), askedOf(t, "("+text+")")
		if quick.span != nil || slow.span == nil {
			t.Fatalf("%s: both are asked in the same way", text)
		}
		yes := 0
		for _, span := range scope.Spans().All() {
			in := spanContext{resource: ptrace.NewResourceSpans(), scope: scope, span: span}
			want := slow.matchesSpan(in)
			if got := quick.matchesSpan(in); got != want {
				t.Errorf("%s of %q %v: %v, in OTTL %v", text, span.Name(), span.Attributes().AsRaw(), got, want)
			}
			if want {
				yes++
			}
		}
		if yes == 0 || yes == scope.Spans().Len() {
			t.Errorf("%s: %d of %d spans show little", text, yes, scope.Spans().Len())
		}
	}
}

func TestWhatIsNotPlainIsLeftToOTTL(t *testing.T) {
	for _, text := range []string{
		`span.name == "a" or span.name == "b"`, `span.name != "a"`, `span.attributes["a"] == 1`, `span.name == "a\"b"`,
		`resource.attributes["a"] != nil`, `span.attributes["a"]["b"] != nil`, `not (span.name == "a")`,
	} {
		if askedOf(t, text).span == nil {
			t.Errorf("%s was taken for a plain condition", text)
		}
	}
}

func TestAConditionAboutTheRootIsAskedOfNoOtherSpan(t *testing.T) {
	for text, rootOnly := range map[string]bool{
		`IsRootSpan() and span.name != "a"`:                       true,
		`IsRootSpan() and span.name != "a" or span.name == "pay"`: false,
		`span.name != "a" and IsRootSpan()`:                       false,
		`not IsRootSpan() and span.name != "a"`:                   false,
	} {
		quick, slow := askedOf(t, text), askedOf(t, "("+text+")")
		if quick.rootOnly != rootOnly || slow.rootOnly {
			t.Errorf("%s: asked of roots only: %v", text, quick.rootOnly)
		}
		for _, span := range spansOfEveryKind().Spans().All() {
			for _, parent := range []pcommon.SpanID{{}, {1}} {
				span.SetParentSpanID(parent)
				in := spanContext{resource: ptrace.NewResourceSpans(), scope: ptrace.NewScopeSpans(), span: span}
				if quick.matchesSpan(in) != slow.matchesSpan(in) {
					t.Errorf("%s of %q below %s: %v", text, span.Name(), parent, quick.matchesSpan(in))
				}
			}
		}
	}
}

func BenchmarkCondition(b *testing.B) {
	scope := spansOfEveryKind()
	for name, text := range map[string]string{"plain": plain[0], "OTTL": "(" + plain[0] + ")"} {
		condition := askedOf(b, text)
		b.Run(name, func(b *testing.B) {
			in := spanContext{resource: ptrace.NewResourceSpans(), scope: scope, span: scope.Spans().At(0)}
			for b.Loop() {
				condition.matchesSpan(in)
			}
		})
	}
}
