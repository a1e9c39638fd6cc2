package semconvprocessor

import (
	"context"
	"maps"
	"reflect"
	"testing"

	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
)

const (
	server   = ptrace.SpanKindServer
	client   = ptrace.SpanKindClient
	internal = ptrace.SpanKindInternal
)

type span struct {
	name       string
	kind       ptrace.SpanKind
	attributes map[string]any
}

// through sends one span through the processor.
func through(t *testing.T, in span) span {
	t.Helper()
	sink := new(consumertest.TracesSink)
	made, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(Type), &Config{}, sink)
	if err != nil {
		t.Fatal(err)
	}
	traces := ptrace.NewTraces()
	sent := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	sent.SetName(in.name)
	sent.SetKind(in.kind)
	if err := sent.Attributes().FromRaw(in.attributes); err != nil {
		t.Fatal(err)
	}
	if err := made.ConsumeTraces(context.Background(), traces); err != nil {
		t.Fatal(err)
	}
	got := sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	return span{got.Name(), got.Kind(), got.Attributes().AsRaw()}
}

func TestOldNamesBecomeStableOnes(t *testing.T) {
	for what, c := range map[string]struct{ in, want span }{
		"an HTTP server of Next.js": {
			span{"POST /api/orders", server, map[string]any{
				"http.method": "POST", "http.target": "/api/orders?email=a%40b", "http.status_code": "201", "http.route": "/api/orders",
				"http.url": "http://h/api/orders#x", "http.scheme": "http", "http.host": "h", "http.user_agent": "curl", "http.status_text": "Created",
				"operation.name": "o", "resource.name": "r",
			}},
			span{"POST /api/orders", server, map[string]any{
				"http.request.method": "POST", "url.path": "/api/orders", "http.response.status_code": int64(201), "http.route": "/api/orders",
				"url.full": "http://h/api/orders", "url.scheme": "http", "user_agent.original": "curl",
			}},
		},
		"stable names that are there already": {
			span{"GET /a", server, map[string]any{
				"http.method": "POST", "http.request.method": "GET", "http.target": "/b", "url.path": "/a", "http.route": "/a",
				"http.status_code": 500, "http.response.status_code": 200,
			}},
			span{"GET /a", server, map[string]any{"http.request.method": "GET", "url.path": "/a", "http.route": "/a", "http.response.status_code": int64(200)}},
		},
		"a database": {
			span{"pg.query", client, map[string]any{
				"db.system": "postgresql", "db.name": "tickets", "db.statement": "SELECT 1", "db.user": "app", "db.connection_string": "postgresql://u:p@h/d",
				"net.peer.name": "db", "net.peer.port": 5432,
			}},
			span{"pg.query", client, map[string]any{
				"db.system.name": "postgresql", "db.namespace": "tickets", "db.query.text": "SELECT 1", "server.address": "db", "server.port": int64(5432),
			}},
		},
		"a port that is text": {
			span{"x", client, map[string]any{"net.peer.name": "db", "net.peer.port": "5432"}},
			span{"x", client, map[string]any{"server.address": "db", "server.port": int64(5432)}},
		},
		"numbers that are none": {
			span{"GET", server, map[string]any{"http.method": "GET", "http.status_code": "2xx", "net.peer.name": "h", "net.peer.port": "-1"}},
			span{"GET", server, map[string]any{"http.request.method": "GET", "server.address": "h"}},
		},
		"the outer span of proxy.ts": {
			span{"GET", server, map[string]any{"next.bubble": true, "http.method": "GET", "http.target": "/a", "http.status_code": 200}},
			span{"GET", internal, map[string]any{"next.bubble": true, "http.request.method": "GET", "url.path": "/a"}},
		},
	} {
		if got := through(t, c.in); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s\ngot  %+v\nwant %+v", what, got, c.want)
		}
	}
}

func TestNamesCannotBeInvented(t *testing.T) {
	for _, c := range []struct {
		in    span
		name  string
		adds  map[string]any
		minus []string
	}{
		{span{"GET /wp-admin", server, map[string]any{"http.request.method": "GET"}}, "GET", nil, nil},
		{span{"HACK /x", server, map[string]any{"http.request.method": "HACK", "http.route": "/x"}}, "HTTP", map[string]any{"http.request.method": "_OTHER", "http.request.method_original": "HACK"}, nil},
		{span{"x", server, map[string]any{"http.request.method": "get"}}, "HTTP", map[string]any{"http.request.method": "_OTHER", "http.request.method_original": "get"}, nil},
		{span{"x", server, map[string]any{"http.request.method": "_OTHER", "http.request.method_original": "X"}}, "HTTP", nil, nil},
		{span{"fetch GET https://h/1", client, map[string]any{"http.request.method": "GET", "server.address": "h"}}, "GET h", nil, nil},
		{span{"fetch GET https://h/1", client, map[string]any{"http.request.method": "GET"}}, "GET", nil, nil},
		{span{"my call", client, map[string]any{"http.request.method": "GET", "server.address": "h"}}, "my call", nil, nil},
		{span{"GET /a", server, map[string]any{"http.request.method": "GET", "http.route": "/a", "http.response.status_code": 999}}, "GET /a", nil, []string{"http.response.status_code"}},
	} {
		want := span{c.name, c.in.kind, maps.Clone(c.in.attributes)}
		maps.Copy(want.attributes, c.adds)
		for _, key := range c.minus {
			delete(want.attributes, key)
		}
		if got := through(t, c.in); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\ngot  %+v\nwant %+v", c.in, got, want)
		}
	}
}

func TestOtherSpansStayAsTheyCame(t *testing.T) {
	for _, attributes := range []map[string]any{
		{},
		{"ticketcap.event.id": "e", "operation": "x", "resource.names": "y", "http.target": "/only?x=1"},
		{"db.name": "without a system", "net.peer.port": int64(1), "next.bubble": false},
		{"next.bubble": "true", "http.status_code": int64(200)},
		{"url.path": "/a", "http.route": "/a", "http.request.method": "GET", "http.response.status_code": int64(404)},
	} {
		in := span{"name https://x", server, attributes}
		if got := through(t, in); !reflect.DeepEqual(got, in) {
			t.Errorf("got %+v\nwant %+v", got, in)
		}
	}
}

func BenchmarkOneRequest(b *testing.B) {
	attributes := map[string]any{
		"next.span_name": "POST /api/orders", "next.span_type": "BaseServer.handleRequest", "http.method": "POST", "http.target": "/api/orders?a=1",
		"http.route": "/api/orders", "http.status_code": 201, "operation.name": "o", "resource.name": "r", "user.id": "u",
	}
	original := ptrace.NewSpan()
	original.SetKind(server)
	_ = original.Attributes().FromRaw(attributes)
	copied := ptrace.NewSpan()
	for b.Loop() {
		original.CopyTo(copied)
		normalise(copied)
	}
}
