package sentryexporter

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.uber.org/zap"
)

// maxAnswerSize is how much of an answer is read. Sentry's are a few hundred bytes.
const maxAnswerSize = 64 << 10

// maxAnswerHeaders bounds the headers of an answer.
const maxAnswerHeaders = 64 << 10

// sender makes the requests of one exporter.
type sender struct {
	cfg       *Config
	to        destination
	agent     string
	logger    *zap.Logger
	counts    *counters
	limits    *rateLimits
	now       func() time.Time
	release   func()
	notice    sync.Once
	opening   sync.Once
	client    *http.Client
	openError error
	rejected  sync.Map // names of the endpoints that answer as if the DSN were wrong
}

func newSender(set exporter.Settings, cfg *Config) (*sender, error) {
	made := &sender{
		cfg: cfg, logger: set.Logger, limits: newRateLimits(), now: time.Now, release: func() {},
		agent: set.BuildInfo.Command + "/" + set.BuildInfo.Version,
	}
	if cfg.off() {
		return made, nil
	}
	var err error
	if made.to, err = parseDSN(string(cfg.DSN)); err != nil {
		return nil, err
	}
	made.counts, err = newCounters(set.ID, set.MeterProvider)
	return made, err
}

// start opens the client, once for both signals.
func (s *sender) start(ctx context.Context, _ component.Host) error {
	s.opening.Do(func() {
		config, err := s.cfg.TLS.LoadTLSConfig(ctx)
		if err != nil {
			s.openError = fmt.Errorf("tls: %w", err)
			return
		}
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.TLSClientConfig = config
		transport.MaxResponseHeaderBytes = maxAnswerHeaders
		transport.DisableCompression = true
		transport.MaxIdleConnsPerHost = defaultConsumers
		s.client = &http.Client{Transport: transport, CheckRedirect: stay}
	})
	return s.openError
}

func (s *sender) shutdown(context.Context) error {
	s.release()
	if s.client != nil {
		s.client.CloseIdleConnections()
	}
	return nil
}

// stay makes a redirect an answer like any other: data goes to the DSN's host or nowhere.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// reply is an answer of Sentry's, its body cut to maxAnswerSize.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// endpoint is one of the DSN's URLs.
type endpoint struct {
	name        string // for metrics and errors
	url         string
	auth        string
	contentType string
}

func (s *sender) envelopeEndpoint() endpoint {
	auth := "Sentry sentry_version=7, sentry_client=" + s.agent + ", sentry_key=" + s.to.key
	return endpoint{"envelope", s.to.envelopes, auth, "application/x-sentry-envelope"}
}

func (s *sender) tracesEndpoint() endpoint {
	return endpoint{"traces", s.to.traces, "sentry sentry_key=" + s.to.key, "application/x-protobuf"}
}

func (s *sender) logsEndpoint() endpoint {
	return endpoint{"logs", s.to.logs, "sentry sentry_key=" + s.to.key, "application/x-protobuf"}
}

// post sends a body and reads the answer. Its errors hold neither key nor body, and the caller may retry them all.
func (s *sender) post(ctx context.Context, to endpoint, body []byte) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.url, bytes.NewReader(gzipped(body)))
	if err != nil {
		return reply{}, fmt.Errorf("%s: request cannot be made: %w", to.name, withoutURL(err))
	}
	req.Header.Set("Content-Type", to.contentType)
	req.Header.Set("Content-Encoding", "gzip")
	req.Header.Set("User-Agent", s.agent)
	req.Header.Set("X-Sentry-Auth", to.auth)
	res, err := s.client.Do(req)
	if err != nil {
		s.counts.request(ctx, to.name, "none")
		return reply{}, fmt.Errorf("%s: no answer from Sentry: %w", to.name, withoutURL(err))
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswerSize))
	s.counts.request(ctx, to.name, statusLabel(res.StatusCode))
	if err != nil {
		s.logger.Debug("Sentry's answer breaks off.", zap.String("endpoint", to.name), zap.Error(withoutURL(err)))
	}
	return reply{status: res.StatusCode, header: res.Header, body: answer}, nil
}

// withoutURL drops the URL that net/http puts in front of its errors.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// gzipped cannot fail: it writes to memory.
func gzipped(body []byte) []byte {
	var out bytes.Buffer
	writer := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(writer)
	writer.Reset(&out)
	_, _ = writer.Write(body)
	_ = writer.Close()
	return out.Bytes()
}
