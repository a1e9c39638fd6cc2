package retryextension

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.uber.org/zap/zapcore"
)

const protobuf = "application/x-protobuf"

// answering is a backend that takes everything and answers with this body; an unexpected end follows when cut is true.
func answering(media, body string, cut bool) *backend {
	b := &backend{status: 200, header: http.Header{"Content-Type": {media}}, body: strings.NewReader(body)}
	if cut {
		b.body = io.MultiReader(b.body, failing{})
	}
	return b
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection reset by peer") }

func rejectedSpans(t *testing.T, count int64, message string) string {
	t.Helper()
	response := ptraceotlp.NewExportResponse()
	response.PartialSuccess().SetRejectedSpans(count)
	response.PartialSuccess().SetErrorMessage(message)
	body, err := response.MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestWhatIsRejectedInPartIsCountedAndSaidOnce(t *testing.T) {
	b := answering(protobuf, rejectedSpans(t, 3, "too many"), false)
	tripper, logs, counted := counting(t, b)
	for range 2 {
		b.body = strings.NewReader(rejectedSpans(t, 3, "too many"))
		if body := bodyOf(t, send(t, tripper)); body != "" {
			t.Errorf("the exporter would say it again: %q", body)
		}
	}
	if got := counted("otelcol_exporter_rejected_items"); got != 6 {
		t.Errorf("counted %d of 6", got)
	}
	if n := logs.FilterLevelExact(zapcore.ErrorLevel).Len(); n != 1 {
		t.Errorf("%d lines, want 1", n)
	}
}

func TestJSONAnswersAreReadToo(t *testing.T) {
	tripper, _, counted := counting(t, answering("application/json; charset=utf-8", `{"partialSuccess":{"rejectedSpans":"2"}}`, false))
	send(t, tripper)
	if got := counted("otelcol_exporter_rejected_items"); got != 2 {
		t.Errorf("counted %d of 2", got)
	}
}

func TestAPathTellsTheSignal(t *testing.T) {
	response := pmetricotlp.NewExportResponse()
	response.PartialSuccess().SetRejectedDataPoints(4)
	body, err := response.MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	tripper, _, counted := counting(t, answering(protobuf, string(body), false))
	sendTo(t, tripper, "http://prometheus/api/v1/otlp/v1/metrics")
	if got := counted("otelcol_exporter_rejected_items"); got != 4 {
		t.Errorf("counted %d of 4", got)
	}
}

func TestABrokenAnswerIsADelivery(t *testing.T) {
	for name, b := range map[string]*backend{
		"garbage":      answering(protobuf, "\xff\xff\xff", false),
		"garbage JSON": answering("application/json", "{", false),
		"cut":          answering(protobuf, "\x0a", true),
	} {
		t.Run(name, func(t *testing.T) {
			tripper, logs, counted := counting(t, b)
			response := send(t, tripper)
			if response.StatusCode != 200 || bodyOf(t, response) != "" || response.ContentLength != 0 {
				t.Errorf("the exporter would call it lost: %d, %d bytes", response.StatusCode, response.ContentLength)
			}
			if counted("otelcol_exporter_unreadable_answers") != 1 || counted("otelcol_exporter_rejected_items") != 0 {
				t.Error("not counted as one unreadable answer")
			}
			if n := logs.FilterLevelExact(zapcore.WarnLevel).Len(); n != 1 {
				t.Errorf("%d lines, want 1", n)
			}
		})
	}
}

func TestAnswersWithoutARejectionAreLeftToTheExporter(t *testing.T) {
	warning := rejectedSpans(t, 0, "deprecated attribute")
	for _, b := range []*backend{
		answering(protobuf, warning, false),
		answering(protobuf, "", false),
		answering("text/plain", "ok", false),
	} {
		want := b.body
		text, _ := io.ReadAll(want)
		b.body = strings.NewReader(string(text))
		tripper, logs, _ := counting(t, b)
		if got := bodyOf(t, send(t, tripper)); got != string(text) {
			t.Errorf("got %q, want %q", got, text)
		}
		if logs.Len() != 0 {
			t.Errorf("said %v", logs.All())
		}
	}
}

func bodyOf(t *testing.T, response *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
