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
	chunk = 64 << 10

	jsonType     = "application/json"
	protobufType = "application/x-protobuf"
)

var byPath = map[string]*message{"/v1/traces": traceRequest, "/v1/metrics": metricRequest, "/v1/logs": logRequest}

var (
	errBusy = errors.New("too many requests at once")
	answers = map[codes.Code]int{
		codes.InvalidArgument:   http.StatusBadRequest,
		codes.ResourceExhausted: http.StatusRequestEntityTooLarge,
		codes.Unavailable:       http.StatusServiceUnavailable,
	}
)

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
	held, err := b.read(r.Body, buffer)
	defer func() { b.bodies.give(held) }()
	if errors.Is(err, errBusy) {
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
	if !b.decoded.take(r.Context(), count) {
		b.refuse(w, r, codes.Unavailable, errBusy)
		return
	}
	defer b.decoded.give(count)
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	next.ServeHTTP(w, r)
}

// read reads a body into buffer while there is room. Each byte counts twice: the receiver reads it once more.
func (b *bounds) read(from io.Reader, buffer *bytes.Buffer) (held int64, err error) {
	for {
		if !b.bodies.take(2 * chunk) {
			return held, errBusy
		}
		held += 2 * chunk
		n, err := io.CopyN(buffer, from, chunk)
		if errors.Is(err, io.EOF) && n < chunk {
			return held, nil
		}
		if err != nil {
			return held, err
		}
	}
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
	b.counters.refuse(r.Context(), code)
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
