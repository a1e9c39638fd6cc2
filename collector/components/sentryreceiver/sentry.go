package sentryreceiver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receiverhelper"
	"go.uber.org/zap"

	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

const format = "sentry_envelope"

type sentryReceiver struct {
	cfg    *Config
	set    receiver.Settings
	next   consumer.Logs
	counts *counters
	report *receiverhelper.ObsReport
	memory *memory

	server  *http.Server
	address net.Addr
	serving sync.WaitGroup
}

func newSentryReceiver(set receiver.Settings, cfg *Config, next consumer.Logs) (*sentryReceiver, error) {
	counts, err := newCounters(set.MeterProvider)
	if err != nil {
		return nil, err
	}
	report, err := receiverhelper.NewObsReport(receiverhelper.ObsReportSettings{ReceiverID: set.ID, Transport: "http", ReceiverCreateSettings: set})
	if err != nil {
		return nil, err
	}
	return &sentryReceiver{
		cfg: cfg, set: set, next: next, counts: counts, report: report,
		memory: &memory{capacity: int64(cfg.MaxInFlightSize), heap: heapbound.Of(cfg.HeapPercentage)},
	}, nil
}

// Start listens. An address that cannot be listened on is an error here, a listener that fails later is a fatal status.
func (r *sentryReceiver) Start(ctx context.Context, host component.Host) error {
	server, err := r.cfg.HTTP.ToServer(ctx, host.GetExtensions(), r.set.TelemetrySettings, r,
		confighttp.WithErrorHandler(r.answerOutside),
		confighttp.WithDecoder("br", newBrotliReader),
		confighttp.WithDecoder("zstd", newZstdReader))
	if err != nil {
		return err
	}
	listener, err := r.cfg.HTTP.ToListener(ctx)
	if err != nil {
		return err
	}
	r.server, r.address = server, listener.Addr()
	r.set.Logger.Info("Taking Sentry envelopes.", zap.Stringer("address", r.address))
	r.serving.Go(func() {
		if serveErr := server.Serve(listener); !errors.Is(serveErr, http.ErrServerClosed) {
			componentstatus.ReportStatus(host, componentstatus.NewFatalErrorEvent(serveErr))
		}
	})
	return nil
}

// Shutdown stops listening and waits for the requests under way. It may be called twice, and without Start.
func (r *sentryReceiver) Shutdown(ctx context.Context) error {
	if r.server == nil {
		return nil
	}
	err := r.server.Shutdown(ctx)
	r.serving.Wait()
	return err
}
