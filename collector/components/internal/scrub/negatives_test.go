package scrub

import "testing"

// negatives are harmless values that must come out byte for byte.
var negatives = []string{
	"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
	"trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7", "550e8400-e29b-41d4-a716-446655440000", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
	"01ARZ3NDEKTSV4RRFFQ69G5FAV", "cjld2cjxh0000qzrmn831i7rn", "V1StGXR8_Z5jdHi6B-myT", "507f1f77bcf86cd799439011", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
	"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "a1b2c3d", `W/"33a64df551425fcc55e4d42a148795d9f25f89d4"`,
	"1732459200", "1732459200000", "1732459200000000", "1732459200000000000", "2026-11-24T15:19:58Z", "2026-11-24 15:19:58.123456", "1.2.3", "v1.2.3.4-beta", "16.4.6-canary.12",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "curl/8.5.0", "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
	"/api/orders/[id]", "GET /api/users/:email", "/events/[id]/page", "GET /_next/static/chunks/app/layout-3f2a1b.js", "/checkout/confirm", "order 1234567", "order #100234567", "invoice 20261124000123", "ORD-2026-000123",
	"12.50", "price 120.00 ILS", "prices: 120.00, 240.00, 99.90", "1,234,567.89", "SKU-123456-AB", "seat 12-34", "rows 5-12", "10.0.0.1", "127.0.0.1:8080", "192.168.1.10", "::1",
	"SELECT id, title FROM events WHERE id = $1", "select * from orders where tenant = ? limit 10", "INSERT INTO registrations (event_id, spots) VALUES ($1, $2)",
	"at Module._compile (node:internal/modules/cjs/loader:1554:14)", "    at async Object.handler (/app/.next/server/app/api/orders/route.js:12:3456)", "webpack-internal:///(rsc)/./app/page.tsx:10:5",
	"at processTicksAndRejections (node:internal/process/task_queues:105:5)", "node_modules/@vercel/otel/dist/node/index.js", "next@16.4.6", "@opentelemetry/api", "author", "token_count", "primary_key",
	"password reset sent", "email sent", "the password is required", "invalid token", "token expired", "passenger count 3", "keyboard", "monkey", "db.internal:5432", "checkout-7d4b9c6f5d-x2x9z", "ip-10-0-12-34.eu-west-1.compute.internal",
	"sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC", "nonce-2726c7f26c", "CONFIRMED", "ILS", "TLV", "200", "application/json; charset=utf-8", "gzip, deflate, br", "he-IL,he;q=0.9,en-US;q=0.8",
	"כרטיסים להצגה", "האירוע נשמר בהצלחה", "שלום וברוכים הבאים", "תודה על ההזמנה", "الطلب تم بنجاح", "Order confirmed", "User Service", "Customer Support", "Guest House", "Not Found",
	"https://example.com/path?page=2&sort=asc", "postgresql", "pg.query:SELECT ticketcap", "fetch GET https://api.example.com/v1/venues/12", "resolve page components", "GET /api/events 200 in 12ms", "executing api route (app) /api/orders",
	"Prisma Vercel adapter", "Tel Aviv", "Habima Zappa", "Hello World", "Hi there", "Seat Map Loaded", "Next Redis", "see Dockerfile. Additionaly the", "Docker Compose", "Chrome Mobile", "JSON Schema", "Kubernetes Ingress",
	"GET /home/events/12", "/home/events", "/Users/runner/work/app/a.js", "/home/node/app/server.js:1:2", "https://example.com/home/events/seats", "/api/Users", "see /Users/", `C:\Users\Public\a.txt`,
	"4111111111111112", "1234567890123456", "order_id=1234567890123452", "0.4111111111111111", "3.141592653589793", "100%", "50% off", "a=b&c=d", "x && y", "C:\\temp\\new", "line one\nline two", "time 12:34:56", "12:34:56.789", "2026/11/24", "24.11.2026",
	"multipart/form-data; boundary=----WebKitFormBoundary1wP3XMmzZzWlFq1D", "arn:aws:lambda:eu-west-1:972598291065:function:seat",
	"Invalid `prisma.order.create()` invocation", "Error: connect ECONNREFUSED 127.0.0.1:5432", "TypeError: Cannot read properties of undefined (reading 'id')", "fra1::iad1::abcde-1732459200000-0123456789ab",
}

func TestLeavesHarmlessTextAlone(t *testing.T) {
	s := newScanner(t, Rules{})
	for _, text := range negatives {
		if out, changed := s.Text(nil, text); changed {
			t.Errorf("%q became %q", text, out)
		}
	}
}
