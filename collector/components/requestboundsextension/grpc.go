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
		b.counters.refuse(ctx, codes.Unauthenticated, err)
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

// outcome is what the request has taken, or why it is refused.
type outcome struct {
	lease *lease
	code  codes.Code
	why   error
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
		return outcome{code: codeOf(err), why: err}
	}
	held := c.bounds.lease()
	if err := held.decode(context.Background(), count, int64(body.Len())); err != nil {
		held.end()
		return outcome{code: codes.Unavailable, why: err}
	}
	if err := c.CodecV2.Unmarshal(mem.BufferSlice{body}, v); err != nil {
		held.end()
		return outcome{code: codes.InvalidArgument, why: err}
	}
	return outcome{lease: held}
}

func (c *codec) answer(ctx context.Context, request any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	measured, ok := c.measured.LoadAndDelete(request)
	if !ok {
		return handler(ctx, request)
	}
	came := measured.(outcome)
	if came.why != nil {
		c.bounds.counters.refuse(ctx, came.code, came.why)
		return nil, withRetryInfo(status.Error(came.code, came.why.Error()))
	}
	defer came.lease.end()
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
