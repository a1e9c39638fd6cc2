package scrubprocessor

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	collogs "go.opentelemetry.io/proto/otlp/collector/logs/v1"
	colmetrics "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	coltrace "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Fields of the OTLP definitions that carry no text of the app: their length is fixed by the protocol.
var binaryIDs = map[protoreflect.FullName]string{
	"opentelemetry.proto.trace.v1.Span.trace_id":       "16 random bytes",
	"opentelemetry.proto.trace.v1.Span.span_id":        "8 random bytes",
	"opentelemetry.proto.trace.v1.Span.parent_span_id": "8 random bytes",
	"opentelemetry.proto.trace.v1.Span.Link.trace_id":  "16 random bytes",
	"opentelemetry.proto.trace.v1.Span.Link.span_id":   "8 random bytes",
	"opentelemetry.proto.logs.v1.LogRecord.trace_id":   "16 random bytes",
	"opentelemetry.proto.logs.v1.LogRecord.span_id":    "8 random bytes",
	"opentelemetry.proto.metrics.v1.Exemplar.trace_id": "16 random bytes",
	"opentelemetry.proto.metrics.v1.Exemplar.span_id":  "8 random bytes",
}

// Fields that this version of the collector does not know: it drops them when it decodes a request.
var unknownToCollector = map[protoreflect.FullName]string{}

// canaries plants one e-mail address per field, so that a survivor names its field.
type canaries map[string]protoreflect.FullName

func (c canaries) next(field protoreflect.FullName) string {
	value := fmt.Sprintf("canary%03d@leak.example.com", len(c))
	c[value] = field
	return value
}

// fill puts a canary in every text, bytes and value field below m, one element in every list, every branch of every
// oneof (in list elements of their own).
func (c canaries) fill(m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if fd.ContainingOneof() != nil && m.Has(fd) || depth > 12 {
			continue
		}
		if one := fd.ContainingOneof(); one != nil && m.WhichOneof(one) != nil {
			continue
		}
		switch {
		case fd.IsList() && fd.Kind() == protoreflect.MessageKind:
			list := m.Mutable(fd).List()
			for _, branch := range branches(fd.Message()) {
				e := list.NewElement()
				if branch != nil {
					c.set(e.Message(), branch, depth)
				}
				c.fill(e.Message(), depth+1)
				list.Append(e)
			}
		case fd.IsList() && fd.Kind() == protoreflect.StringKind:
			m.Mutable(fd).List().Append(protoreflect.ValueOfString(c.next(fd.FullName())))
		case fd.IsList() && fd.Kind() == protoreflect.BytesKind:
			m.Mutable(fd).List().Append(protoreflect.ValueOfBytes([]byte(c.next(fd.FullName()))))
		case fd.IsList(), fd.IsMap():
		default:
			c.set(m, fd, depth)
		}
	}
}

func (c canaries) set(m protoreflect.Message, fd protoreflect.FieldDescriptor, depth int) {
	switch fd.Kind() {
	case protoreflect.StringKind:
		m.Set(fd, protoreflect.ValueOfString(c.next(fd.FullName())))
	case protoreflect.BytesKind:
		if _, fixed := binaryIDs[fd.FullName()]; fixed {
			return
		}
		m.Set(fd, protoreflect.ValueOfBytes([]byte(c.next(fd.FullName()))))
	case protoreflect.MessageKind:
		if depth < 12 {
			c.fill(m.Mutable(fd).Message(), depth+1)
		}
	}
}

// branches lists the fields of the first oneof of a message that carry text or messages; one nil when there is no oneof.
func branches(md protoreflect.MessageDescriptor) []protoreflect.FieldDescriptor {
	var out []protoreflect.FieldDescriptor
	for i := range md.Oneofs().Len() {
		one := md.Oneofs().Get(i)
		for j := range one.Fields().Len() {
			if k := one.Fields().Get(j).Kind(); k == protoreflect.StringKind || k == protoreflect.BytesKind || k == protoreflect.MessageKind {
				out = append(out, one.Fields().Get(j))
			}
		}
	}
	// A KeyValue holds its oneof one level down.
	if out == nil {
		out = append(out, nil)
		if md.Name() == "KeyValue" {
			out = append(out, nil, nil, nil)
		}
	}
	return out
}

