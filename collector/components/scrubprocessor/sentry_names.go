package scrubprocessor

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/ticketcap/telemetry/collector/components/internal/scrub"
)

// sentryRemoved are fields of Sentry's items that carry what a visitor sent, or name a machine; they go whatever they hold.
var sentryRemoved = names(`cookies query_string http.query http.fragment url.query url.fragment server_name device_unique_identifier device_app_hash
	contact_email ip_address remote_addr`)

// sentryAddresses are fields that hold a URL or a path; the query and the fragment of it go.
var sentryAddresses = names(`url to from href referrer referer http.url url.full http.target http.referer request_path current_url previous_url`)

// sentryHeaders are the headers of a request or a response that say nothing about who sent it.
var sentryHeaders = names(`accept accept-encoding accept-language cache-control connection content-encoding content-length content-type host
	next-action next-router-prefetch next-router-state-tree next-url pragma purpose range rsc sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest
	sec-fetch-mode sec-fetch-site sec-fetch-user sentry-trace te traceparent transfer-encoding upgrade-insecure-requests user-agent vary x-request-id x-vercel-id`)

func names(list string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(list) {
		set[name] = true
	}
	return set
}

// sentryNames applies the rules that follow from the names of Sentry's fields to a payload, at every depth.
func (b *batch) sentryNames(v pcommon.Value, depth int) {
	if depth >= b.scanner.Nesting() {
		return // what lies deeper is masked whole
	}
	switch v.Type() {
	case pcommon.ValueTypeSlice:
		for _, value := range v.Slice().All() {
			b.sentryNames(value, depth+1)
		}
	case pcommon.ValueTypeMap:
		b.sentryFields(v.Map())
		for _, value := range v.Map().All() {
			b.sentryNames(value, depth+1)
		}
	}
}

func (b *batch) sentryFields(m pcommon.Map) {
	m.RemoveIf(func(name string, v pcommon.Value) bool {
		gone := sentryRemoved[strings.ToLower(name)] || name == "vars" && v.Type() == pcommon.ValueTypeMap && !b.sentry.variablesScanned
		if gone {
			b.removed++
		}
		return gone
	})
	for name, v := range m.All() {
		switch lower := strings.ToLower(name); lower {
		case "user":
			if v.Type() == pcommon.ValueTypeMap {
				b.sentryUser(v.Map())
			}
		case "did":
			b.sentryUserID(v)
		case "request", "response":
			if v.Type() == pcommon.ValueTypeMap {
				b.without(v.Map(), "data", "body", "env")
			}
		case "headers":
			b.headers(v)
		case "feedback":
			if v.Type() == pcommon.ValueTypeMap {
				b.without(v.Map(), "name")
			}
		case "device":
			if v.Type() == pcommon.ValueTypeMap {
				b.without(v.Map(), "name") // "Dana's iPhone"
			}
		default:
			if lower == "user.id" {
				b.logUserID(v)
			} else if sentryAddresses[lower] && v.Type() == pcommon.ValueTypeStr {
				withoutQuery(v)
			}
		}
	}
}

// sentryUser leaves of a user nothing but the id, as the policy says.
func (b *batch) sentryUser(user pcommon.Map) {
	user.RemoveIf(func(name string, _ pcommon.Value) bool {
		if name == "id" && !b.sentry.userRemoved {
			return false
		}
		b.removed++
		return true
	})
	if id, ok := user.Get("id"); ok {
		b.sentryUserID(id)
	}
}

func (b *batch) sentryUserID(id pcommon.Value) {
	switch {
	case id.Type() == pcommon.ValueTypeEmpty || id.Type() == pcommon.ValueTypeMap || id.Type() == pcommon.ValueTypeSlice:
	case b.sentry.userRemoved:
		id.SetStr(b.scanner.Mask(scrub.User))
	case b.sentry.userHashed:
		id.SetStr(b.scanner.Pseudonym(id.AsString()))
	}
}

// logUserID handles the attribute of a structured log: {"user.id": {"value": "u1", "type": "string"}}.
func (b *batch) logUserID(v pcommon.Value) {
	if v.Type() == pcommon.ValueTypeMap {
		if value, ok := v.Map().Get("value"); ok {
			v = value
		}
	}
	b.sentryUserID(v)
}

// headers keeps the headers of the allow-list; they are a map, or a list of pairs.
func (b *batch) headers(v pcommon.Value) {
	forbidden := func(name string) bool {
		name = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
		if sentryHeaders[name] || b.sentry.headers[name] {
			return false
		}
		b.removed++
		return true
	}
	switch v.Type() {
	case pcommon.ValueTypeMap:
		v.Map().RemoveIf(func(name string, _ pcommon.Value) bool { return forbidden(name) })
	case pcommon.ValueTypeSlice:
		v.Slice().RemoveIf(func(pair pcommon.Value) bool {
			return pair.Type() != pcommon.ValueTypeSlice || pair.Slice().Len() == 0 || forbidden(pair.Slice().At(0).AsString())
		})
	case pcommon.ValueTypeStr:
		v.SetStr("")
		b.removed++
	}
}

func (b *batch) without(m pcommon.Map, fields ...string) {
	for _, name := range fields {
		if m.Remove(name) {
			b.removed++
		}
	}
}

// withoutQuery cuts the query and the fragment off a URL or a path.
func withoutQuery(v pcommon.Value) {
	text := v.Str()
	if end := strings.IndexAny(text, "?#"); end >= 0 && (strings.Contains(text[:end], "://") || strings.HasPrefix(text, "/") || end == 0) {
		v.SetStr(text[:end])
	}
}
