package sentryexporter

import (
	"errors"
	"time"

	"go.opentelemetry.io/collector/exporter/exporterhelper"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

var errRateLimited = errors.New("Sentry limits the rate of this data")

// hold asks whether any of the categories is limited now, and whether that is waited for.
func (s *sender) hold(categories []string) (limited bool, wait error) {
	remaining := s.limits.remaining(categories, s.now())
	return remaining > 0, s.waitFor(remaining)
}

// waitFor is the error that brings data back after a limit, or nil when a limit is not waited for.
func (s *sender) waitFor(remaining time.Duration) error {
	if remaining <= 0 || remaining > s.cfg.RateLimitWait {
		return nil
	}
	return exporterhelper.NewThrottleRetry(errRateLimited, remaining)
}

// sieve splits items into those that may go now and the types of those whose category is limited. Attachments go with what
// they belong to. A limit that is waited for holds the whole envelope back, so that what belongs together arrives together.
func (s *sender) sieve(items []envelope.Item) (kept []envelope.Item, limited []string, wait error) {
	var longest time.Duration
	ownerKept, ownerLimited := false, false
	for _, item := range items {
		remaining := s.limits.remaining(categories(item.Type()), s.now())
		longest = max(longest, remaining)
		if remaining > 0 {
			limited = append(limited, item.Type())
			ownerLimited = ownerLimited || item.Type() != envelope.TypeAttachment
			continue
		}
		kept = append(kept, item)
		ownerKept = ownerKept || item.Type() != envelope.TypeAttachment
	}
	if wait := s.waitFor(longest); wait != nil {
		return nil, nil, wait
	}
	if ownerLimited && !ownerKept {
		limited = append(limited, types(kept)...)
		kept = nil
	}
	return kept, limited, nil
}

func types(items []envelope.Item) []string {
	list := make([]string, len(items))
	for i, item := range items {
		list[i] = item.Type()
	}
	return list
}
