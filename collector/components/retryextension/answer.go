package retryextension

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"path"

	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.uber.org/zap"
)

// maxAnswer is what otlp_http reads of an answer, too.
const maxAnswer = 64 << 10

// signals tells from the end of an OTLP path how to read what the backend says about it.
var signals = map[string]struct {
	name     string
	rejected func(answer []byte, json bool) (int64, error)
}{
	"traces": {"traces", func(answer []byte, json bool) (int64, error) {
		response := ptraceotlp.NewExportResponse()
		err := unmarshal(&response, answer, json)
		return response.PartialSuccess().RejectedSpans(), err
	}},
	"metrics": {"metrics", func(answer []byte, json bool) (int64, error) {
		response := pmetricotlp.NewExportResponse()
		err := unmarshal(&response, answer, json)
		return response.PartialSuccess().RejectedDataPoints(), err
	}},
	"logs": {"logs", func(answer []byte, json bool) (int64, error) {
		response := plogotlp.NewExportResponse()
		err := unmarshal(&response, answer, json)
		return response.PartialSuccess().RejectedLogRecords(), err
	}},
}

// readAnswer reads what a backend says about data it took, because otlp_http counts it wrongly: what was rejected in part
// as delivered, and what was followed by a broken answer as lost. The status alone acknowledges.
func (r *roundTripper) readAnswer(request *http.Request, response *http.Response) {
	signal, isOTLP := signals[path.Base(request.URL.Path)]
	media, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if !isOTLP || (media != "application/x-protobuf" && media != "application/json") {
		return
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	_ = response.Body.Close()
	var rejected int64
	if err == nil && len(answer) > 0 {
		rejected, err = signal.rejected(answer, media == "application/json")
	}
	// What was counted and said here is not said again by the exporter; anything else in the answer is.
	if err != nil || rejected > 0 {
		answer = nil
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(answer)), int64(len(answer))
	where := []zap.Field{zap.String("host", request.URL.Host), zap.String("path", request.URL.Path)}
	if err != nil {
		r.retry.counters.unreadable(request.Context(), request.URL.Host)
		if !r.unreadable.Swap(true) {
			r.retry.logger.Warn("The backend took data, and its answer cannot be read.", append(where, zap.Error(err))...)
		}
		return
	}
	r.unreadable.Store(false)
	if rejected <= 0 {
		r.partial.Store(false)
		return
	}
	r.retry.counters.rejected(request.Context(), signal.name, rejected)
	if !r.partial.Swap(true) {
		r.retry.logger.Error("The backend took data in part. What it rejected is lost.", append(where, zap.Int64("rejected", rejected))...)
	}
}

// unmarshal reads an answer in either encoding.
func unmarshal(response interface {
	UnmarshalProto([]byte) error
	UnmarshalJSON([]byte) error
}, answer []byte, json bool) error {
	if json {
		return response.UnmarshalJSON(answer)
	}
	return response.UnmarshalProto(answer)
}
