package scrubprocessor

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

// sent passes an envelope through the processor as the receiver and the exporter would; wire is what leaves, "" when nothing does.
func sent(t *testing.T, cfg *Config, body string) (content envelope.Envelope, wire string) {
	t.Helper()
	parsed, err := envelope.Parse([]byte(body), envelope.DefaultLimits())
	must(t, err)
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	must(t, sentryrecord.Write(records.AppendEmpty(), parsed, time.Now()))
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), cfg, "logs")
	must(t, err)
	_, err = s.processLogs(context.Background(), ld)
	must(t, err)
	if records.Len() == 0 {
		return envelope.Envelope{}, ""
	}
	content, err = sentryrecord.Read(records.At(0), time.Now())
	must(t, err)
	out, err := content.Serialise()
	must(t, err)
	text := string(out)
	for _, item := range content.Items { // recordings are packed on the wire
		unpacked, err := json.Marshal(item.Payload)
		must(t, err)
		text += string(unpacked)
	}
	return content, text
}

func item(header string, payload any) string {
	body, ok := payload.(string)
	if !ok {
		raw, err := json.Marshal(payload)
		if err != nil {
			panic(err)
		}
		body = string(raw)
	}
	return fmt.Sprintf("{%s,\"length\":%d}\n%s\n", header, len(body), body)
}

const sentryEvent = `{
 "event_id":"9f8e7d6c5b4a39281706f5e4d3c2b1a0","platform":"javascript","timestamp":1732459200.123,"level":"error","release":"ticketcap@1.4.2+3f2a1bc","dist":"3f2a1bc","environment":"production",
 "server_name":"danas-macbook","transaction":"POST /api/orders/[id]",
 "user":{"id":"u_1029384","email":"dana.levi@leak.example","ip_address":"203.0.113.77","username":"danalevi1","geo":{"city":"Haifaleak"},"data":{"vip":"secretclub"}},
 "request":{"method":"POST","url":"https://habima.example.com/api/orders?mail=dana.levi@leak.example&q=zzplanted1","query_string":"q=zzplanted1","cookies":{"theme":"zzplanted2"},"data":{"note":"zzplanted3"},
  "env":{"REMOTE_ADDR":"203.0.113.77"},"headers":{"User-Agent":"Mozilla/5.0","Cookie":"a=zzplanted2","X-Custom":"zzplanted4","X-Forwarded-For":"203.0.113.77","Authorization":"Bearer zzplanted5","content-type":"application/json"}},
 "tags":{"tenant":"habima","server_name":"danas-macbook","customer.name":"Dana Levi"},
 "extra":{"payload":"card 4111 1111 1111 1111","state":{"phone":"050-1234567","user":{"id":"u_1029384","email":"dana.levi@leak.example","nick":"zzplanted6"}}},
 "contexts":{"trace":{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","data":{"http.query":"?zz=zzplanted7","url.full":"https://habima.example.com/a?zz=zzplanted7"}},
  "device":{"name":"Zzplanted8 iPhone","model":"iPhone15,2"},"runtime":{"name":"node","version":"v24.1.0"},"response":{"status_code":500,"headers":[["set-cookie","zzplanted9"],["content-type","text/html"]],"cookies":{"a":"zzplanted9"}}},
 "breadcrumbs":{"values":[{"category":"fetch","timestamp":1732459199.5,"data":{"url":"/api/seats?who=zzplanted10","status_code":200}},{"category":"console","message":"mail to dana.levi@leak.example","data":{"arguments":["tz 123456782"]}}]},
 "exception":{"values":[{"type":"PaymentError","value":"card 4111111111111111 of dana.levi@leak.example declined","mechanism":{"type":"onrequesterror","handled":false},
  "stacktrace":{"frames":[{"filename":"/home/dana/ticketcap/.next/server/app/api/orders/route.js","abs_path":"C:\\Users\\danalevi1\\ticketcap\\route.ts","function":"chargeCard","lineno":42,"colno":1234567,"in_app":true,
   "pre_context":["const token = request.headers.get('authorization')","// customer: Name of Buyer"],"context_line":"  const password = await hash(form.get(\"password\"), 'SELECT a FROM b')","post_context":["email: user.email,"],"vars":{"buyer":"zzplanted11"}}]}}]},
 "modules":{"next":"16.4.6","passport":"0.7.0","cookie":"1.0.2","password-hash":"1.2.2"},
 "sdk":{"name":"sentry.javascript.nextjs","version":"11.12.0","integrations":["RequestData","LinkedErrors"],"settings":{"infer_ip":"never"},"packages":[{"name":"npm:@sentry/nextjs","version":"11.12.0"}]},
 "debug_meta":{"images":[{"type":"sourcemap","code_file":"app:///_next/server/app/api/orders/route.js","debug_id":"c5b1f0a4-2f0c-4b7c-9f27-0d5a8e1c3b2a"}]}
}`

