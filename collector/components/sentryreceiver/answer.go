package sentryreceiver

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

// retryAfterSeconds is long enough for a memory limiter to have looked again, and short enough for a sender's buffer.
const retryAfterSeconds = "5"

// fault is a refusal: what the sender is told, and the outcome it is counted as.
type fault struct {
	status  int
	outcome string
	body    faultBody
}

// faultBody is where, what was seen, what to do. It never holds anything of the request's content.
type faultBody struct {
	Detail string `json:"detail"`
	Code   string `json:"code"`
	Where  string `json:"where"`
	Seen   string `json:"seen"`
	Do     string `json:"do"`
}

func newFault(status int, outcome, code, where, seen, do string) *fault {
	return &fault{status, outcome, faultBody{Detail: where + ": " + seen + ". " + do + ".", Code: code, Where: where, Seen: seen, Do: do}}
}

var (
	faultPath     = newFault(http.StatusNotFound, outcomeMalformed, "E_SENTRY_PATH", "path", "not an envelope endpoint", "POST to /api/<project id>/envelope/")
	faultMethod   = newFault(http.StatusMethodNotAllowed, outcomeMalformed, "E_SENTRY_METHOD", "method", "not POST", "POST the envelope")
	faultToken    = newFault(http.StatusUnauthorized, outcomeForbidden, "E_SENTRY_TOKEN", "Authorization header", "no token, or not the right one", "Send the token that the receiver's auth extension asks for")
	faultPeer     = newFault(http.StatusForbidden, outcomeForbidden, "E_SENTRY_PEER", "sender", "not on this machine", "Send from this machine, or give the receiver auth and loopback_only: false")
	faultOrigin   = newFault(http.StatusForbidden, outcomeForbidden, "E_SENTRY_ORIGIN", "Origin header", "a request made by a web page", "Send browser envelopes through the app's tunnel route")
	faultPipeline = newFault(http.StatusServiceUnavailable, outcomeRefused, "E_SENTRY_PIPELINE_BUSY", "pipeline", "the collector cannot take more now", "Send again after Retry-After")
	faultRefused  = newFault(http.StatusUnprocessableEntity, outcomeRefused, "E_SENTRY_PIPELINE_REFUSED", "pipeline", "the collector will not take this envelope", "Do not send it again; the collector's log says why")
	faultTooLarge = newFault(http.StatusRequestEntityTooLarge, outcomeMalformed, string(envelope.CodeLimit), "body", "larger than max_request_body_size, as sent or decompressed", "Send less, or raise max_request_body_size")
	faultBody400  = newFault(http.StatusBadRequest, outcomeMalformed, "E_SENTRY_BODY", "body", "breaks off, or is not in its Content-Encoding", "Send the whole body, encoded as the header says")
	faultEncoding = newFault(http.StatusBadRequest, outcomeMalformed, "E_SENTRY_ENCODING", "body", "an unknown Content-Encoding, or data that is not in it", "Use gzip, deflate, br, zstd or none")
)

// envelopeFault tells a sender what is wrong with the envelope itself.
func envelopeFault(err error) *fault {
	var malformed *envelope.Error
	if !errors.As(err, &malformed) {
		return faultBody400
	}
	status, outcome := http.StatusBadRequest, outcomeMalformed
	switch malformed.Code {
	case envelope.CodeLimit:
		status = http.StatusRequestEntityTooLarge
	case envelope.CodeBusy:
		status, outcome = http.StatusServiceUnavailable, outcomeBusy
	}
	return newFault(status, outcome, string(malformed.Code), malformed.Where, malformed.Seen, malformed.Do)
}

func (f *fault) write(w http.ResponseWriter) {
	if f.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", retryAfterSeconds)
	}
	if f.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	writeJSON(w, f.status, f.body)
}

// answerOutside answers for what happens around the handler in confighttp: a token that is refused, a body that cannot be
// decompressed. Its own texts quote the request.
func (r *sentryReceiver) answerOutside(w http.ResponseWriter, req *http.Request, _ string, status int) {
	refusal := faultEncoding
	if status == http.StatusUnauthorized {
		refusal = faultToken
	}
	r.counts.envelope(context.WithoutCancel(req.Context()), refusal.outcome)
	refusal.write(w)
}

// writeJSON has nobody to tell when the sender hung up.
func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
