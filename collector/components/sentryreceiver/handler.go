package sentryreceiver

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"time"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.uber.org/zap"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

// scopeName tells whose records these are.
const scopeName = "github.com/ticketcap/telemetry/collector/components/sentryreceiver"

// The project id is part of every SDK's URL and means nothing here: the exporter's DSN decides where envelopes go.
var envelopePath = regexp.MustCompile(`^/api/[0-9]+/envelope/?$`)

// ServeHTTP answers one request. Authentication and decompression have happened around it.
func (r *sentryReceiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	ctx := context.WithoutCancel(req.Context())
	eventID, refusal := r.take(req)
	if refusal != nil {
		r.counts.envelope(ctx, refusal.outcome)
		refusal.write(w)
		return
	}
	body := map[string]string{}
	if eventID != "" {
		body["id"] = eventID
	}
	writeJSON(w, http.StatusOK, body)
}

func (r *sentryReceiver) take(req *http.Request) (eventID string, refusal *fault) {
	if refusal = r.admit(req); refusal != nil {
		return "", refusal
	}
	held := r.memory.lease(req.Context())
	defer held.release()
	data, err := io.ReadAll(leasedReader{req.Body, held})
	if err != nil {
		return "", bodyFault(err)
	}
	content, err := r.decode(req.Context(), data, held)
	if err != nil {
		return "", envelopeFault(err)
	}
	return r.pass(req.Context(), content)
}

func (r *sentryReceiver) admit(req *http.Request) *fault {
	switch {
	case !envelopePath.MatchString(req.URL.Path):
		return faultPath
	case req.Method != http.MethodPost:
		return faultMethod
	case r.cfg.LoopbackOnly && !fromLoopback(req.RemoteAddr):
		return faultPeer
	case r.cfg.LoopbackOnly && req.Header.Get("Origin") != "":
		return faultOrigin
	}
	return nil
}

// decode makes of a body the envelope that goes on: policies applied, the DSN gone, replays that cannot be read dropped.
func (r *sentryReceiver) decode(ctx context.Context, data []byte, held *lease) (envelope.Envelope, error) {
	budget := envelope.NewBudget(r.cfg.Limits.envelope(), held.reserve)
	headers, frames, err := envelope.Split(data, budget)
	if err != nil {
		return envelope.Envelope{}, err
	}
	forgetKey(headers)
	items, fates, err := decodeItems(frames, r.cfg.Items, budget)
	if err != nil {
		return envelope.Envelope{}, err
	}
	for _, fate := range fates {
		r.counts.item(ctx, fate.itemType, fate.outcome)
		if fate.reason != nil {
			r.set.Logger.Debug("Dropped a replay that cannot be read.", zap.Error(fate.reason))
		}
	}
	return envelope.Envelope{Headers: headers, Items: items}, nil
}

// forgetKey takes out both places where an SDK writes its DSN's key. What an SDK here calls a DSN is not the real one, and
// the exporter puts its own key where Sentry needs it.
func forgetKey(headers map[string]any) {
	delete(headers, "dsn")
	if trace, isObject := headers["trace"].(map[string]any); isObject {
		delete(trace, "public_key")
	}
}

func (r *sentryReceiver) pass(ctx context.Context, content envelope.Envelope) (string, *fault) {
	eventID, _ := content.Headers["event_id"].(string)
	if len(content.Items) == 0 {
		r.counts.envelope(ctx, outcomeEmpty)
		return eventID, nil
	}
	logs := plog.NewLogs()
	scope := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty()
	scope.Scope().SetName(scopeName)
	if err := sentryrecord.Write(scope.LogRecords().AppendEmpty(), content, time.Now()); err != nil {
		return "", faultRefused
	}
	types := labels(content.Items)

	ctx = r.report.StartLogsOp(withoutSender(ctx))
	err := r.next.ConsumeLogs(ctx, logs)
	r.report.EndLogsOp(ctx, format, 1, err)
	for _, itemType := range types {
		r.counts.item(ctx, itemType, itemOutcome(err))
	}
	switch {
	case err == nil:
		r.counts.envelope(ctx, outcomeAccepted)
		return eventID, nil
	case consumererror.IsPermanent(err):
		r.set.Logger.Warn("The pipeline refused a Sentry envelope for good.", zap.Error(err))
		return "", faultRefused
	}
	return "", faultPipeline
}

// withoutSender keeps the sender's address out of the context: a persistent queue would write it to disk.
func withoutSender(ctx context.Context) context.Context {
	return client.NewContext(ctx, client.Info{Auth: client.FromContext(ctx).Auth})
}

func itemOutcome(err error) string {
	if err != nil {
		return outcomeRefused
	}
	return outcomeAccepted
}

func labels(items []envelope.Item) []string {
	types := make([]string, len(items))
	for i, item := range items {
		types[i] = item.Type()
	}
	return types
}

func bodyFault(err error) *fault {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return faultTooLarge
	}
	return envelopeFault(err)
}

func fromLoopback(remote string) bool {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return false
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
