package requestboundsextension

// message names, by number, the fields of an OTLP message that are messages themselves; texts and numbers cost what they
// weigh. No field with a message in it has a higher number.
type message [16]*message

var (
	leaf      = &message{}
	keyValue  = &message{}
	anyValue  = &message{}
	resource  = &message{1: keyValue}
	scope     = &message{3: keyValue}
	exemplar  = &message{7: keyValue}
	numbers   = &message{1: {7: keyValue, 5: exemplar}}
	histogram = &message{1: {9: keyValue, 8: exemplar}}
	// Also the two lists of buckets.
	exponential = &message{1: {1: keyValue, 8: leaf, 9: leaf, 11: exemplar}}
	summary     = &message{1: {7: keyValue, 6: leaf}}

	spanFields   = &message{9: keyValue, 11: {3: keyValue}, 13: {4: keyValue}, 15: leaf}
	metricFields = &message{5: numbers, 7: numbers, 9: histogram, 10: exponential, 11: summary, 12: keyValue}
	logFields    = &message{5: anyValue, 6: keyValue}

	traceRequest  = request(spanFields)
	metricRequest = request(metricFields)
	logRequest    = request(logFields)
)

func init() {
	keyValue[2] = anyValue
	anyValue[5] = &message{1: anyValue}
	anyValue[6] = &message{1: keyValue}
}

// request wraps the items of a signal; all three do it alike.
func request(item *message) *message {
	return &message{1: {1: resource, 2: {1: scope, 2: item}}}
}
