package sentryexporter

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.uber.org/zap"
)

const (
	// maxRetryAfter caps the pause an answer may ask for. Trying again early costs one request; believing a wrong number
	// would park the queue.
	maxRetryAfter = 5 * time.Minute
	// defaultRetryAfter is the pause after a 429 that names none, as Sentry's SDKs have it.
	defaultRetryAfter = 60 * time.Second
)

// judge says what an answer means for the data that was sent:
//
//	2xx                               delivered: nil
//	408, 429, 5xx                     try again, after Retry-After when there is one
//	401, 403, 404, redirects          try again after rejected_backoff: the DSN is wrong or was rotated
//	400, 413 and every other status   permanent: this data will never be taken
func (s *sender) judge(to endpoint, answer reply) error {
	failure := fmt.Errorf("%s: Sentry answered %d", to.name, answer.status)
	switch status := answer.status; {
	case status/100 == 2:
		s.mended(to)
		return nil
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusNotFound, status/100 == 3:
		s.alarm(to, status)
		return exporterhelper.NewThrottleRetry(failure, s.cfg.RejectedBackoff)
	case status == http.StatusTooManyRequests:
		return exporterhelper.NewThrottleRetry(failure, s.retryAfter(answer.header, defaultRetryAfter))
	case status == http.StatusRequestTimeout, status/100 == 5:
		return exporterhelper.NewThrottleRetry(failure, s.retryAfter(answer.header, 0))
	}
	return consumererror.NewPermanent(failure)
}

// alarm says once for each endpoint, until it is mended, that nothing gets through for a reason that time will not mend.
func (s *sender) alarm(to endpoint, status int) {
	if _, known := s.rejected.LoadOrStore(to.name, true); !known {
		s.logger.Error("Sentry does not take the DSN. Data waits in the queue; check dsn in Sentry, Project Settings, Client Keys.",
			zap.String("endpoint", to.name), zap.Int("status", status))
	}
}

func (s *sender) mended(to endpoint) {
	if _, known := s.rejected.LoadAndDelete(to.name); known {
		s.logger.Info("Sentry takes the DSN again.", zap.String("endpoint", to.name))
	}
}

// retryAfter reads Retry-After as seconds or as a date.
func (s *sender) retryAfter(header http.Header, missing time.Duration) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return missing
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		return clamp(seconds, maxRetryAfter)
	}
	if date, err := http.ParseTime(text); err == nil {
		return min(max(date.Sub(s.now()), 0), maxRetryAfter)
	}
	return missing
}

// clamp makes a duration of seconds that may be negative, absurd or not a number.
func clamp(seconds float64, most time.Duration) time.Duration {
	switch {
	case seconds >= most.Seconds():
		return most
	case seconds > 0:
		return time.Duration(seconds * float64(time.Second))
	}
	return 0
}

// statusLabel keeps the statuses that mean something to this exporter and folds the rest.
func statusLabel(status int) string {
	switch status {
	case 200, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504:
		return strconv.Itoa(status)
	}
	if status < 200 || status > 599 {
		return "other"
	}
	return strconv.Itoa(status/100) + "xx"
}
