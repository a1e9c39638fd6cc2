package sentryreceiver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configauth"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
)

func TestWebPagesAreTurnedAwayWithoutAToken(t *testing.T) {
	run := start(t, nil, nil, nil)
	status, _, answer := run.post(t, envelopeRoute, strings.NewReader(oneEvent), "Origin", "https://evil.example")
	if status != http.StatusForbidden || answer["code"] != "E_SENTRY_ORIGIN" || len(run.records()) != 0 {
		t.Errorf("answered %d %v", status, answer)
	}
}

func TestOnlyTheRightTokenGetsIn(t *testing.T) {
	id := component.MustNewID("bearertokenauth")
	withAuth := func(cfg *Config) {
		cfg.LoopbackOnly = false
		cfg.HTTP.Auth = configoptional.Some(confighttp.AuthConfig{Config: configauth.Config{AuthenticatorID: id}})
	}
	run := start(t, withAuth, nil, map[component.ID]component.Component{id: tokenAuth{}})
	for token, want := range map[string]int{"Bearer right": 200, "Bearer wrong": 401, "": 401} {
		status, _, answer := run.post(t, envelopeRoute, bytes.NewReader(encoded(t, "gzip", oneEvent)), "Authorization", token, "Content-Encoding", "gzip")
		if status != want || strings.Contains(fmt.Sprint(answer), "wrong") {
			t.Errorf("token %q answered %d %v, want %d", token, status, answer, want)
		}
	}
	if len(run.records()) != 1 {
		t.Errorf("%d records, want the one with the right token", len(run.records()))
	}
}

type tokenAuth struct {
	component.StartFunc
	component.ShutdownFunc
}

func (tokenAuth) Authenticate(ctx context.Context, headers map[string][]string) (context.Context, error) {
	for _, value := range headers["Authorization"] {
		if value == "Bearer right" {
			return ctx, nil
		}
	}
	return ctx, errors.New("wrong token")
}

func TestTheSendersAddressDoesNotTravelOn(t *testing.T) {
	seen := make(chan client.Info, 1)
	look, err := consumer.NewLogs(func(ctx context.Context, _ plog.Logs) error {
		seen <- client.FromContext(ctx)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	run := start(t, nil, look, nil)
	run.post(t, envelopeRoute, strings.NewReader(oneEvent))
	if info := <-seen; info.Addr != nil {
		t.Errorf("the pipeline saw %v", info.Addr)
	}
}
