package scrubprocessor

import (
	"encoding/json"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// listed puts a list of the characters of a text under a key and returns what the processor makes of it.
func listed(t *testing.T, key string, list []any) any {
	t.Helper()
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
	must(t, err)
	td := ptrace.NewTraces()
	attributes := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().Attributes()
	must(t, attributes.PutEmptySlice(key).FromRaw(list))
	_, err = s.processTraces(t.Context(), td)
	must(t, err)
	value, _ := attributes.Get(key)
	return value.AsRaw()
}

func characters(text string) []any {
	var list []any
	for _, r := range text {
		list = append(list, string(r))
	}
	return list
}

func TestReadsAListOfSingleCharactersAsOneText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"IL289132907261556785406", "[iban]"},
		{"user " + "sk_" + "live_bCs0FiuwI401vtFqDP6ujMHu failed", "user [secret] failed"},
		{"-----BEGIN " + "PRIVATE KEY-----\no3Y0v3FN2HQKGlHbrnYhXeacS6rD\n-----END " + "PRIVATE KEY-----", "[secret]"},
		{"לקוח: איתי פרידמן", "לקוח: [name]"},
		{"mail ZGFuYS5sZXZpQGV4YW1wbGUuY29t", "mail [email]"},
	} {
		if got := listed(t, "note", characters(c.text)); !same(got, []any{c.want}) {
			t.Errorf("%q became %v", c.text, got)
		}
	}
	body := "{}\n" + item(`"type":"attachment","filename":"log.txt"`, characters("user dana.levi@leak.example failed"))
	if content, wire := sent(t, createDefaultConfig().(*Config), body); strings.Contains(wire, `"@"`) || !same(content.Items[0].Payload, []any{"user [email] failed"}) {
		t.Errorf("the attachment became %s", wire)
	}
}

func TestLeavesListsOfSingleCharactersThatSayNothingAlone(t *testing.T) {
	for _, list := range [][]any{
		characters("ABCDEFGHIJKLMNOP"), characters("אבגדהוזחטי"), characters("123456789"), characters("0100110001"), characters("a quiet sentence"),
		{"A", "B", "dana", "C", "D", "E", "F", "G"}, {"a", "b", "c"},
	} {
		if got := listed(t, "rows", list); !same(got, list) {
			raw, _ := json.Marshal(list)
			t.Errorf("%s became %v", raw, got)
		}
	}
}
