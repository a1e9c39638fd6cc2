package requestboundsextension

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"go.opentelemetry.io/collector/extension/extensionmiddleware"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

const (
	jsonType     = "application/json"
	protobufType = "application/x-protobuf"
)

var byPath = map[string]*message{"/v1/traces": traceRequest, "/v1/metrics": metricRequest, "/v1/logs": logRequest}

var answers = map[codes.Code]int{
	codes.InvalidArgument:   http.StatusBadRequest,
	codes.ResourceExhausted: http.StatusRequestEntityTooLarge,
	codes.Unavailable:       http.StatusServiceUnavailable,
}

// GetHTTPHandler implements extensionmiddleware.HTTPServer. It runs behind the token and behind the unpacking.
func (b *bounds) GetHTTPHandler(context.Context) (extensionmiddleware.WrapHTTPHandlerFunc, error) {
	return func(_ context.Context, next http.Handler) (http.Handler, error) {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.serve(w, r, next) }), nil
	}, nil
}

func (b *bounds) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	schema, known := byPath[r.URL.Path]
	if !known || r.Method != http.MethodPost {
		next.ServeHTTP(w, r)
		return
	}
	w = retryAfterWriter{w}
	buffer := takeBuffer()
	defer giveBuffer(buffer)
	held := b.lease()
	defer held.end()
	err := held.read(r.Context(), r.Body, buffer)
	if errors.Is(err, errBusy) || errors.Is(err, errFull) {
		// Who is cut off while he sends often never sees the answer. What is thrown away takes no room.
		_, _ = io.Copy(io.Discard, r.Body)
		b.refuse(w, r, codes.Unavailable, err)
		return
	}
	if err != nil { // cut off, too long, or not what it was packed as
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			b.refuse(w, r, codes.ResourceExhausted, fmt.Errorf("the body is longer than %d bytes", tooLong.Limit))
			return
		}
		b.refuse(w, r, codes.InvalidArgument, err)
		return
	}
	body := buffer.Bytes()
	count, err := b.count(r, body, schema)
	if err != nil {
		b.refuse(w, r, codeOf(err), err)
		return
	}
	if err := held.decode(r.Context(), count, 0); err != nil {
		b.refuse(w, r, codes.Unavailable, err)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	next.ServeHTTP(w, r)
}

func (b *bounds) count(r *http.Request, body []byte, schema *message) (int, error) {
	count, err := 0, error(nil)
	switch mediaType(r) {
	case jsonType:
		count, err = countJSON(body, b.config.MaxMessages)
	case protobufType:
		count, err = countProtobuf(body, schema, b.config.MaxMessages)
	}
	if errors.Is(err, errMalformed) {
		return count, nil
	}
	return count, err
}

func codeOf(err error) codes.Code {
	var bound *tooMany
	if errors.As(err, &bound) {
		return codes.ResourceExhausted
	}
	return codes.InvalidArgument
}

func (b *bounds) refuse(w http.ResponseWriter, r *http.Request, code codes.Code, err error) {
	b.counters.refuse(r.Context(), code, err)
	// What was not read to its end cannot be followed by another request.
	w.Header().Set("Connection", "close")
	answer, kind := encode(status.New(code, strings.ToValidUTF8(err.Error(), "?")), mediaType(r))
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(answers[code])
	_, _ = w.Write(answer) // to a sender that may be gone
}

// encode writes a status as OTLP wants it: in the encoding of the request.
func encode(answer *status.Status, kind string) ([]byte, string) {
	marshal := proto.Marshal
	if kind == jsonType {
		marshal = protojson.Marshal
	} else {
		kind = protobufType
	}
	body, err := marshal(answer.Proto())
	if err != nil {
		return []byte(answer.Message()), "text/plain"
	}
	return body, kind
}

func mediaType(r *http.Request) string {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind
}
