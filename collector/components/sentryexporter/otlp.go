package sentryexporter

import (
	"context"
	"net/http"
	"strings"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pipeline"
	"go.uber.org/zap"
)

// otlpRequest is one OTLP body and how to account for it.
type otlpRequest struct {
	to         endpoint
	body       []byte
	signal     pipeline.Signal
	itemType   string
	count      int
	categories []string
	// rejected reads the number of rejected items from a 2xx answer.
	rejected func(body []byte) (int64, error)
}

// sendOTLP posts one OTLP request and counts its items. A 2xx is final whatever its body: items Sentry names as rejected
// are counted, a body that is no OTLP is not held against the data.
func (s *sender) sendOTLP(ctx context.Context, request otlpRequest) error {
	answer, err := s.post(ctx, request.to, request.body)
	if err != nil {
		return err
	}
	limitsNamed := s.limits.learn(answer.header, s.now())
	err = s.judge(request.to, answer)
	switch {
	case err == nil:
		refused := s.partial(request, answer)
		s.counts.item(ctx, request.itemType, outcomeRejected, refused)
		s.counts.lostAsSent(ctx, request.signal, refused)
		s.counts.item(ctx, request.itemType, outcomeDelivered, request.count-refused)
	case consumererror.IsPermanent(err):
		s.counts.item(ctx, request.itemType, outcomeRejected, request.count)
	case answer.status == http.StatusTooManyRequests && limitsNamed:
		limited, wait := s.hold(request.categories)
		if limited && wait == nil {
			s.counts.item(ctx, request.itemType, outcomeRateLimited, request.count)
			s.counts.lostAsSent(ctx, request.signal, request.count)
			return nil
		}
		if limited {
			return wait
		}
	}
	return err
}

func (s *sender) partial(request otlpRequest, answer reply) int {
	if !strings.Contains(answer.header.Get("Content-Type"), "protobuf") {
		return 0
	}
	refused, err := request.rejected(answer.body)
	if err != nil {
		s.logger.Debug("Sentry's answer is no OTLP.", zap.String("endpoint", request.to.name))
		return 0
	}
	if refused > 0 {
		s.logger.Warn("Sentry took a part and rejected the rest.", zap.String("endpoint", request.to.name), zap.Int64("rejected", refused))
	}
	return int(min(max(refused, 0), int64(request.count)))
}
