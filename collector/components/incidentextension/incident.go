package incidentextension

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"
)

const scope = "github.com/ticketcap/telemetry/collector/components/incidentextension"

// headerTimeout and bodyTimeout end callers that are slower than any person.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 10 * time.Second
)

// incident is on until a moment that a caller sets, and then off by itself.
type incident struct {
	config *Config
	now    func() time.Time
	// until is in nanoseconds since the epoch; 0 is off.
	until  atomic.Int64
	logger *zap.Logger
	server *http.Server
	gauge  metric.Registration
}

func newIncident(config *Config, set component.TelemetrySettings) (*incident, error) {
	i := &incident{config: config, now: time.Now, logger: set.Logger}
	meter := set.MeterProvider.Meter(scope)
	left, err := meter.Float64ObservableGauge(
		"otelcol_incident_left",
		metric.WithUnit("s"),
		metric.WithDescription("Seconds for which every trace is still kept; 0 when sampling is as configured."),
	)
	if err != nil {
		return nil, err
	}
	i.gauge, err = meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		o.ObserveFloat64(left, i.left().Seconds())
		return nil
	}, left)
	return i, err
}

// left is for how long everything is still kept.
func (i *incident) left() time.Duration {
	return max(0, time.Unix(0, i.until.Load()).Sub(i.now()))
}

// keepAll begins or prolongs the time in which everything is kept; 0 ends it.
func (i *incident) keepAll(duration time.Duration) {
	if duration == 0 {
		i.until.Store(0)
		i.logger.Info("Sampling is as configured again.")
		return
	}
	i.until.Store(i.now().Add(duration).UnixNano())
	i.logger.Warn("Every trace is kept for a while, because an operator asked for it.", zap.Duration("for", duration))
}

// Start implements component.Component.
func (i *incident) Start(context.Context, component.Host) error {
	listener, err := net.Listen("tcp", i.config.Endpoint)
	if err != nil {
		return fmt.Errorf("endpoint: %w. Is the port taken? SIDECAR_ADMIN_PORT moves it", err)
	}
	i.server = &http.Server{Handler: i, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: bodyTimeout}
	go func() {
		if err := i.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			i.logger.Error("The incident endpoint has ended.", zap.Error(err))
		}
	}()
	return nil
}

// Shutdown implements component.Component.
func (i *incident) Shutdown(ctx context.Context) error {
	err := i.gauge.Unregister()
	if i.server == nil {
		return err
	}
	return errors.Join(err, i.server.Shutdown(ctx))
}

type evaluator struct{ incident *incident }

// Evaluate implements samplingpolicy.Evaluator.
func (e evaluator) Evaluate(context.Context, pcommon.TraceID, *samplingpolicy.TraceData) (samplingpolicy.Decision, error) {
	if e.incident.left() > 0 {
		return samplingpolicy.Sampled, nil
	}
	return samplingpolicy.NotSampled, nil
}

// IsStateful is true: the same trace is decided otherwise when an incident begins.
func (evaluator) IsStateful() bool { return true }
