package requestboundsextension

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/tap"
)

const (
	// maxHeaderBytes is for the metadata of one call: a token and some names. gRPC's own default is 16 MB.
	maxHeaderBytes = 64 << 10
	// handshakeTimeout is for a connection that says nothing. gRPC's own default is two minutes.
	handshakeTimeout = 10 * time.Second
)

// GetGRPCServerOptions implements extensionmiddleware.GRPCServer.
func (b *bounds) GetGRPCServerOptions(context.Context) ([]grpc.ServerOption, error) {
	inner := encoding.GetCodecV2("proto")
	if inner == nil {
		return nil, errors.New("gRPC has no codec named proto")
	}
	c := &codec{CodecV2: inner, bounds: b}
	return []grpc.ServerOption{
		grpc.InTapHandle(b.ask),
		grpc.ForceServerCodecV2(c),
		grpc.UnaryInterceptor(c.answer), // the outermost: the receiver's interceptors come inside
		grpc.MaxHeaderListSize(maxHeaderBytes),
		grpc.ConnectionTimeout(handshakeTimeout),
	}, nil
}

// ask looks at the token when a call begins, before any of its body is read.
func (b *bounds) ask(ctx context.Context, call *tap.Info) (context.Context, error) {
	if b.authenticator == nil {
		return ctx, nil
	}
	if _, err := b.authenticator.Authenticate(ctx, call.Header); err != nil {
		b.counters.refuse(ctx, codes.Unauthenticated)
		return ctx, status.Error(codes.Unauthenticated, err.Error())
	}
	return ctx, nil
}

// codec measures a request before it is decoded. What came of it is told by answer, which runs next on the same
// goroutine: an error of a codec would reach the sender as INTERNAL.
type codec struct {
	encoding.CodecV2
	bounds   *bounds
	measured sync.Map // of a request to its outcome
}

// outcome is the number of messages that were taken from the budget, or why the request is refused.
type outcome struct {
	messages int
	refusal  *status.Status
}

func (c *codec) Unmarshal(data mem.BufferSlice, v any) error {
	schema, known := schemaOf(v)
	if !known {
		return c.CodecV2.Unmarshal(data, v)
	}
	body := data.MaterializeToBuffer(mem.DefaultBufferPool())
	defer body.Free()
	c.measured.Store(v, c.decode(body, schema, v))
	return nil
}

func (c *codec) decode(body mem.Buffer, schema *message, v any) outcome {
	count, err := countProtobuf(body.ReadOnlyData(), schema, c.bounds.config.MaxMessages)
	if err != nil && !errors.Is(err, errMalformed) {
		return outcome{refusal: status.New(codeOf(err), err.Error())}
	}
	if !c.bounds.decoded.take(context.Background(), count) {
		return outcome{refusal: status.New(codes.Unavailable, errBusy.Error())}
	}
	if err := c.CodecV2.Unmarshal(mem.BufferSlice{body}, v); err != nil {
		c.bounds.decoded.give(count)
		return outcome{refusal: status.New(codes.InvalidArgument, err.Error())}
	}
	return outcome{messages: count}
}

func (c *codec) answer(ctx context.Context, request any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	measured, ok := c.measured.LoadAndDelete(request)
	if !ok {
		return handler(ctx, request)
	}
	came := measured.(outcome)
	if came.refusal != nil {
		c.bounds.counters.refuse(ctx, came.refusal.Code())
		return nil, withRetryInfo(came.refusal.Err())
	}
	defer c.bounds.decoded.give(came.messages)
	answer, err := handler(ctx, request)
	return answer, withRetryInfo(err)
}

// schemaOf knows a request by the name of its type; the types themselves are internal to pdata.
func schemaOf(v any) (*message, bool) {
	switch name := fmt.Sprintf("%T", v); {
	case strings.HasSuffix(name, ".ExportTraceServiceRequest"):
		return traceRequest, true
	case strings.HasSuffix(name, ".ExportMetricsServiceRequest"):
		return metricRequest, true
	case strings.HasSuffix(name, ".ExportLogsServiceRequest"):
		return logRequest, true
	}
	return nil, false
}
