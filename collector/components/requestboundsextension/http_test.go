package requestboundsextension

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/extension/extensiontest"
)

// behind puts a handler behind the bounds and tells what it got.
func behind(t *testing.T, config *Config, handle http.HandlerFunc) (*bounds, http.Handler) {
	t.Helper()
	made, err := create(context.Background(), extensiontest.NewNopSettings(Type), config)
	if err != nil {
		t.Fatal(err)
	}
	wrap, err := made.(*bounds).GetHTTPHandler(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	handler, err := wrap(context.Background(), handle)
	if err != nil {
		t.Fatal(err)
	}
	return made.(*bounds), handler
}

func post(handler http.Handler, path, kind string, body io.Reader) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodPost, path, body)
	request.Header.Set("Content-Type", kind)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	return answer
}

func TestHandsOnWhatFitsByteForByteAndHoldsNothingAfterwards(t *testing.T) {
	body := traceBody(t, 300, 10)
	var got []byte
	b, handler := behind(t, defaultConfig().(*Config), func(_ http.ResponseWriter, r *http.Request) {
		got, _ = io.ReadAll(r.Body)
	})
	if answer := post(handler, "/v1/traces", protobufType, bytes.NewReader(body)); answer.Code != http.StatusOK {
		t.Fatalf("answered %d: %s", answer.Code, answer.Body)
	}
	if !bytes.Equal(got, body) {
		t.Error("the body changed on its way")
	}
	if held := b.bodies.held.Load(); held != 0 {
		t.Errorf("%d bytes are still held", held)
	}
	if !b.decoded.semaphore.TryAcquire(b.config.MaxPendingBytes) {
		t.Error("messages are still held")
	}
}

func TestABufferThatIsUsedAgainChangesNothing(t *testing.T) {
	bodies := [][]byte{traceBody(t, 300, 10), traceBody(t, 1, 1), traceBody(t, 40, 3)}
	var got [][]byte
	_, handler := behind(t, defaultConfig().(*Config), func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, body)
	})
	for _, body := range bodies {
		post(handler, "/v1/traces", protobufType, bytes.NewReader(body))
	}
	for i, body := range bodies {
		if !bytes.Equal(got[i], body) {
			t.Errorf("body %d is not what was sent", i)
		}
	}
}

func TestAnswersInTheEncodingOfTheRequest(t *testing.T) {
	config := defaultConfig().(*Config)
	config.MaxMessages = 10
	_, handler := behind(t, config, func(http.ResponseWriter, *http.Request) { t.Error("handed on") })
	for _, c := range []struct {
		kind, body string
		status     int
		says       string
	}{
		{protobufType, string(traceBody(t, 2, 3)), 413, "too many spans, attributes and the like: more than 10"},
		{jsonType, strings.Repeat("[", 11), 413, `"message":`},
		{jsonType, "{\"a\":\"\xff\"}", 400, "no UTF-8"},
	} {
		answer := post(handler, "/v1/traces", c.kind, strings.NewReader(c.body))
		if answer.Code != c.status || answer.Header().Get("Content-Type") != c.kind || !strings.Contains(answer.Body.String(), c.says) {
			t.Errorf("%s: %d %s %q", c.kind, answer.Code, answer.Header().Get("Content-Type"), answer.Body)
		}
	}
}

func TestTellsToComeBackWhenOthersHoldTheMemory(t *testing.T) {
	b, handler := behind(t, defaultConfig().(*Config), func(http.ResponseWriter, *http.Request) {})
	b.bodies.take(b.bodies.most)
	body := bytes.NewReader(traceBody(t, 1, 1))
	answer := post(handler, "/v1/traces", protobufType, body)
	if body.Len() > 0 {
		t.Errorf("%d bytes were left unread: the sender is cut off before the answer", body.Len())
	}
	if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") != retryAfter {
		t.Errorf("answered %d, Retry-After %q", answer.Code, answer.Header().Get("Retry-After"))
	}
	b.bodies.give(b.bodies.most)
	if answer := post(handler, "/v1/traces", protobufType, bytes.NewReader(traceBody(t, 1, 1))); answer.Code != http.StatusOK {
		t.Errorf("answered %d when there was room again", answer.Code)
	}
}

func TestNamesATimeToComeBackWhereTheReceiverNamesNone(t *testing.T) {
	for _, c := range []struct {
		status         int
		named, expects string
	}{
		{http.StatusServiceUnavailable, "", retryAfter},
		{http.StatusServiceUnavailable, "30", "30"},
		{http.StatusTooManyRequests, "", ""},
		{http.StatusBadRequest, "", ""},
		{http.StatusOK, "", ""},
	} {
		_, handler := behind(t, defaultConfig().(*Config), func(w http.ResponseWriter, _ *http.Request) {
			if c.named != "" {
				w.Header().Set("Retry-After", c.named)
			}
			w.WriteHeader(c.status)
		})
		answer := post(handler, "/v1/traces", protobufType, bytes.NewReader(traceBody(t, 1, 1)))
		if got := answer.Header().Get("Retry-After"); answer.Code != c.status || got != c.expects {
			t.Errorf("%d, named %q: answered %d and Retry-After %q, want %q", c.status, c.named, answer.Code, got, c.expects)
		}
	}
}

func TestLeavesOtherPathsAndMalformedBodiesToTheReceiver(t *testing.T) {
	asked := 0
	_, handler := behind(t, defaultConfig().(*Config), func(http.ResponseWriter, *http.Request) { asked++ })
	post(handler, "/v1/else", protobufType, strings.NewReader("hello"))
	post(handler, "/v1/traces", protobufType, strings.NewReader("hello"))
	post(handler, "/v1/traces", "text/plain", strings.NewReader("hello"))
	if asked != 3 {
		t.Errorf("%d of 3 were handed on", asked)
	}
}

func TestConfigSaysWhatToWrite(t *testing.T) {
	for want, config := range map[string]*Config{
		"max_messages: write":          {MaxPendingBytes: 1 << 20},
		"max_pending_bytes: less than": {MaxMessages: 1000, MaxPendingBytes: 1000},
		"heap_percentage: write":       {MaxMessages: 1000, MaxPendingBytes: 1 << 20, HeapPercentage: 850},
		"":                             defaultConfig().(*Config),
	} {
		err := config.Validate()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestTellsToComeBackWhenTheHeapIsFull(t *testing.T) {
	before := debug.SetMemoryLimit(1 << 10) // less than the test holds
	defer debug.SetMemoryLimit(before)
	b, handler := behind(t, defaultConfig().(*Config), func(http.ResponseWriter, *http.Request) {})
	older := b.heap.Begin()
	send := func() (*httptest.ResponseRecorder, *bytes.Reader) {
		body := bytes.NewReader(traceBody(t, 1, 1))
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/v1/traces", body)
		request.Header.Set("Content-Type", protobufType)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer, body
	}
	answer, body := send()
	if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") != retryAfter {
		t.Errorf("answered %d, Retry-After %q", answer.Code, answer.Header().Get("Retry-After"))
	}
	if body.Len() > 0 {
		t.Errorf("%d bytes were left unread: the sender is cut off before the answer", body.Len())
	}
	older.End()
	if answer, _ := send(); answer.Code != http.StatusOK {
		t.Errorf("answered %d to the only request: nobody but the memory limiter may refuse that one", answer.Code)
	}
}
