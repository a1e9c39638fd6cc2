package scrub

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const spansPerBatch = 300

type attributes map[string]string

var (
	request = attributes{"http.request.method": "POST", "http.route": "/api/orders", "url.path": "/api/orders", "next.span_name": "POST /api/orders", "next.span_type": "BaseServer.handleRequest",
		"next.route": "/api/orders", "url.scheme": "https", "server.address": "tickets.internal", "network.protocol.version": "1.1", "tenant": "habima",
		"user_agent.original": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"}
	query = attributes{"db.system.name": "postgresql", "db.namespace": "ticketcap", "server.address": "db.internal", "net.transport": "ip_tcp", "db.operation.name": "SELECT", "db.collection.name": "events",
		"db.query.text":      "SELECT id, title, starts_at, capacity, sold FROM events WHERE tenant = $1 AND id = $2 FOR UPDATE",
		"code.function.name": "lockEvent", "code.file.path": "/app/src/server/orders/lock-event.ts", "ticketcap.event.id": "ev_hamlet_2026", "ticketcap.registration.status": "CONFIRMED"}
	fetch = attributes{"http.request.method": "POST", "url.full": "https://pay.example.com/v1/charges?expand=balance&limit=10", "url.scheme": "https", "server.address": "pay.example.com",
		"next.span_name": "fetch POST https://pay.example.com/v1/charges", "next.span_type": "AppRender.fetch", "ticketcap.payment.status": "COMPLETED", "ticketcap.payment.currency": "ILS",
		"code.function.name": "chargeCard", "code.file.path": "/app/src/server/payments/provider.ts", "tenant": "zappa"}
)

// cleanSpans are spans as a Next.js server sends them, without anything personal.
func cleanSpans() ptrace.Traces {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	for k, v := range (attributes{"service.name": "ticketcap", "service.version": "1.4.2", "telemetry.sdk.language": "nodejs", "host.name": "web-7d4b9c6f5d-x2x9z", "process.runtime.version": "24.1.0"}) {
		rs.Resource().Attributes().PutStr(k, v)
	}
	ss := rs.ScopeSpans().AppendEmpty()
	ss.Scope().SetName("next.js")
	kinds := []struct {
		name string
		list attributes
	}{{"POST /api/orders", request}, {"pg.query:SELECT ticketcap", query}, {"fetch POST https://pay.example.com/v1/charges", fetch}}
	for i := range spansPerBatch {
		kind := kinds[i%len(kinds)]
		span := ss.Spans().AppendEmpty()
		span.SetTraceID(pcommon.TraceID{1, byte(i), byte(i >> 8)})
		span.SetSpanID(pcommon.SpanID{1, byte(i), byte(i >> 8)})
		span.SetName(kind.name)
		span.SetKind(ptrace.SpanKindServer)
		for k, v := range kind.list {
			span.Attributes().PutStr(k, v)
		}
		span.Attributes().PutInt("http.response.status_code", 201)
		span.Attributes().PutInt("server.port", 5432)
	}
	return td
}

// freshBatches are spans of which each carries ids of its own, as a server under load sends them: a request id, an order id, a seat
// hold, the URL of a resource. There are more of them than any memory of seen values holds.
func freshBatches() []ptrace.Traces {
	batches := make([]ptrace.Traces, 40)
	for n := range batches {
		batches[n] = cleanSpans()
		for i, span := range batches[n].ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
			id := uint64(n*spansPerBatch+i) * 0x9e3779b97f4a7c15
			a := span.Attributes()
			a.PutStr("http.request.id", fmt.Sprintf("fra1::iad1::%05x-%d-%012x", id&0xfffff, 1732459200000+id>>40, id>>16))
			a.PutStr("order.id", fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", id>>32, id>>16&0xffff, id>>8&0xfff, id&0xfff, id>>16))
			a.PutStr("url.path", fmt.Sprintf("/api/orders/ord_%d/seats/%d", id>>44, id>>58))
			a.PutStr("url.full", fmt.Sprintf("https://pay.example.com/v1/charges/ch_%x?expand=balance&limit=%d", id>>20, id>>60))
			a.PutStr("next.span_name", fmt.Sprintf("fetch GET https://pay.example.com/v1/charges/ch_%x", id>>20))
		}
	}
	return batches
}

// dirtySpans carry an address, a card, a phone and a token on every span.
func dirtySpans() ptrace.Traces {
	td := cleanSpans()
	for _, span := range td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
		span.Attributes().PutStr("url.full", "https://example.com/pay?email=dana.levi%40example.com&card=4111111111111111&token=a1b2c3d4e5f6")
		span.Status().SetMessage("charge failed for card 4111 1111 1111 1111, call 050-1234567")
	}
	return td
}
