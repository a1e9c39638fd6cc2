package envelope

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkParseAndSerialise measures one pass through the codec, without the collector around it.
func BenchmarkParseAndSerialise(b *testing.B) {
	for name, body := range map[string][]byte{"event of 20 kB": eventBody(), "replay of 1 MB in zlib": replayBody(b)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				content, err := Parse(body, DefaultLimits())
				if err != nil {
					b.Fatal(err)
				}
				if _, err := content.Serialise(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func eventBody() []byte {
	frame := `{"filename":"app:///server/chunks/12.js","function":"charge","lineno":12,"colno":34567,"in_app":true,"context_line":"throw new Error('declined')","pre_context":["a","b","c"],"post_context":["d","e","f"]}`
	frames := strings.TrimSuffix(strings.Repeat(frame+",", 80), ",")
	return []byte("{}\n{\"type\":\"event\"}\n{\"exception\":{\"values\":[{\"stacktrace\":{\"frames\":[" + frames + "]}}]}}\n")
}

func replayBody(b *testing.B) []byte {
	b.Helper()
	node := `{"type":3,"id":%d,"textContent":"************ *** ******","attributes":{"class":"row col-12 text-muted"}}`
	var events strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&events, node+",", i)
	}
	var packed bytes.Buffer
	writer := zlib.NewWriter(&packed)
	if _, err := writer.Write([]byte("[" + strings.TrimSuffix(events.String(), ",") + "]")); err != nil {
		b.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		b.Fatal(err)
	}
	payload := append([]byte("{\"segment_id\":0}\n"), packed.Bytes()...)
	return append(fmt.Appendf(nil, "{}\n{\"type\":\"replay_recording\",\"length\":%d}\n", len(payload)), payload...)
}
