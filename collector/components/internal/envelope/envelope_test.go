package envelope

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

func TestParseFollowsTheNewlineRules(t *testing.T) {
	tests := []struct {
		name string
		body string
		want []string // "type=payload" per item
	}{
		{"a header alone, no newline", `{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}`, nil},
		{"a header alone, with newline", "{}\n", nil},
		{"length, newline at the end", "{}\n{\"type\":\"attachment\",\"length\":10}\nhelloworld\n", []string{"attachment=helloworld"}},
		{"length, no newline at the end", "{}\n{\"type\":\"attachment\",\"length\":10}\nhelloworld", []string{"attachment=helloworld"}},
		{"no length: up to the newline", "{}\n{\"type\":\"attachment\"}\nhello\n{\"type\":\"attachment\"}\nworld\n", []string{"attachment=hello", "attachment=world"}},
		{"no length: up to the end", "{}\n{\"type\":\"attachment\"}\nhelloworld", []string{"attachment=helloworld"}},
		{"length null counts as no length", "{}\n{\"type\":\"attachment\",\"length\":null}\nhello\n", []string{"attachment=hello"}},
		{"length lets newlines into the payload", "{}\n{\"type\":\"attachment\",\"length\":10}\n\xef\xbb\xbfHello\r\n\n", []string{"attachment=\xef\xbb\xbfHello\r\n"}},
		{"empty payloads", "{}\n{\"type\":\"attachment\",\"length\":0}\n\n{\"type\":\"attachment\",\"length\":0}\n", []string{"attachment=", "attachment="}},
		{"empty payload without length at the end", "{}\n{\"type\":\"attachment\"}", []string{"attachment="}},
		{"empty lines between and after items", "{}\n\n{\"type\":\"attachment\",\"length\":1}\na\n\n\n{\"type\":\"attachment\"}\nb\n\n\n", []string{"attachment=a", "attachment=b"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse([]byte(test.body), DefaultLimits())
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			var seen []string
			for _, item := range got.Items {
				seen = append(seen, item.Type()+"="+item.Payload.(string))
			}
			if !reflect.DeepEqual(seen, test.want) {
				t.Errorf("items %q, want %q", seen, test.want)
			}
		})
	}
}

func TestParseRefusesMalformedEnvelopesWithWhereSeenAndDo(t *testing.T) {
	small := Limits{MaxItems: 2, MaxItemSize: 10, MaxRecordingSize: 50, MaxJSONValues: 20, MaxJSONDepth: 3}
	tests := []struct {
		name string
		body string
		code Code
		says string
	}{
		{"an empty body", "", CodeHeader, "the body is empty"},
		{"blank lines only", "\n\n", CodeHeader, "the body is empty"},
		{"a header that is no JSON", "hello\n", CodeHeader, "envelope header: not JSON at byte 1"},
		{"a header that is a list", "[]\n", CodeHeader, "no object"},
		{"two values in the header", "{}{}\n", CodeHeader, "more text"},
		{"Windows newlines", "{}\r\n{\"type\":\"event\"}\r\n{}\r\n", CodeHeader, `"\r\n"`},
		{"a header line without end", "{\"a\":\"" + strings.Repeat("a", maxHeaderSize) + "\"}", CodeLimit, "newline after the header missing"},
		{"an item without type", "{}\n{\"length\":1}\na", CodeHeader, "items[0] header: no type"},
		{"a type that is no string", "{}\n{\"type\":1}\na", CodeHeader, "no type"},
		{"a length past the end", "{}\n{\"type\":\"attachment\",\"length\":9}\nabc", CodeLength, "says 9 bytes, 3 are left"},
		{"a length in characters", "{}\n{\"type\":\"attachment\",\"length\":1}\né\n", CodeLength, "no newline after the 1 bytes"},
		{"a negative length", "{}\n{\"type\":\"attachment\",\"length\":-1}\na", CodeLength, "whole number"},
		{"a length with a fraction", "{}\n{\"type\":\"attachment\",\"length\":1.0}\na", CodeLength, "whole number"},
		{"a length beyond 64 bits", "{}\n{\"type\":\"attachment\",\"length\":99999999999999999999}\na", CodeLength, "whole number"},
		{"an event that breaks off", "{}\n{\"type\":\"event\"}\n{\"a\":", CodeJSON, "breaks off"},
		{"an event that is text", "{}\n{\"type\":\"event\"}\nhello", CodeJSON, "no JSON object"},
		{"one item too many", "{}\n" + strings.Repeat("{\"type\":\"attachment\"}\na\n", 3), CodeLimit, "max_items"},
		{"one byte too many", "{}\n{\"type\":\"attachment\",\"length\":11}\n01234567890", CodeLimit, "max_item_size"},
		{"one level too deep", "{}\n{\"type\":\"event\"}\n[[[[]]]]", CodeLimit, "nested 4 levels"},
		{"values too many over the whole envelope", "{\"a\":[1,2,3,4,5,6,7,8,9,1,2,3]}\n{\"type\":\"x\"}\n1\n{\"type\":\"session\"}\n[1,1]", CodeLimit, "max_json_values"},
		{"a recording without events", "{}\n{\"type\":\"replay_recording\"}\n{\"segment_id\":0}", CodeLimit, "max_item_size"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.body), small)
			failure, ok := err.(*Error)
			if !ok {
				t.Fatalf("got %v, want an *Error", err)
			}
			if failure.Code != test.code || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %q, want %s saying %q", err, test.code, test.says)
			}
		})
	}
}

