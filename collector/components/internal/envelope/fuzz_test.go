package envelope

import (
	"reflect"
	"strings"
	"testing"
)

var fuzzLimits = Limits{MaxItems: 20, MaxItemSize: 64 << 10, MaxRecordingSize: 256 << 10, MaxJSONValues: 2_000, MaxJSONDepth: 64}

// FuzzParse holds four promises for any input: no panic; the limits; an error that names a code; and that what was
// parsed, written and parsed again is the same.
func FuzzParse(f *testing.F) {
	for _, seed := range fuzzSeeds() {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := Parse(data, fuzzLimits)
		if err != nil {
			if _, ok := err.(*Error); !ok {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		if values := countValues(first.Tree()); values > fuzzLimits.MaxJSONValues+8*fuzzLimits.MaxItems {
			t.Fatalf("%d values made of %d bytes", values, len(data))
		}
		wide := Limits{MaxItems: 20, MaxItemSize: 16 << 20, MaxRecordingSize: 16 << 20, MaxJSONValues: 100_000, MaxJSONDepth: 70}
		want, err := Parse(data, wide)
		if err != nil {
			t.Fatalf("wider limits refuse it: %v", err)
		}
		wire, err := first.Serialise()
		if err != nil {
			t.Fatalf("cannot be written: %v", err)
		}
		second, err := Parse(wire, wide)
		if err != nil {
			t.Fatalf("cannot be read again: %v\n%q", err, wire)
		}
		if !reflect.DeepEqual(second, want) {
			t.Fatalf("changed on the way:\n%#v\n%#v\nwire %q", want, second, wire)
		}
		restored, err := FromTree(second.Tree())
		if err != nil || len(restored.Items) != len(second.Items) {
			t.Fatalf("tree does not restore: %v", err)
		}
	})
}

func fuzzSeeds() []string {
	return []string{
		"{}\n",
		"{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\",\"sent_at\":\"2026-11-24T10:00:00.000Z\"}\n{\"type\":\"event\",\"length\":41,\"content_type\":\"application/json\"}\n{\"message\":\"hello world\",\"level\":\"error\"}\n",
		"{}\n{\"type\":\"attachment\",\"length\":3,\"filename\":\"a.bin\"}\n\xff\x00\n\n{\"type\":\"attachment\"}\ntext",
		"{}\n{\"type\":\"replay_event\"}\n{\"replay_id\":\"x\"}\n{\"type\":\"replay_recording\"}\n{\"segment_id\":0}\n[1,2.50,\"x\"]",
		"{}\n{\"type\":\"replay_recording\",\"length\":33}\n{\"segment_id\":0}\n[{\"a\":18446744073709551615}]",
		"{}\n{\"type\":\"session\"}\n{\"$number\":\"1\",\"b\":{\"$number\":\"1\"},\"c\":-0,\"d\":1e400,\"e\":0.1e-5}",
		"{}\n{\"type\":\"log\",\"item_count\":1}\n{\"items\":[{\"body\":\"\\ud800 \\u2028 <&>\"}]}",
		"{}\n{\"type\":\"event\"}\n" + strings.Repeat("[", 63) + strings.Repeat("]", 63),
		"{}\r\n{\"type\":\"event\"}\r\n{}\r\n",
		"{}\n{\"type\":\"x\",\"length\":99}\nshort",
	}
}

func countValues(value any) int {
	count := 1
	switch v := value.(type) {
	case map[string]any:
		for _, member := range v {
			count += countValues(member)
		}
	case []any:
		for _, member := range v {
			count += countValues(member)
		}
	}
	return count
}