func TestKeepsOfASentryEventWhatAnErrorIsFoundBy(t *testing.T) {
	body := "{\"event_id\":\"9f8e7d6c5b4a39281706f5e4d3c2b1a0\",\"trace\":{\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"release\":\"ticketcap@1.4.2+3f2a1bc\",\"user_id\":\"zzplanted12\",\"sample_rand\":\"0.4111111111111111\"}}\n" + item(`"type":"event"`, strings.ReplaceAll(sentryEvent, "\n", ""))
	content, wire := sent(t, createDefaultConfig().(*Config), body)
	for _, planted := range []string{"zzplanted", "leak", "danalevi", "dana", "Dana", "Levi", "203.0.113.77", "4111 1111", "050-1234567", "123456782", "secretclub"} {
		if strings.Contains(strings.ReplaceAll(wire, "0.4111111111111111", ""), planted) {
			t.Errorf("%s is left in\n%s", planted, wire)
		}
	}
	event := content.Items[0].Payload.(object)
	var before object
	must(t, json.Unmarshal([]byte(sentryEvent), &before))
	for _, path := range []string{"event_id", "platform", "timestamp", "level", "release", "dist", "environment", "transaction", "user.id", "request.method", "request.headers.User-Agent", "request.headers.content-type", "tags.tenant",
		"contexts.trace.trace_id", "contexts.trace.span_id", "contexts.device.model", "contexts.runtime", "contexts.response.status_code", "breadcrumbs.values.0.category", "breadcrumbs.values.0.timestamp", "breadcrumbs.values.0.data.status_code",
		"exception.values.0.type", "exception.values.0.mechanism", "exception.values.0.stacktrace.frames.0.function", "exception.values.0.stacktrace.frames.0.lineno", "exception.values.0.stacktrace.frames.0.colno",
		"exception.values.0.stacktrace.frames.0.in_app", "exception.values.0.stacktrace.frames.0.pre_context", "exception.values.0.stacktrace.frames.0.context_line", "exception.values.0.stacktrace.frames.0.post_context",
		"modules", "sdk", "debug_meta"} {
		if is, was := at(event, path), at(before, path); !same(is, was) {
			t.Errorf("%s was %v and is %v", path, was, is)
		}
	}
	for path, want := range map[string]any{
		"exception.values.0.value":                        "card [card] of [email] declined",
		"exception.values.0.stacktrace.frames.0.filename": "/home/[name]/ticketcap/.next/server/app/api/orders/route.js",
		"exception.values.0.stacktrace.frames.0.abs_path": `C:\Users\[name]\ticketcap\route.ts`,
		"request.url":                   "https://habima.example.com/api/orders",
		"breadcrumbs.values.0.data.url": "/api/seats",
		"contexts.trace.data":           object{"url.full": "https://habima.example.com/a"},
		"user":                          object{"id": "u_1029384"},
		"server_name":                   nil,
		"exception.values.0.stacktrace.frames.0.vars": nil,
		"request.cookies":           nil,
		"request.data":              nil,
		"contexts.response.headers": []any{[]any{"content-type", "text/html"}},
	} {
		if is := at(event, path); !same(is, want) {
			t.Errorf("%s is %v, not %v", path, is, want)
		}
	}
	if content.Headers["trace"].(object)["sample_rand"] != "0.4111111111111111" {
		t.Errorf("the trace header became %v", content.Headers["trace"])
	}
}

// at follows a path of keys and indices; nil when it leads nowhere.
func at(v any, path string) any {
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case object:
			v = x[step]
		case []any:
			n := int(step[0] - '0')
			if n >= len(x) {
				return nil
			}
			v = x[n]
		default:
			return nil
		}
	}
	return v
}

// same compares by what stands on the wire: a number read by encoding/json is a float there and here.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y) || reflect.DeepEqual(a, b)
}

