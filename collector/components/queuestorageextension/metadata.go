package queuestorageextension

import (
	"errors"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// metadataKey is where a persistent sending queue of the collector keeps its state. Its requests have numbers as keys.
const metadataKey = "qmv0"

// metadata is that state: exporterhelper/internal/queue/meta.proto.
type metadata struct {
	items, bytes uint64
	// read is the next request to send, write the number of the next one to come.
	read, write uint64
	// dispatched are under way to the backend.
	dispatched []uint64
}

const (
	fieldItems protowire.Number = iota + 1
	fieldBytes
	fieldRead
	fieldWrite
	fieldDispatched
)

// maxRequests is more than any queue holds; a state beyond it was not written by a queue.
const maxRequests = 10_000_000

var errMetadata = errors.New("not the state of a queue")

func parseMetadata(data []byte) (m metadata, err error) {
	for len(data) > 0 {
		number, kind, size := protowire.ConsumeTag(data)
		if size < 0 {
			return m, errMetadata
		}
		data = data[size:]
		if kind == protowire.BytesType && number == fieldDispatched {
			packed, size := protowire.ConsumeBytes(data)
			if size < 0 || len(packed)%8 != 0 {
				return m, errMetadata
			}
			for data = data[size:]; len(packed) > 0; packed = packed[8:] {
				index, _ := protowire.ConsumeFixed64(packed)
				m.dispatched = append(m.dispatched, index)
			}
			continue
		}
		value, size := protowire.ConsumeFixed64(data)
		if kind != protowire.Fixed64Type || size < 0 {
			return m, errMetadata
		}
		data = data[size:]
		switch number {
		case fieldItems:
			m.items = value
		case fieldBytes:
			m.bytes = value
		case fieldRead:
			m.read = value
		case fieldWrite:
			m.write = value
		case fieldDispatched:
			m.dispatched = append(m.dispatched, value)
		default:
			return m, errMetadata
		}
	}
	if m.read > m.write || m.write-m.read > maxRequests {
		return m, errMetadata
	}
	return m, nil
}

func (m metadata) encode() (data []byte) {
	for index, value := range []uint64{m.items, m.bytes, m.read, m.write} {
		data = protowire.AppendTag(data, protowire.Number(index+1), protowire.Fixed64Type)
		data = protowire.AppendFixed64(data, value)
	}
	for _, index := range m.dispatched {
		data = protowire.AppendTag(data, fieldDispatched, protowire.Fixed64Type)
		data = protowire.AppendFixed64(data, index)
	}
	return data
}

// requestNumber tells the key of a request from other keys.
func requestNumber(key string) (uint64, bool) {
	number, err := strconv.ParseUint(key, 10, 64)
	return number, err == nil
}

func requestKey(number uint64) string {
	return strconv.FormatUint(number, 10)
}
