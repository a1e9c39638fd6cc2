package scrubprocessor

import (
	"context"
	"fmt"
	"testing"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// nextSpans are spans as a Next.js server sends them: about 700 bytes each in protobuf.
func nextSpans(n int) ptrace.Traces {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	for k, v := range map[string]string{"service.name": "ticketcap", "service.version": "1.4.2", "telemetry.sdk.language": "nodejs", "telemetry.sdk.name": "opentelemetry",
		"telemetry.sdk.version": "2.1.3", "process.runtime.name": "nodejs", "process.runtime.version": "24.1.0", "host.name": "web-7d4b9c6f5d-x2x9z", "deployment.environment.name": "production"} {
		rs.Resource().Attributes().PutStr(k, v)
	}
	ss := rs.ScopeSpans().AppendEmpty()
	ss.Scope().SetName("next.js")
	ss.Scope().SetVersion("0.0.1")
	for i := range n {
		span := ss.Spans().AppendEmpty()
		span.SetTraceID(pcommon.TraceID{1, 2, 3, byte(i), 5})
		span.SetSpanID(pcommon.SpanID{1, byte(i)})
		a := span.Attributes()
		switch i % 3 {
		case 0:
			span.SetName("POST /api/orders")
			for k, v := range map[string]string{"http.request.method": "POST", "http.route": "/api/orders", "http.target": "/api/orders", "next.span_name": "POST /api/orders", "next.span_type": "BaseServer.handleRequest",
				"next.route": "/api/orders", "url.scheme": "https", "server.address": "tickets.internal", "user_agent.original": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
				"network.protocol.version": "1.1", "operation.name": "next_js.BaseServer.handleRequest", "tenant": "habima", "vercel.request_id": "fra1::iad1::abcde-1732459200000-0123456789ab"} {
				a.PutStr(k, v)
			}
			a.PutInt("http.response.status_code", 201)
			a.PutBool("next.rsc", false)
		case 1:
			span.SetName("pg.query:SELECT ticketcap")
			for k, v := range map[string]string{"db.system.name": "postgresql", "db.namespace": "ticketcap", "db.query.text": "SELECT id, title, starts_at, capacity, sold FROM events WHERE tenant = $1 AND id = $2 FOR UPDATE",
				"server.address": "db.internal", "net.transport": "ip_tcp", "db.operation.name": "SELECT", "db.collection.name": "events", "code.function.name": "lockEvent", "code.file.path": "/app/src/server/orders/lock-event.ts",
				"thread.name": "main", "operation.name": "pg.query", "peer.service": "postgres", "ticketcap.event.id": "ev_hamlet_2026", "ticketcap.registration.status": "CONFIRMED"} {
				a.PutStr(k, v)
			}
			a.PutInt("server.port", 5432)
			a.PutInt("db.response.returned_rows", 1)
		case 2:
			span.SetName("fetch POST https://pay.example.com/v1/charges")
			for k, v := range map[string]string{"http.request.method": "POST", "url.full": "https://pay.example.com/v1/charges?expand=balance&limit=10", "url.scheme": "https", "server.address": "pay.example.com",
				"next.span_name": "fetch POST https://pay.example.com/v1/charges", "next.span_type": "AppRender.fetch", "ticketcap.payment.status": "COMPLETED", "ticketcap.payment.currency": "ILS",
				"error.type": "", "operation.name": "fetch.POST", "code.function.name": "chargeCard", "code.file.path": "/app/src/server/payments/provider.ts", "tenant": "zappa"} {
				a.PutStr(k, v)
			}
			a.PutInt("http.response.status_code", 200)
			a.PutInt("ticketcap.payment.amount", 24000)
			event := span.Events().AppendEmpty()
			event.SetName("charge accepted")
			event.Attributes().PutStr("reason", "approved by the provider in one step")
		}
	}
	return td
}

// dirtySpans carry what must not leave: an address, a card and a token on every span.
func dirtySpans(n int) ptrace.Traces {
	td := nextSpans(n)
	for _, span := range td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
		span.SetName("GET /users/dana.levi%40example.com")
		span.Attributes().PutStr("url.full", "https://example.com/pay?email=dana.levi%40example.com&card=4111111111111111&token=a1b2c3d4e5f6")
		span.Attributes().PutStr("customer.name", "Dana Levi")
		span.Status().SetMessage("charge failed for card 4111 1111 1111 1111, call 050-1234567")
	}
	return td
}

func BenchmarkTraces(b *testing.B) {
	const spans = 300
	for _, c := range []struct {
		name string
		td   ptrace.Traces
	}{{"clean", nextSpans(spans)}, {"dirty", dirtySpans(spans)}} {
		b.Run(c.name, func(b *testing.B) {
			s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
			if err != nil {
				b.Fatal(err)
			}
			size := (&ptrace.ProtoMarshaler{}).TracesSize(c.td)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				td := c.td
				if c.name == "dirty" {
					b.StopTimer()
					td = ptrace.NewTraces()
					c.td.CopyTo(td)
					b.StartTimer()
				}
				if _, err := s.processTraces(context.Background(), td); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/spans, "ns/span")
			b.ReportMetric(float64(size)/spans, "B/span")
		})
	}
}

func TestSpendsNearlyNoMemoryOnCleanSpans(t *testing.T) {
	const spans = 300
	td := nextSpans(spans)
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
	if err != nil {
		t.Fatal(err)
	}
	run := func() {
		if _, err := s.processTraces(context.Background(), td); err != nil {
			t.Fatal(err)
		}
	}
	run()
	if perSpan := testing.AllocsPerRun(20, run) / spans; perSpan > 0.2 {
		t.Errorf("%s allocations a clean span, at most 0.2 are near none", fmt.Sprintf("%.2f", perSpan))
	}
}

func TestLeavesCleanSpansAsTheyAre(t *testing.T) {
	td, before := nextSpans(30), ptrace.NewTraces()
	td.CopyTo(before)
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.processTraces(context.Background(), td); err != nil {
		t.Fatal(err)
	}
	was, _ := (&ptrace.JSONMarshaler{}).MarshalTraces(before)
	is, _ := (&ptrace.JSONMarshaler{}).MarshalTraces(td)
	if string(was) != string(is) {
		t.Errorf("clean spans were changed:\n%s\nbecame\n%s", was, is)
	}
}
