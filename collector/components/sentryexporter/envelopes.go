package sentryexporter

import (
	"context"
	"net/http"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pipeline"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

// sendEnvelope delivers one envelope record. Items are counted when their fate is known, and not when they will be tried
// again.
func (s *sender) sendEnvelope(ctx context.Context, record plog.LogRecord) error {
	again, err := s.tryEnvelope(ctx, record)
	if again {
		// Sentry has just named a limit for some of the items: the others need not wait for a retry.
		_, err = s.tryEnvelope(ctx, record)
	}
	return err
}

func (s *sender) tryEnvelope(ctx context.Context, record plog.LogRecord) (again bool, err error) {
	content, err := sentryrecord.Read(record, s.now())
	if err != nil {
		return false, s.unreadable(ctx, err)
	}
	s.address(content.Headers)
	kept, limited, wait := s.sieve(content.Items)
	if wait != nil {
		return false, wait
	}
	if len(kept) == 0 {
		s.count(ctx, limited, outcomeRateLimited)
		s.counts.lostAsSent(ctx, pipeline.SignalLogs, 1)
		return false, nil
	}
	sent := types(kept)
	body, err := envelope.Envelope{Headers: content.Headers, Items: kept}.Serialise()
	if err != nil {
		return false, s.unreadable(ctx, err)
	}
	answer, err := s.post(ctx, s.envelopeEndpoint(), body)
	if err != nil {
		return false, err
	}
	limitsNamed := s.limits.learn(answer.header, s.now())
	err = s.judge(s.envelopeEndpoint(), answer)
	switch {
	case err == nil:
		s.count(ctx, sent, outcomeDelivered)
	case consumererror.IsPermanent(err):
		s.count(ctx, sent, outcomeRejected)
	default:
		return answer.status == http.StatusTooManyRequests && limitsNamed && s.anyLimited(sent), err
	}
	s.count(ctx, limited, outcomeRateLimited)
	return false, err
}

// address makes the headers say what the configuration says: an envelope's own DSN counts for nothing, and Sentry ignores a
// trace header without a public_key.
func (s *sender) address(headers map[string]any) {
	delete(headers, "dsn")
	if trace, isObject := headers["trace"].(map[string]any); isObject {
		trace["public_key"] = s.to.key
	}
}

func (s *sender) anyLimited(itemTypes []string) bool {
	for _, itemType := range itemTypes {
		if s.limits.remaining(categories(itemType), s.now()) > 0 {
			return true
		}
	}
	return false
}

func (s *sender) unreadable(ctx context.Context, err error) error {
	s.counts.item(ctx, envelope.Unknown, outcomeUnreadable, 1)
	return consumererror.NewPermanent(err)
}

func (s *sender) count(ctx context.Context, itemTypes []string, outcome string) {
	for _, itemType := range itemTypes {
		s.counts.item(ctx, itemType, outcome, 1)
	}
}
