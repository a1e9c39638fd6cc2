package semconvprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// conventions says which families of attributes a span has.
type conventions struct {
	vendor, bubble, oldHTTP, http, oldDatabase, oldPeer bool
}

// found looks at every key once. Most spans of an app belong to one family or none.
func found(attributes pcommon.Map) (c conventions) {
	for key, value := range attributes.All() {
		switch key {
		case "operation.name", "resource.name":
			c.vendor = true
		case "next.bubble":
			c.bubble = value.Type() == pcommon.ValueTypeBool && value.Bool()
		case "http.method":
			c.oldHTTP = true
		case "http.request.method":
			c.http = true
		case "db.system":
			c.oldDatabase = true
		case "net.peer.name":
			c.oldPeer = true
		}
	}
	c.http = c.http || c.oldHTTP
	return c
}

func normalise(span ptrace.Span) {
	attributes := span.Attributes()
	has := found(attributes)
	if has == (conventions{}) {
		return
	}
	if has.bubble {
		// The request passes Next.js twice where there is a proxy.ts; this outer span ends first, with a status that
		// nobody sent. It stays in the trace as what it is, a step, and is not counted as a request.
		span.SetKind(ptrace.SpanKindInternal)
		attributes.Remove("http.response.status_code")
		attributes.Remove("http.status_code")
	}
	if has.vendor || has.oldHTTP || has.oldDatabase || has.oldPeer {
		rename := renames{attributes: attributes}
		has.collect(&rename)
		attributes.RemoveIf(func(key string, _ pcommon.Value) bool { return has.removes(key) })
		rename.write()
	}
	if has.http {
		boundName(span, attributes)
	}
}

// removes is true for what has a stable name now, and for what no backend should see: another vendor's view of the span,
// and the connection string, which holds the password.
func (c conventions) removes(key string) bool {
	switch key {
	case "operation.name", "resource.name":
		return true
	case "http.method", "http.status_code", "http.status_text", "http.target", "http.url", "http.scheme", "http.host", "http.user_agent":
		return c.oldHTTP
	case "db.system", "db.name", "db.statement", "db.user", "db.connection_string":
		return c.oldDatabase
	case "net.peer.name", "net.peer.port":
		return c.oldPeer
	}
	return false
}

// collect notes the values of old names under their stable ones. All of these are text or numbers by convention.
func (c conventions) collect(to *renames) {
	if c.oldHTTP {
		to.text("http.request.method", "http.method")
		to.number("http.response.status_code", "http.status_code", 100, 599)
		to.path("url.path", "http.target")
		to.path("url.full", "http.url")
		to.text("url.scheme", "http.scheme")
		to.text("user_agent.original", "http.user_agent")
	}
	if c.oldDatabase {
		to.text("db.system.name", "db.system")
		to.text("db.namespace", "db.name")
		to.text("db.query.text", "db.statement")
	}
	if c.oldPeer {
		to.text("server.address", "net.peer.name")
		to.number("server.port", "net.peer.port", 0, 65535)
	}
}
