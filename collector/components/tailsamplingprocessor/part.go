package tailsamplingprocessor

import (
	"encoding/binary"
	"strings"
)

// part is what one request had of a trace: entries, each with its length and kind as a varint before it.
type part string

// Kinds of entries: a message of opentelemetry/proto/trace/v1/trace.proto without the level below, which follows.
const (
	spanEntry = iota
	scopeEntry
	resourceEntry
	entryKinds
)

func writeEntry(to *strings.Builder, kind int, data []byte) {
	var word [binary.MaxVarintLen64]byte
	to.Write(word[:binary.PutUvarint(word[:], uint64(len(data)*entryKinds+kind))])
	to.Write(data)
}

// each visits the entries until a visit fails.
func (p part) each(visit func(kind int, data []byte) error) error {
	for rest := bytesOf(p); len(rest) > 0; {
		word, size := binary.Uvarint(rest)
		end := size + int(word/entryKinds)
		if err := visit(int(word%entryKinds), rest[size:end:end]); err != nil {
			return err
		}
		rest = rest[end:]
	}
	return nil
}
