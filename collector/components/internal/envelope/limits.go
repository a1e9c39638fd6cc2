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
	// MaxJSONValues is the number of JSON values in all headers and payloads of one envelope. A value costs up to
	// 230 bytes once decoded, however small it is on the wire, so bytes alone do not bound memory. Default: 200000.
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

// valueCost is what one decoded JSON value costs at most, in bytes: 177 measured as Go maps of one key each, and 52 more in
// the record that the tree becomes.
const valueCost = 230

// Budget is what one envelope has left of its Limits.
type Budget struct {
	limits  Limits
	values  int
	reserve func(bytes int) *Error
}

// NewBudget starts the account of one envelope. reserve is asked before memory is taken, and may refuse; nil never does.
func NewBudget(limits Limits, reserve func(bytes int) *Error) *Budget {
	if reserve == nil {
		reserve = func(int) *Error { return nil }
	}
	return &Budget{limits: limits, values: limits.MaxJSONValues, reserve: reserve}
}
