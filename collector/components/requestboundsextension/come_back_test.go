package requestboundsextension

import (
	"errors"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

func TestNamesADelayOverGRPCWhereTheReceiverNamesNone(t *testing.T) {
	own, err := status.New(codes.Unavailable, "full").WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		err  error
		want time.Duration
	}{
		"a refusal for now":                 {status.Error(codes.Unavailable, "memory"), retryDelay},
		"a refusal with its own delay":      {own.Err(), time.Minute},
		"a refusal for ever":                {status.Error(codes.InvalidArgument, "no"), 0},
		"too large, and not to be repeated": {status.Error(codes.ResourceExhausted, "no"), 0},
		"no status":                         {errors.New("else"), 0},
		"success":                           {nil, 0},
	} {
		var got time.Duration
		answer := withRetryInfo(c.err)
		for _, detail := range status.Convert(answer).Details() {
			if info, ok := detail.(*errdetails.RetryInfo); ok {
				got += info.GetRetryDelay().AsDuration()
			}
		}
		if got != c.want || status.Code(answer) != status.Code(c.err) {
			t.Errorf("%s: asks for %s with %s, want %s", name, got, status.Code(answer), c.want)
		}
	}
}
