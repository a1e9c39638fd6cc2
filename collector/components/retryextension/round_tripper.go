package retryextension

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
)

// maxRetryAfter bounds what a server may ask for: a broken clock or a hostile answer must not stop delivery for days.
const maxRetryAfter = 5 * time.Minute

type retry struct {
	logger   *zap.Logger
	counters counters
}

// roundTripper belongs to one exporter.
type roundTripper struct {
	next  http.RoundTripper
	retry *retry
	// refused is the status that was reported last, 0 while all is well.
	refused atomic.Int64
	// partial and unreadable are true once the last answer was said to be so.
	partial, unreadable atomic.Bool
}

// RoundTrip hands the request on and turns answers that a person or a minute can mend into 503.
func (r *roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := r.next.RoundTrip(request)
	if err != nil {
		return response, err
	}
	answered := response.StatusCode
	if mendable(response) {
		r.report(request, answered)
		response.StatusCode = http.StatusServiceUnavailable
		response.Status = strconv.Itoa(response.StatusCode) + " " + http.StatusText(response.StatusCode)
		response.Header.Del("Location")
	} else if answered < http.StatusMultipleChoices {
		if r.refused.Swap(0) != 0 {
			r.retry.logger.Info("The backend takes data again.", zap.String("host", request.URL.Host))
		}
		r.readAnswer(request, response)
	}
	limitRetryAfter(response.Header)
	return response, nil
}

// mendable is true for an answer that says nothing about the data: credentials, address, redirects, a login page in
// front of the backend, a server in trouble. 400, 413, 415 and 422 are about the data, and the same bytes would meet the
// same answer for ever.
func mendable(response *http.Response) bool {
	switch status := response.StatusCode; {
	case status >= http.StatusInternalServerError:
		return status != http.StatusNotImplemented
	case status >= http.StatusBadRequest:
		switch status {
		case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound,
			http.StatusMethodNotAllowed, http.StatusProxyAuthRequired, http.StatusRequestTimeout, http.StatusTooEarly:
			return true
		}
		return false
	case status >= http.StatusMultipleChoices:
		return true
	}
	media, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	return media == "text/html"
}

// report counts every refusal and says each kind once, until the backend takes data again.
func (r *roundTripper) report(request *http.Request, status int) {
	r.retry.counters.refused(request.Context(), request.URL.Host, status)
	if r.refused.Swap(int64(status)) == int64(status) {
		return
	}
	fields := []zap.Field{zap.String("host", request.URL.Host), zap.String("path", request.URL.Path), zap.Int("status", status)}
	if status >= http.StatusInternalServerError || status == http.StatusRequestTimeout || status == http.StatusTooEarly {
		r.retry.logger.Warn("The backend is in trouble. Data is kept and tried again.", fields...)
		return
	}
	r.retry.logger.Error("The backend refuses this collector. Data is kept and tried again; correct the exporter's address or credentials.", fields...)
}

// limitRetryAfter writes the wait that was asked for in seconds, and at most maxRetryAfter.
func limitRetryAfter(header http.Header) {
	asked := header.Get("Retry-After")
	seconds, err := strconv.ParseUint(asked, 10, 63)
	wait := maxRetryAfter
	if date, isNoDate := http.ParseTime(asked); isNoDate == nil {
		wait = max(0, time.Until(date))
	} else if err == nil && seconds < uint64(maxRetryAfter/time.Second) {
		wait = time.Duration(seconds) * time.Second
	} else if err != nil && !errors.Is(err, strconv.ErrRange) {
		// Neither seconds nor a date: the exporter's own back-off knows better.
		header.Del("Retry-After")
		return
	}
	header.Set("Retry-After", strconv.Itoa(int(min(wait, maxRetryAfter).Round(time.Second)/time.Second)))
}
