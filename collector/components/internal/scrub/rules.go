package scrub

import (
	"fmt"
	"sort"
)

// MinHashKey is the shortest key, in bytes, that the keyed hash accepts.
const MinHashKey = 32

// Rules is what an operator decides; the zero value is the strong setting.
type Rules struct {
	// Remove lists key patterns whose field is deleted.
	Remove []string
	// Mask maps key patterns to the kind that replaces the value.
	Mask map[string]Kind
	// Keep maps key patterns to the type of value they carry. A value that does not fit its type is scanned.
	Keep map[string]Type
	// Known lists key patterns that are scanned when UnknownRemoved is set.
	Known []string
	// UnknownRemoved deletes every attribute whose key matches no pattern.
	UnknownRemoved bool
	// OpaqueKept lets long tokens pass that no decoder can read.
	OpaqueKept bool
	// AllIPs masks loopback, link-local and private addresses too.
	AllIPs bool
	// HashKinds are replaced by [kind:hash] instead of [kind].
	HashKinds []Kind
	// HashKey keys the hash (HMAC-SHA256); at least MinHashKey bytes when HashKinds is not empty.
	HashKey []byte
	// Limits bound the work; zero fields take their default.
	Limits Limits
}

// Limits bound the work spent on data, so that no input can hold the pipeline up.
type Limits struct {
	// ValueBytes is the longest value that is read; a longer one is masked whole. Default 1 MiB.
	ValueBytes int
	// WorkPerByte is how many bytes of decoded text may be read for each byte of a value. Default 48: a style sheet takes 25.
	WorkPerByte int
	// ItemWork is how many bytes may be read for one span, record or data point. Default 48 MiB.
	ItemWork int
	// Depth is how many encodings may lie inside each other. Default 6.
	Depth int
	// Nesting is how deep maps and arrays may lie inside each other. Default 264: a recorded page of the depth that
	// the Sentry receiver takes.
	Nesting int
}

// Default limits.
const (
	DefaultValueBytes  = 1 << 20
	DefaultWorkPerByte = 48
	DefaultItemWork    = 48 << 20
	DefaultDepth       = 6
	DefaultNesting     = 264
	workFloor          = 128 << 10
)

func (l Limits) withDefaults() Limits {
	set := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	set(&l.ValueBytes, DefaultValueBytes)
	set(&l.WorkPerByte, DefaultWorkPerByte)
	set(&l.ItemWork, DefaultItemWork)
	set(&l.Depth, DefaultDepth)
	set(&l.Nesting, DefaultNesting)
	return l
}

// Type is the shape a kept value must have.
type Type uint8

// The types of kept values.
const (
	// TypeNone is a key without a type: its value is scanned.
	TypeNone Type = iota
	// TypeHex is a trace id, span id or digest: hexadecimal digits and dashes only.
	TypeHex
	// TypeID is a business id: its digits are no phone, card or national id; everything else is scanned.
	TypeID
	// TypeRoute is a route template: path letters, digits, [brackets], {braces} and :names.
	TypeRoute
	// TypeOpaque is a value that cannot be read on purpose (image, hash, nonce): scanned, but never dropped as opaque.
	TypeOpaque
	// TypeCode is a line of a program: only what has a form of its own is found in it, and it is never dropped as opaque.
	TypeCode
	// TypeVersion is a version or user agent: its dotted numbers are no addresses.
	TypeVersion
)

var typeNames = map[string]Type{"hex": TypeHex, "id": TypeID, "route": TypeRoute, "opaque": TypeOpaque, "code": TypeCode, "version": TypeVersion}

// TypeByName finds a type by its configuration name.
func TypeByName(name string) (Type, bool) { t, ok := typeNames[name]; return t, ok }

// TypeNames lists the configuration names of the types.
func TypeNames() []string {
	names := make([]string, 0, len(typeNames))
	for n := range typeNames {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

func (r *Rules) validate() error {
	if len(r.HashKinds) > 0 && len(r.HashKey) < MinHashKey {
		return fmt.Errorf("the hash key has %d bytes, at least %d are needed", len(r.HashKey), MinHashKey)
	}
	return nil
}
