package requestboundsextension

import (
	"net/http"
	"strconv"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// retryDelay is what every refusal that may be repeated asks for. A memory limiter has looked ten times by then, and the five
// repetitions of an OpenTelemetry SDK fill its time limit of ten seconds instead of half of it.
const retryDelay = 2 * time.Second

var retryAfter = strconv.Itoa(int(retryDelay / time.Second))

// withRetryInfo adds the delay to a refusal for now, like a memory limiter's, which names none.
func withRetryInfo(err error) error {
	refusal, ok := status.FromError(err)
	if !ok || refusal.Code() != codes.Unavailable {
		return err
	}
	for _, detail := range refusal.Details() {
		if _, named := detail.(*errdetails.RetryInfo); named {
			return err
		}
	}
	with, failed := refusal.WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(retryDelay)})
	if failed != nil {
		return err
	}
	return with.Err()
}

// retryAfterWriter does the same over HTTP.
type retryAfterWriter struct{ http.ResponseWriter }

func (w retryAfterWriter) WriteHeader(code int) {
	if header := w.Header(); code == http.StatusServiceUnavailable && header.Get("Retry-After") == "" {
		header.Set("Retry-After", retryAfter)
	}
	w.ResponseWriter.WriteHeader(code)
}

// Unwrap is for http.ResponseController.
func (w retryAfterWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