func TestVisitsEveryFieldOfTheProtocol(t *testing.T) {
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		signal  string
		request proto.Message
		pass    func(in []byte, scrub bool) []byte
	}{
		{"traces", &coltrace.ExportTraceServiceRequest{}, func(in []byte, scrub bool) []byte {
			td, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(in)
			must(t, err)
			if scrub {
				_, err = s.processTraces(context.Background(), td)
				must(t, err)
			}
			out, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(td)
			must(t, err)
			return out
		}},
		{"logs", &collogs.ExportLogsServiceRequest{}, func(in []byte, scrub bool) []byte {
			ld, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(in)
			must(t, err)
			if scrub {
				_, err = s.processLogs(context.Background(), ld)
				must(t, err)
			}
			out, err := (&plog.ProtoMarshaler{}).MarshalLogs(ld)
			must(t, err)
			return out
		}},
		{"metrics", &colmetrics.ExportMetricsServiceRequest{}, func(in []byte, scrub bool) []byte {
			md, err := (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics(in)
			must(t, err)
			if scrub {
				_, err = s.processMetrics(context.Background(), md)
				must(t, err)
			}
			out, err := (&pmetric.ProtoMarshaler{}).MarshalMetrics(md)
			must(t, err)
			return out
		}},
	} {
		t.Run(c.signal, func(t *testing.T) {
			planted := canaries{}
			planted.fill(c.request.ProtoReflect(), 0)
			in, err := proto.Marshal(c.request)
			must(t, err)
			raw, clean := c.pass(in, false), c.pass(in, true)
			fields := map[protoreflect.FullName]bool{}
			for canary, field := range planted {
				fields[field] = true
				_, exempt := unknownToCollector[field]
				if !bytes.Contains(raw, []byte(canary)) && !exempt {
					t.Errorf("%s does not survive decoding: the collector no longer knows it, the test proves nothing for it", field)
				}
				if bytes.Contains(clean, []byte(canary)) || bytes.Contains(clean, []byte(strings.TrimSuffix(canary, "@leak.example.com"))) {
					t.Errorf("%s is not visited", field)
				}
			}
			if len(fields) < 12 {
				t.Errorf("only %d fields were planted", len(fields))
			}
			t.Logf("%d canaries in %d fields", len(planted), len(fields))
		})
	}
}

// Field 1000 held the scopes before OTLP 0.15; the collector still reads it.
func TestVisitsTheDeprecatedFieldForScopes(t *testing.T) {
	s, err := newScrubber(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), "traces")
	must(t, err)
	inner := &coltrace.ExportTraceServiceRequest{}
	canaries{}.fill(inner.ProtoReflect(), 0)
	scope, err := proto.Marshal(inner.ResourceSpans[0].ScopeSpans[0])
	must(t, err)
	resource := protowire.AppendBytes(protowire.AppendTag(nil, 1000, protowire.BytesType), scope)
	request := ptraceotlp.NewExportRequest() // what the OTLP receiver decodes with: it moves the field
	must(t, request.UnmarshalProto(protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), resource)))
	td := request.Traces()
	_, err = s.processTraces(context.Background(), td)
	must(t, err)
	out, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(td)
	must(t, err)
	if len(out) == 0 || bytes.Contains(out, []byte("canary")) {
		t.Errorf("%d bytes came out, the canary is in them: %t", len(out), bytes.Contains(out, []byte("canary")))
	}
}

// The collector's own structs may gain a field before the definitions used above do.
func TestKnowsEveryFieldOfTheCollector(t *testing.T) {
	known := map[string]bool{}
	for _, m := range []proto.Message{&coltrace.ExportTraceServiceRequest{}, &collogs.ExportLogsServiceRequest{}, &colmetrics.ExportMetricsServiceRequest{}} {
		collectNames(m.ProtoReflect().Descriptor(), known, map[protoreflect.FullName]bool{})
	}
	var unknown []string
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(rt reflect.Type) {
		for rt.Kind() == reflect.Pointer || rt.Kind() == reflect.Slice {
			rt = rt.Elem()
		}
		if rt.Kind() != reflect.Struct || seen[rt] || !strings.Contains(rt.PkgPath(), "pdata") {
			return
		}
		seen[rt] = true
		for i := range rt.NumField() {
			f := rt.Field(i)
			if f.IsExported() && !known[strings.ToLower(f.Name)] && !strings.HasPrefix(f.Name, "DeprecatedScope") {
				unknown = append(unknown, rt.Name()+"."+f.Name)
			}
			walk(f.Type)
		}
	}
	for _, v := range []any{ptrace.Traces{}, plog.Logs{}, pmetric.Metrics{}} {
		walk(reflect.TypeOf(v))
	}
	sort.Strings(unknown)
	if len(unknown) > 0 {
		t.Errorf("fields that the definitions in the test do not have: %v", unknown)
	}
	if len(seen) < 10 {
		t.Errorf("only %d structs were walked", len(seen))
	}
}

func collectNames(md protoreflect.MessageDescriptor, known map[string]bool, seen map[protoreflect.FullName]bool) {
	if seen[md.FullName()] {
		return
	}
	seen[md.FullName()] = true
	for i := range md.Oneofs().Len() {
		known[strings.ToLower(strings.ReplaceAll(string(md.Oneofs().Get(i).Name()), "_", ""))] = true
	}
	for i := range md.Fields().Len() {
		fd := md.Fields().Get(i)
		known[strings.ToLower(strings.ReplaceAll(string(fd.Name()), "_", ""))] = true
		if fd.Kind() == protoreflect.MessageKind {
			collectNames(fd.Message(), known, seen)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
