package sentryexporter

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// off is the exporter without a DSN, or its traces side with otlp: false: no queue, no connection, no copy of the data.
type off struct {
	shared *sender
}

// Start says once, for all signals together, that nothing will be sent.
func (o *off) Start(context.Context, component.Host) error {
	message := "Sentry gets no traces: otlp is false. Envelopes are sent."
	if o.shared.cfg.off() {
		message = "Sentry is off: dsn is empty. Traces, log records and envelopes end here; set dsn to send them."
	}
	o.shared.notice.Do(func() { o.shared.logger.Info(message) })
	return nil
}

// Shutdown has nothing to stop.
func (o *off) Shutdown(context.Context) error {
	o.shared.release()
	return nil
}

// Capabilities lets the data be shared.
func (*off) Capabilities() consumer.Capabilities { return consumer.Capabilities{} }

// ConsumeLogs forgets the logs.
func (*off) ConsumeLogs(context.Context, plog.Logs) error { return nil }

// ConsumeTraces forgets the traces.
func (*off) ConsumeTraces(context.Context, ptrace.Traces) error { return nil }
