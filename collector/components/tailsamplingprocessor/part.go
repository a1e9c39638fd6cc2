package tailsamplingprocessor

import (
	"encoding/binary"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// part is what one request had of a trace: what the policies ask about it, and its spans. It is a header of three numbers of
// 8 bytes (conditions that match, first start, last end) and entries, each with its length and kind as a varint before it.
type part string

const headerSize = 24

// Kinds of entries: a message of opentelemetry/proto/trace/v1/trace.proto without the level below, which follows.
const (
	spanEntry = iota
	scopeEntry
	resourceEntry
	entryKinds
)

// facts are what is known about spans without looking at them again.
type facts struct {
	// matched has a bit for each condition that one of them meets.
	matched    uint64
	start, end pcommon.Timestamp
}

func writeHeader(to *strings.Builder, f facts) {
	var header [headerSize]byte
	binary.LittleEndian.PutUint64(header[:], f.matched)
	binary.LittleEndian.PutUint64(header[8:], uint64(f.start))
	binary.LittleEndian.PutUint64(header[16:], uint64(f.end))
	to.Write(header[:])
}

func writeEntry(to *strings.Builder, kind int, data []byte) {
	var word [binary.MaxVarintLen64]byte
	to.Write(word[:binary.PutUvarint(word[:], uint64(len(data)*entryKinds+kind))])
	to.Write(data)
}

func (p part) facts() facts {
	header := bytesOf(p[:headerSize])
	return facts{
		matched: binary.LittleEndian.Uint64(header),
		start:   pcommon.Timestamp(binary.LittleEndian.Uint64(header[8:])),
		end:     pcommon.Timestamp(binary.LittleEndian.Uint64(header[16:])),
	}
}

// each visits the entries until a visit fails.
func (p part) each(visit func(kind int, data []byte) error) error {
	for rest := bytesOf(p[headerSize:]); len(rest) > 0; {
		word, size := binary.Uvarint(rest)
		end := size + int(word/entryKinds)
		if err := visit(int(word%entryKinds), rest[size:end:end]); err != nil {
			return err
		}
		rest = rest[end:]
	}
	return nil
}
