package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func probe(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(args, func(name string) string { return env[name] }, &out, &err)
	return code, out.String(), err.String()
}

func answering(t *testing.T, status int) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	t.Cleanup(server.Close)
	return server.URL
}

func TestHealthyWhenTheEndpointAnswers200(t *testing.T) {
	if code, _, stderr := probe(t, nil, "-url", answering(t, http.StatusOK)); code != exitHealthy {
		t.Fatalf("exit %d, %s", code, stderr)
	}
}

func TestUnhealthyWhenTheEndpointAnswersAnythingElse(t *testing.T) {
	code, _, stderr := probe(t, nil, "-url", answering(t, http.StatusServiceUnavailable))
	if code != exitUnhealthy || !strings.Contains(stderr, "503") {
		t.Fatalf("exit %d, %s", code, stderr)
	}
}

func TestUnhealthyWhenNobodyListens(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	if code, _, stderr := probe(t, nil, "-url", server.URL); code != exitUnhealthy || stderr == "" {
		t.Fatalf("exit %d, %q", code, stderr)
	}
}

func TestUnhealthyWhenTheAnswerTakesTooLong(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	start := time.Now()
	if code, _, _ := probe(t, nil, "-url", server.URL, "-timeout", "50ms"); code != exitUnhealthy {
		t.Fatalf("exit %d", code)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Fatalf("took %s", took)
	}
}

func TestExplainsItself(t *testing.T) {
	if code, stdout, _ := probe(t, nil, "--help"); code != exitHealthy || !strings.Contains(stdout, "SIDECAR_HEALTH_PORT") {
		t.Fatalf("exit %d, %q", code, stdout)
	}
}

func TestRefusesWrongUsage(t *testing.T) {
	for _, args := range [][]string{{"--unknown"}, {"http://127.0.0.1"}, {"-timeout", "soon"}} {
		if code, _, stderr := probe(t, nil, args...); code != exitUsage || !strings.Contains(stderr, "probe [-url URL]") {
			t.Errorf("%v: exit %d, %q", args, code, stderr)
		}
	}
}

func TestAsksWhereTheEnvironmentSays(t *testing.T) {
	for _, test := range []struct{ host, port, want string }{
		{"", "", "http://127.0.0.1:13133/"},
		{"0.0.0.0", "8080", "http://127.0.0.1:8080/"},
		{"[::]", "", "http://127.0.0.1:13133/"},
		{"[fd00::1]", "", "http://[fd00::1]:13133/"},
		{"10.0.0.7", "", "http://10.0.0.7:13133/"},
	} {
		env := map[string]string{"SIDECAR_HEALTH_HOST": test.host, "SIDECAR_HEALTH_PORT": test.port}
		if got := healthURL(func(name string) string { return env[name] }); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}
