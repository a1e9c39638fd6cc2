package sentryexporter

import (
	"context"
	"net/http"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"

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
	// Whatever an envelope says about its DSN: it goes where the configuration says.
	delete(content.Headers, "dsn")
	kept, limited, wait := s.sieve(content.Items)
	if wait != nil {
		return false, wait
	}
	if len(kept) == 0 {
		s.count(ctx, limited, outcomeRateLimited)
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
