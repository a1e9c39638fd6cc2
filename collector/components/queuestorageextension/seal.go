package queuestorageextension

import (
	"encoding/binary"
	"hash/crc32"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const sealSize = 4

// seal appends a checksum of key and value.
func seal(key string, value []byte) []byte {
	sealed := make([]byte, 0, len(value)+sealSize)
	sealed = append(sealed, value...)
	return binary.LittleEndian.AppendUint32(sealed, checksum(key, value))
}

// unseal gives a copy of the value that was sealed; false when it is another one now.
func unseal(key string, sealed []byte) ([]byte, bool) {
	end := len(sealed) - sealSize
	if end < 0 || binary.LittleEndian.Uint32(sealed[end:]) != checksum(key, sealed[:end]) {
		return nil, false
	}
	value := make([]byte, end)
	copy(value, sealed)
	return value, true
}

func checksum(key string, value []byte) uint32 {
	return crc32.Update(crc32.Checksum([]byte(key), castagnoli), castagnoli, value)
}