func TestFollowsThePolicyForUserIDs(t *testing.T) {
	body := "{}\n" + item(`"type":"event"`, object{"user": object{"id": "u_1029384", "email": "a@leak.example"}}) +
		item(`"type":"session"`, object{"sid": "c5b1f0a42f0c4b7c9f270d5a8e1c3b2a", "did": "u_1029384", "attrs": object{"ip_address": "203.0.113.77", "release": "1"}}) +
		item(`"type":"log"`, object{"items": []any{object{"body": "x", "attributes": object{"user.id": object{"value": "u_1029384", "type": "string"}}}}})
	for policy, want := range map[string]int{"keep": 3, "hash": 0, "remove": 0} {
		cfg := createDefaultConfig().(*Config)
		cfg.Sentry.UserID = policy
		if policy == "hash" {
			cfg.Hash.Key = "0123456789abcdef0123456789abcdef"
		}
		must(t, cfg.Validate())
		content, wire := sent(t, cfg, body)
		var ids int
		for _, path := range []string{"user.id", "did", "items.0.attributes.user.id.value"} {
			for _, one := range content.Items {
				if strings.HasPrefix(path, "items") {
					if list, ok := one.Payload.(object)["items"].([]any); ok && list[0].(object)["attributes"].(object)["user.id"].(object)["value"] == "u_1029384" {
						ids++
					}
				} else if at(one.Payload, path) == "u_1029384" {
					ids++
				}
			}
		}
		if ids != want || strings.Contains(wire, "leak") || strings.Contains(wire, "203.0.113.77") {
			t.Errorf("%s: %d ids, %s", policy, ids, wire)
		}
		if hashes := strings.Count(wire, "[user:"); policy == "hash" && hashes != 6 { // on the wire and unpacked
			t.Errorf("%d hashes in %s", hashes, wire)
		}
	}
}

func recording(events string) string {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write([]byte(events))
	_ = w.Close()
	return "{\"segment_id\":0}\n" + packed.String()
}

func TestOpensScrubsAndPacksRecordings(t *testing.T) {
	events := `[{"type":4,"timestamp":1732459200123,"data":{"href":"https://habima.example.com/e/1?mail=dana.levi@leak.example","width":1280,"height":720}},
		{"type":2,"timestamp":1732459200124,"data":{"node":{"id":1,"type":0,"childNodes":[{"id":2,"type":2,"tagName":"input","attributes":{"name":"email","value":"zzplanted1"}},{"id":3,"type":3,"textContent":"שלום דנה לוי, your card 4111 1111 1111 1111"},{"id":4,"type":3,"textContent":"Choose your seats"}]},"initialOffset":{"left":0,"top":0}}},
		{"type":3,"timestamp":1732459200200,"data":{"source":1,"positions":[{"x":100,"y":200,"id":4,"timeOffset":-50}]}},
		{"type":5,"timestamp":1732459201,"data":{"tag":"performanceSpan","payload":{"op":"resource.fetch","description":"https://habima.example.com/api?token=zzplanted2","data":{"request":{"body":"zzplanted3","headers":{"x-a":"zzplanted4"}}}}}}]`
	body := "{}\n" + item(`"type":"replay_event"`, object{"replay_id": "c5b1f0a42f0c4b7c9f270d5a8e1c3b2a", "urls": []any{"https://habima.example.com/e/1?mail=dana.levi@leak.example"}}) +
		item(`"type":"replay_recording"`, recording(events))
	content, wire := sent(t, createDefaultConfig().(*Config), body)
	if len(content.Items) != 2 {
		t.Fatalf("%d items", len(content.Items))
	}
	for _, planted := range []string{"zzplanted", "leak.example", "דנה", "לוי", "4111"} {
		if strings.Contains(wire, planted) {
			t.Errorf("%s is left in %s", planted, wire)
		}
	}
	out := content.Items[1].Payload.(object)
	if out["encoding"] != "zlib" {
		t.Errorf("the encoding is %v", out["encoding"])
	}
	var before any
	must(t, json.Unmarshal([]byte(events), &before))
	for _, path := range []string{"0.timestamp", "0.type", "1.data.node.childNodes.1.id", "1.data.node.childNodes.0.tagName", "1.data.node.childNodes.2", "1.data.initialOffset", "2"} {
		if is, was := at(out["events"], path), at(before, path); !same(is, was) {
			t.Errorf("%s was %v and is %v", path, was, is)
		}
	}
}

