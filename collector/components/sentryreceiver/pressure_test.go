package sentryreceiver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

func TestABombIsRefusedAndTheNextEnvelopePasses(t *testing.T) {
	run := start(t, nil, nil, nil)
	bomb := strings.Repeat("A", 64<<20)
	for _, encoding := range []string{"gzip", "deflate", "br", "zstd"} {
		small := encoded(t, encoding, bomb)
		status, _, answer := run.post(t, envelopeRoute, bytes.NewReader(small), "Content-Encoding", encoding)
		if status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s bomb of %d bytes answered %d %v", encoding, len(small), status, answer)
		}
	}
	if status, _, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent)); status != http.StatusOK {
		t.Errorf("the next envelope: %d %v", status, answer)
	}
}

func TestAPipelineThatPushesBackIsAnsweredForATransportThatRetries(t *testing.T) {
	tests := []struct {
		name    string
		failure error
		status  int
		retry   string
	}{
		{"memory limit", errors.New("data refused due to high memory usage"), 503, "5"},
		{"for good", consumererror.NewPermanent(errors.New("no")), 422, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			run := start(t, nil, consumertest.NewErr(test.failure), nil)
			status, headers, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent))
			if status != test.status || headers.Get("Retry-After") != test.retry {
				t.Errorf("answered %d, Retry-After %q, %v", status, headers.Get("Retry-After"), answer)
			}
			if got := run.count(t, "otelcol_receiver_refused_log_records"); got != 1 {
				t.Errorf("%d refused records counted", got)
			}
		})
	}
}

func TestWhatDoesNotFitNowIsToldToComeBack(t *testing.T) {
	release := make(chan struct{})
	waiting := make(chan struct{}, 1)
	slow, err := consumer.NewLogs(func(context.Context, plog.Logs) error {
		waiting <- struct{}{}
		<-release
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	run := start(t, func(cfg *Config) { cfg.MaxInFlightSize = 10_000 }, slow, nil)
	first := make(chan error, 1)
	go func() {
		res, err := http.Post(run.url+envelopeRoute, "", strings.NewReader(oneEvent))
		if err == nil {
			err = res.Body.Close()
		}
		first <- err
	}()
	<-waiting
	status, headers, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent))
	if status != http.StatusServiceUnavailable || headers.Get("Retry-After") == "" || answer["code"] != "E_ENVELOPE_BUSY" {
		t.Errorf("answered %d %v", status, answer)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if status, _, _ := run.post(t, envelopeRoute, strings.NewReader(oneEvent)); status != http.StatusOK {
		t.Errorf("once there is room: %d", status)
	}
}

func TestWhatCouldNeverFitIsNotToldToComeBack(t *testing.T) {
	run := start(t, func(cfg *Config) { cfg.MaxInFlightSize = 10_000 }, nil, nil)
	body := "{}\n{\"type\":\"session\"}\n[" + strings.Repeat("{},", 100) + "1]"
	status, headers, answer := run.post(t, envelopeRoute, strings.NewReader(body))
	if status != http.StatusRequestEntityTooLarge || headers.Get("Retry-After") != "" || !strings.Contains(answer["do"], "max_in_flight_size") {
		t.Errorf("answered %d %v", status, answer)
	}
}

func TestAllMemoryIsGivenBack(t *testing.T) {
	run := start(t, func(cfg *Config) { cfg.MaxInFlightSize = 12_000 }, nil, nil)
	for i := range 50 {
		run.post(t, envelopeRoute, strings.NewReader("{}\n{\"type\":\"event\"}\n{broken"))
		if status, _, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent)); status != http.StatusOK {
			t.Fatalf("envelope %d answered %d %v", i, status, answer)
		}
	}
}

func TestASlowBodyIsCutAtTheReadTimeout(t *testing.T) {
	run := start(t, func(cfg *Config) { cfg.HTTP.ReadTimeout = 200 * time.Millisecond }, nil, nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(run.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{}", envelopeRoute); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(answer), " 400 ") {
		t.Errorf("answered %q (%v)", answer, err)
	}
}

func TestWhatTheHeapHasNoRoomForIsToldToComeBack(t *testing.T) {
	before := debug.SetMemoryLimit(1 << 10) // less than the test holds
	defer debug.SetMemoryLimit(before)
	run := start(t, nil, nil, nil)
	older := heapbound.Of(heapbound.DefaultPercentage).Begin()
	status, headers, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent))
	if status != http.StatusServiceUnavailable || headers.Get("Retry-After") == "" || answer["code"] != "E_ENVELOPE_BUSY" {
		t.Errorf("answered %d %v", status, answer)
	}
	older.End()
	if status, _, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent)); status != http.StatusOK {
		t.Errorf("the only request: %d %v; nobody but the memory limiter may refuse that one", status, answer)
	}
}
