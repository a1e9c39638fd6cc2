package envelope

// maxHeaderSize bounds one header line. SDK headers are a few hundred bytes; the trace header is the longest.
const maxHeaderSize = 64 << 10

// Limits bound the work and the memory one envelope may cost. Every field must be positive.
type Limits struct {
	// MaxItems is the number of items in one envelope. Default: 100.
	MaxItems int
	// MaxItemSize is the size of one payload as it stands in the envelope, in bytes. Default: 10 MiB.
	MaxItemSize int
	// MaxRecordingSize is the size of one replay recording after decompression, in bytes. Default: 10 MiB.
	MaxRecordingSize int
	// MaxJSONValues is the number of JSON values in all headers and payloads of one envelope. A value costs some 100
	// bytes once decoded, however small it is on the wire, so bytes alone do not bound memory. Default: 200000.
	MaxJSONValues int
	// MaxJSONDepth is the nesting of JSON values. A page recorded by a replay nests two levels a DOM level.
	// Default: 256.
	MaxJSONDepth int
}

// DefaultLimits fit what the JavaScript SDK sends, with room to spare.
func DefaultLimits() Limits {
	return Limits{
		MaxItems:         100,
		MaxItemSize:      10 << 20,
		MaxRecordingSize: 10 << 20,
		MaxJSONValues:    200_000,
		MaxJSONDepth:     256,
	}
}

// Budget is what one envelope has left of its Limits.
type Budget struct {
	limits Limits
	values int
}

// NewBudget starts the account of one envelope.
func NewBudget(limits Limits) *Budget {
	return &Budget{limits: limits, values: limits.MaxJSONValues}
}
