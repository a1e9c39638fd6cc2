package requestboundsextension

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// maxNesting is how many messages may lie inside each other. A flat attribute lies six deep; decoding is recursive, and
// a stack that grows to a million levels costs more than any heap.
const maxNesting = 300

// errMalformed is the receiver's to explain: it reads the body next and says what is wrong with it.
var errMalformed = errors.New("malformed")

// tooMany says which bound a body passes.
type tooMany struct {
	what       string
	seen, most int
}

func (t *tooMany) Error() string {
	return fmt.Sprintf("the request has %s: more than %d. Send smaller batches.", t.what, t.most)
}

// countProtobuf counts the messages of a request, without decoding it: an empty one is two bytes on the wire and 200 in
// memory. It looks at every byte once and takes no memory of its own.
func countProtobuf(body []byte, of *message, most int) (int, error) {
	type level struct {
		fields *message
		end    int
	}
	var around [maxNesting]level
	fields, end := of, len(body)
	depth, count := 0, 1
	for at := 0; ; {
		for at == end {
			if depth == 0 {
				return count, nil
			}
			depth--
			fields, end = around[depth].fields, around[depth].end
		}
		// Nearly all tags and lengths are one byte.
		tag := uint64(body[at])
		if at++; tag >= 0x80 {
			if tag, at = varint(body[:end], at-1); at == 0 {
				return count, errMalformed
			}
		}
		var length uint64
		switch tag & 7 {
		case 2:
			if at == end {
				return count, errMalformed
			}
			length = uint64(body[at])
			if at++; length >= 0x80 {
				if length, at = varint(body[:end], at-1); at == 0 {
					return count, errMalformed
				}
			}
		case 0:
			if _, at = varint(body[:end], at); at == 0 {
				return count, errMalformed
			}
			continue
		case 1:
			length = 8
		case 5:
			length = 4
		default: // groups, which no OTLP has
			return count, errMalformed
		}
		if length > uint64(end-at) {
			return count, errMalformed
		}
		field := tag >> 3
		if tag&7 != 2 || field >= uint64(len(fields)) || fields[field] == nil {
			at += int(length)
			continue
		}
		if count++; count > most {
			return count, &tooMany{"too many spans, attributes and the like", count, most}
		}
		around[depth] = level{fields, end}
		if depth++; depth == maxNesting {
			return count, &tooMany{"values inside each other", depth, maxNesting}
		}
		fields, end = fields[field], at+int(length)
	}
}

// varint reads a number and says where the next byte is, 0 when there is no number.
func varint(body []byte, at int) (value uint64, next int) {
	value, n := binary.Uvarint(body[at:])
	if n <= 0 {
		return 0, 0
	}
	return value, at + n
}

// countJSON counts objects and lists outside of texts.
func countJSON(body []byte, most int) (int, error) {
	if !utf8.Valid(body) {
		return 0, errors.New("the body is no JSON: it has bytes that are no UTF-8")
	}
	count, depth, inText := 0, 0, false
	for at := 0; at < len(body); at++ {
		switch c := body[at]; {
		case inText && c == '\\':
			at++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			count++
			depth++
			if count > most {
				return count, &tooMany{"too many objects and lists", count, most}
			}
			if depth > maxNesting {
				return count, &tooMany{"values inside each other", depth, maxNesting}
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return count, nil
}
