package scrubprocessor

// place says where in a signal something was found. Places are few and fixed: they become metric labels.
type place uint8

const (
	resourceAttribute place = iota
	resourceEntity
	scopeName
	scopeAttribute
	schemaURL
	spanName
	spanAttribute
	traceState
	statusMessage
	eventName
	eventAttribute
	linkAttribute
	logBody
	logAttribute
	logText
	metricText
	metricMetadata
	datapointAttribute
	exemplarAttribute
	sentryEnvelope
	placeCount
)

var placeNames = [placeCount]string{
	"resource_attribute", "resource_entity", "scope", "scope_attribute", "schema_url", "span_name", "span_attribute", "trace_state", "status_message",
	"event_name", "event_attribute", "link_attribute", "log_body", "log_attribute", "log_text", "metric_text", "metric_metadata",
	"datapoint_attribute", "exemplar_attribute", "sentry_envelope",
}
