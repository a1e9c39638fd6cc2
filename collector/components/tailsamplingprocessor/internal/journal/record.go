package journal

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/klauspost/compress/s2"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// A record is a header and its payload. The header, little endian: length of the payload (4 bytes), CRC-32C of all
// that follows it (4), kind (1), first (8), spans (4).
const (
	headerSize   = 21
	decisionSize = 24
)

type kind byte

const (
	// kindPlain holds spans as they were accepted: protobuf. first counts the spans accepted before it. Earlier versions
	// wrote it.
	kindPlain kind = 1
	// kindDecisions holds trace ids, each with the count up to which its spans are decided.
	kindDecisions kind = 2
	// kindBatch is kindPlain compressed.
	kindBatch kind = 3
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	errDamaged = errors.New("damaged")
	errTorn    = errors.New("torn")
)

type record struct {
	kind    kind
	first   uint64
	spans   uint32
	payload []byte
}

// message is the protobuf of a batch; nil for other records.
func (r record) message() ([]byte, error) {
	switch r.kind {
	case kindPlain:
		return r.payload, nil
	case kindBatch:
		return s2.Decode(nil, r.payload)
	default:
		return nil, nil
	}
}

// appendRecord appends the bytes of a record to buffer.
func appendRecord(buffer []byte, r record) []byte {
	start := len(buffer)
	buffer = binary.LittleEndian.AppendUint32(buffer, uint32(len(r.payload)))
	buffer = binary.LittleEndian.AppendUint32(buffer, 0)
	buffer = append(buffer, byte(r.kind))
	buffer = binary.LittleEndian.AppendUint64(buffer, r.first)
	buffer = binary.LittleEndian.AppendUint32(buffer, r.spans)
	buffer = append(buffer, r.payload...)
	binary.LittleEndian.PutUint32(buffer[start+4:], crc32.Checksum(buffer[start+8:], castagnoli))
	return buffer
}

// nextRecord takes one record from data. errTorn: the data ends within it, as a kill in the middle of a write leaves
// it. errDamaged: it is there and not what was written.
func nextRecord(data []byte) (r record, rest []byte, err error) {
	if len(data) < headerSize {
		return record{}, nil, errTorn
	}
	end := headerSize + int64(binary.LittleEndian.Uint32(data))
	if end > int64(len(data)) {
		return record{}, nil, errTorn
	}
	rest = data[end:]
	if crc32.Checksum(data[8:end], castagnoli) != binary.LittleEndian.Uint32(data[4:]) {
		return record{}, rest, errDamaged
	}
	return record{
		kind:    kind(data[8]),
		first:   binary.LittleEndian.Uint64(data[9:]),
		spans:   binary.LittleEndian.Uint32(data[17:]),
		payload: data[headerSize:end],
	}, rest, nil
}

// appendDecision says that the spans of a trace which were accepted before the count upTo are decided.
func appendDecision(buffer []byte, id pcommon.TraceID, upTo uint64) []byte {
	return binary.LittleEndian.AppendUint64(append(buffer, id[:]...), upTo)
}

func eachDecision(payload []byte, visit func(id pcommon.TraceID, upTo uint64)) {
	for ; len(payload) >= decisionSize; payload = payload[decisionSize:] {
		visit(pcommon.TraceID(payload[:16]), binary.LittleEndian.Uint64(payload[16:]))
	}
}