func TestParseStopsOneStepPastEachLimit(t *testing.T) {
	small := Limits{MaxItems: 2, MaxItemSize: 10, MaxRecordingSize: 50, MaxJSONValues: 20, MaxJSONDepth: 3}
	for name, body := range map[string]string{
		"as many items as allowed": "{}\n" + strings.Repeat("{\"type\":\"attachment\"}\na\n", 2),
		"as many bytes as allowed": "{}\n{\"type\":\"attachment\",\"length\":10}\n0123456789",
		"as deep as allowed":       "{}\n{\"type\":\"event\"}\n[[[]]]",
	} {
		if _, err := Parse([]byte(body), small); err != nil {
			t.Errorf("%s: refused: %v", name, err)
		}
	}
}

func TestErrorsNeverQuoteTheInput(t *testing.T) {
	for _, body := range []string{
		"planted@example.com",
		"{\"planted@example.com\":}",
		"{}\n{\"type\":\"event\"}\n{\"message\": planted@example.com}",
		"{}\n{\"type\":\"event\"}\nplanted@example.com",
		"{}\n{\"type\":\"replay_recording\"}\nplanted@example.com",
	} {
		_, err := Parse([]byte(body), DefaultLimits())
		if err == nil || strings.Contains(err.Error(), "planted") {
			t.Errorf("%q: error %v", body, err)
		}
	}
}

func TestPayloadsBecomeWhatRulesCanWalk(t *testing.T) {
	tests := []struct {
		name, itemType, payload string
		want                    any
	}{
		{"an event becomes a map", "event", `{"message":"hi","n":1}`, map[string]any{"message": "hi", "n": int64(1)}},
		{"a JSON attachment becomes a map", "attachment", `{"a":true}`, map[string]any{"a": true}},
		{"a text attachment stays text", "attachment", "line one", "line one"},
		{"a JSON string as attachment stays text", "attachment", `"quoted"`, `"quoted"`},
		{"JSON lines stay text", "attachment", "{} {}", "{} {}"},
		{"binary stays bytes", "attachment", "\xff\x00\x01", []byte{0xff, 0, 1}},
		{"an unknown type is read like an attachment", "statsd", `[1]`, []any{int64(1)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := DecodePayload(Frame{Type: test.itemType, Payload: []byte(test.payload)}, "items[0]", NewBudget(DefaultLimits(), nil))
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v (%v), want %#v", got, err, test.want)
			}
		})
	}
}

func TestARecordingOpensAndPacksAgain(t *testing.T) {
	events := `[{"type":2,"timestamp":1717171717171,"data":{"node":{"textContent":"<b>*** & ***</b>"}}}]`
	for name, packed := range map[string][]byte{"zlib": zlibbed(t, events), "gzip": gzipped(t, events), "none": []byte(events)} {
		t.Run(name, func(t *testing.T) {
			payload := append([]byte("{\"segment_id\":3}\n"), packed...)
			tree, err := openRecording(payload, "items[0]", NewBudget(DefaultLimits(), nil))
			if err != nil {
				t.Fatal(err)
			}
			recording := tree.(map[string]any)
			if recording["encoding"] != name || recording["header"].(map[string]any)["segment_id"] != int64(3) {
				t.Errorf("opened as %v", recording)
			}
			recording["events"].([]any)[0].(map[string]any)["type"] = "changed"
			repacked, err := packRecording(recording, "items[0]")
			if err != nil {
				t.Fatal(err)
			}
			again, err := openRecording(repacked, "items[0]", NewBudget(DefaultLimits(), nil))
			if err != nil || again.(map[string]any)["events"].([]any)[0].(map[string]any)["type"] != "changed" || again.(map[string]any)["encoding"] != name {
				t.Errorf("repacked as %v (%v)", again, err)
			}
		})
	}
}

func TestARecordingBombIsRefusedAtTheLimit(t *testing.T) {
	limits := DefaultLimits()
	bomb := "[\"" + strings.Repeat("A", 64<<20) + "\"]"
	for name, packed := range map[string][]byte{"zlib": zlibbed(t, bomb), "gzip": gzipped(t, bomb)} {
		payload := append([]byte("{\"segment_id\":0}\n"), packed...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := openRecording(payload, "items[0]", NewBudget(limits, nil))
		runtime.ReadMemStats(&after)
		if failure, ok := err.(*Error); !ok || failure.Code != CodeLimit {
			t.Errorf("%s bomb of %d bytes: %v", name, len(packed), err)
		}
		if taken := after.TotalAlloc - before.TotalAlloc; taken > 80<<20 {
			t.Errorf("%s bomb of %d bytes took %d MiB", name, len(packed), taken>>20)
		}
	}
	fits := "[\"" + strings.Repeat("A", limits.MaxRecordingSize-4) + "\"]"
	if _, err := openRecording(append([]byte("{}\n"), zlibbed(t, fits)...), "items[0]", NewBudget(limits, nil)); err != nil {
		t.Errorf("a recording of exactly the limit is refused: %v", err)
	}
}

func TestADamagedRecordingIsRefused(t *testing.T) {
	whole := zlibbed(t, "[1,2,3]")
	for name, data := range map[string][]byte{
		"cut short": whole[:len(whole)-5], "no compression": []byte("hello"), "empty": nil, "no list": zlibbed(t, "{}"), "no JSON": zlibbed(t, "hello"),
	} {
		if _, err := openRecording(append([]byte("{}\n"), data...), "items[0]", NewBudget(DefaultLimits(), nil)); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestFromTreeNamesWhatIsMissing(t *testing.T) {
	for _, tree := range []map[string]any{{}, {"items": "x"}, {"items": []any{"x"}}, {"items": []any{map[string]any{"headers": map[string]any{}}}}} {
		if _, err := FromTree(tree); err == nil || !strings.Contains(err.Error(), string(CodeShape)) {
			t.Errorf("%v: %v", tree, err)
		}
	}
}

func zlibbed(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zlib.NewWriter(&out)
	if _, err := writer.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	if _, err := writer.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
