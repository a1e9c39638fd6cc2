package envelope

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
)

func TestNumbersKeepKindAndDigits(t *testing.T) {
	tests := []struct {
		text string
		kind any
		wire string // when it differs from text in spelling, never in value
	}{
		{"0", int64(0), ""},
		{"-1", int64(-1), ""},
		{"9223372036854775807", int64(math.MaxInt64), ""},
		{"9223372036854775808", map[string]any{"$number": "9223372036854775808"}, ""},
		{"18446744073709551615", map[string]any{"$number": "18446744073709551615"}, ""},
		{"1.0", float64(1), ""},
		{"-0", math.Copysign(0, -1), "-0.0"},
		{"1717171717.123456", 1717171717.123456, ""},
		{"1e3", float64(1000), "1000.0"},
		{"1e21", 1e21, "1e+21"},
		{"5e-324", 5e-324, ""},
		{"1e400", map[string]any{"$number": "1e400"}, ""},
		{"1e-400", map[string]any{"$number": "1e-400"}, ""},
		{"3.14159265358979323846", map[string]any{"$number": "3.14159265358979323846"}, ""},
		{`{"$number":"7"}`, map[string]any{"$$number": "7"}, ""},
		{`{"$$number":"7"}`, map[string]any{"$$$number": "7"}, ""},
		{`{"$number":7}`, map[string]any{"$number": int64(7)}, ""},
		{`{"a":1,"$number":"7"}`, map[string]any{"a": int64(1), "$number": "7"}, `{"$number":"7","a":1}`},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got, err := decodeJSON([]byte(test.text), "test", NewBudget(DefaultLimits(), nil))
			if err != nil || !reflect.DeepEqual(got, test.kind) {
				t.Fatalf("decoded to %#v (%v), want %#v", got, err, test.kind)
			}
			wire, encodeErr := encodeJSON(got)
			want := test.wire
			if want == "" {
				want = test.text
			}
			if encodeErr != nil || string(wire) != want {
				t.Errorf("encoded to %s (%v), want %s", wire, encodeErr, want)
			}
		})
	}
}

func TestANumberThatARuleChangedIsWrittenAsText(t *testing.T) {
	for _, text := range []string{"[card]", "", "12 ", "0x1f"} {
		wire, err := encodeJSON(map[string]any{"id": map[string]any{"$number": text}})
		var back map[string]any
		if err != nil || json.Unmarshal(wire, &back) != nil || back["id"] != text {
			t.Errorf("%q encoded to %s (%v)", text, wire, err)
		}
	}
}

func TestWhatJSONCannotHoldIsWrittenAsNull(t *testing.T) {
	wire, err := encodeJSON([]any{math.NaN(), math.Inf(1), 1.5})
	if err != nil || string(wire) != "[null,null,1.5]" {
		t.Errorf("encoded to %s (%v)", wire, err)
	}
}
