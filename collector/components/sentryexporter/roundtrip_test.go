package sentryexporter

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"reflect"
	"testing"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/sentryreceiver"
)

// TestAnEnvelopePassesReceiverAndExporterUnchanged sends over real HTTP at both ends.
func TestAnEnvelopePassesReceiverAndExporterUnchanged(t *testing.T) {
	sentry := newServer(t)
	run := start(t, sentry.dsn(), nil)
	address := freeAddress(t)
	factory := sentryreceiver.NewFactory()
	cfg := factory.CreateDefaultConfig().(*sentryreceiver.Config)
	cfg.HTTP.NetAddr.Endpoint = address
	cfg.LoopbackOnly = true
	receiver, err := factory.CreateLogs(t.Context(), receivertest.NewNopSettings(sentryreceiver.Type), cfg, run.Logs)
	if err != nil {
		t.Fatal(err)
	}
	if err := receiver.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := receiver.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})

	res, err := http.Post("http://"+address+"/api/1/envelope/", "text/plain", bytes.NewReader([]byte(everything)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("the receiver answered %d", res.StatusCode)
	}
	await(t, sentry, run, "the event delivered", func() bool { return run.items("event", outcomeDelivered) == 1 })
	want, err := envelope.Parse([]byte(everything), envelope.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	got, err := envelope.Parse([]byte(sentry.got()[0].body), envelope.DefaultLimits())
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("arrived as\n%#v (%v)\nwant\n%#v", got, err, want)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
