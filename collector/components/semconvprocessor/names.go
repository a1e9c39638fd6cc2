package semconvprocessor

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const otherMethod = "_OTHER"

// boundName keeps names and methods from being invented by whoever sends a request: both become labels of metrics.
func boundName(span ptrace.Span, attributes pcommon.Map) {
	method := boundMethod(attributes)
	switch span.Kind() {
	case ptrace.SpanKindServer:
		if method == otherMethod {
			span.SetName("HTTP")
		} else if _, routed := attributes.Get("http.route"); !routed {
			// A 404 or a static file. The convention then names the span by its method alone.
			span.SetName(method)
		}
	case ptrace.SpanKindClient:
		// A URL as a name is a name per URL. The host is bounded by what the app calls.
		if strings.Contains(span.Name(), "://") {
			if address, ok := attributes.Get("server.address"); ok {
				span.SetName(method + " " + address.AsString())
			} else {
				span.SetName(method)
			}
		}
	}
	if status, ok := attributes.Get("http.response.status_code"); ok {
		if number, whole := wholeNumber(status); whole && (number < 100 || number > 599) {
			attributes.Remove("http.response.status_code")
		}
	}
}

// boundMethod returns the method as a label may have it; the original stays in an attribute of its own.
func boundMethod(attributes pcommon.Map) string {
	value, _ := attributes.Get("http.request.method")
	method := value.AsString()
	_, other := attributes.Get("http.request.method_original")
	if !other && known(method) {
		return method
	}
	if method != otherMethod {
		value.SetStr(otherMethod)
		attributes.PutStr("http.request.method_original", method)
	}
	return otherMethod
}

func known(method string) bool {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "QUERY":
		return true
	}
	return false
}