func TestDropsARecordingOverTheBudgetWithItsEventAlone(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.Limits.ItemWork = 65536
	var text strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&text, "%d dana%d@leak.example ", i, i)
	}
	body := "{}\n" + item(`"type":"event"`, object{"message": "kept"}) + item(`"type":"replay_event"`, object{"replay_id": "a"}) +
		item(`"type":"replay_recording"`, recording(`[{"type":3,"data":{"text":"`+text.String()+`"}}]`))
	content, wire := sent(t, cfg, body)
	if len(content.Items) != 1 || content.Items[0].Type() != "event" || strings.Contains(wire, "leak") {
		t.Errorf("%d items: %.300s", len(content.Items), wire)
	}
}

func TestDropsReplaysByPolicy(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.Sentry.Replays = "drop"
	replay := item(`"type":"replay_event"`, object{"replay_id": "a"}) + item(`"type":"replay_recording"`, recording(`[{"type":3}]`))
	if content, wire := sent(t, cfg, "{}\n"+replay); wire != "" {
		t.Errorf("%d items are left: %s", len(content.Items), wire)
	}
	if content, _ := sent(t, cfg, "{}\n"+item(`"type":"event"`, object{"message": "kept"})+replay); len(content.Items) != 1 {
		t.Errorf("%d items are left", len(content.Items))
	}
}

func TestScrubsAttachmentsAndFeedback(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01\x02\xfe\xdc", 40)
	body := "{}\n" + item(`"type":"attachment","filename":"dana.levi@leak.example.txt","content_type":"text/plain"`, "log: card 4111 1111 1111 1111\nmail dana.levi@leak.example") +
		item(`"type":"attachment","filename":"shot.png"`, png) +
		item(`"type":"feedback"`, object{"contexts": object{"feedback": object{"contact_email": "dana.levi@leak.example", "name": "zzplanted1", "message": "seat 12 is broken, call 050-1234567", "url": "https://a.example/x?q=zzplanted2"}}}) +
		item(`"type":"user_report"`, object{"event_id": "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "email": "zzplanted3", "name": "Dana Levi", "comments": "no"})
	content, wire := sent(t, createDefaultConfig().(*Config), body)
	for _, planted := range []string{"leak", "zzplanted", "4111", "050-", "Dana", "PNG"} {
		if strings.Contains(wire, planted) {
			t.Errorf("%s is left in %q", planted, wire)
		}
	}
	if got := content.Items[0].Payload; got != "log: card [card]\nmail [email]" {
		t.Errorf("the attachment became %q", got)
	}
	if got := at(content.Items[2].Payload, "contexts.feedback.message"); got != "seat 12 is broken, call [phone]" {
		t.Errorf("the feedback became %q", got)
	}
}

func TestReadsOtherRecordsAsEver(t *testing.T) {
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "logs")
	must(t, err)
	ld := plog.NewLogs()
	record := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	must(t, record.Body().FromRaw(object{"items": []any{}, "server_name": "a", "user": object{"name": "x", "plan": "gold"}}))
	_, err = s.processLogs(context.Background(), ld)
	must(t, err)
	if got := record.Body().AsRaw(); !same(got, object{"items": []any{}, "server_name": "a", "user": object{"name": "[name]", "plan": "gold"}}) {
		t.Errorf("became %v", got)
	}
}

// A record by OTLP may claim to be an envelope: what it holds beside one must not pass unread.
func TestAClaimedEnvelopeHidesNothing(t *testing.T) {
	ld := plog.NewLogs()
	record := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetEventName(sentryrecord.EventName)
	event := map[string]any{"headers": map[string]any{"type": "event"}, "payload": map[string]any{"message": "kept"}, "aside": "dana.levi@example.com"}
	must(t, record.Body().SetEmptyMap().FromRaw(map[string]any{"headers": "dana.levi@example.com", "items": []any{event}, "beside": "dana.levi@example.com"}))
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "logs")
	must(t, err)
	_, err = s.processLogs(context.Background(), ld)
	must(t, err)
	raw, err := (&plog.JSONMarshaler{}).MarshalLogs(ld)
	must(t, err)
	if strings.Contains(string(raw), "dana") || !strings.Contains(string(raw), "kept") {
		t.Errorf("became %s", raw)
	}
}
