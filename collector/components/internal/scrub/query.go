package scrub

import "bytes"

// startsQuery reports whether a text is a statement by its first words.
func startsQuery(b []byte) bool {
	for len(b) > 0 && (is(b[0], clSpace) || b[0] == '(') {
		b = b[1:]
	}
	for _, p := range []struct{ first, then string }{
		{"select ", " from "}, {"insert into ", " values"}, {"insert into ", " select "}, {"update ", " set "}, {"delete from ", ""}, {"with ", " select "},
		{"merge into ", ""}, {"call ", "("}, {"exec ", ""}, {"replace into ", ""}, {"select ", "("}, {"query ", "{"}, {"mutation ", "{"}, {"subscription ", "{"},
	} {
		if hasFoldPrefix(b, p.first) && (p.then == "" || containsFold(b[:min(len(b), 4096)], p.then)) {
			return true
		}
	}
	return false
}

func containsFold(b []byte, part string) bool {
	for i := 0; i+len(part) <= len(b); i++ {
		if lower(b[i]) == part[0] && hasFoldPrefix(b[i:], part) {
			return true
		}
	}
	return false
}

// literals masks what a statement carries as text: quoted strings, dollar quotes and long numbers.
func (r *reading) literals() {
	b := r.b
	if r.storeCommand() {
		return
	}
	graph := bytes.IndexByte(b, '{') >= 0 && !containsFold(b[:min(len(b), 256)], " from ")
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\'':
			end := sqlQuoteEnd(b, i)
			if end > i+1 && markerAt(b, i+1) != end-i-1 {
				r.add(i+1, end, Literal)
			}
			i = end
		case c == '"':
			end := quoteEnd(b, i)
			value := b[i+1 : min(end, len(b))]
			if len(value) > 0 && markerAt(b, i+1) != len(value) && (graph || !isIdentifier(value)) {
				r.add(i+1, end, Literal)
			}
			i = end
		case c == '$' && i+1 < len(b) && (b[i+1] == '$' || isAlpha(b[i+1])):
			tag := i + 1
			for tag < len(b) && tag-i < 32 && isAlnum(b[tag]) {
				tag++
			}
			if tag >= len(b) || b[tag] != '$' {
				continue
			}
			quote := b[i : tag+1]
			end := len(b)
			if n := bytes.Index(b[tag+1:], quote); n >= 0 {
				end = tag + 1 + n
			}
			r.add(tag+1, end, Literal)
			i = end + len(quote) - 1
		case isDigit(c) && (i == 0 || !isWordByte(b[i-1]) && b[i-1] != '$' && b[i-1] != '_'):
			end := i
			for end < len(b) && (isDigit(b[end]) || b[end] == '.') {
				end++
			}
			if end-i >= 5 && r.ends(end) {
				r.add(i, end, Literal)
			}
			i = end - 1
		}
	}
}

// sqlQuoteEnd knows both ways to put a quote in a string: doubled, and after a backslash.
func sqlQuoteEnd(b []byte, i int) int {
	for j := i + 1; j < len(b); j++ {
		switch {
		case b[j] == '\\' && j+1 < len(b) && b[j+1] == '\'' && j+2 < len(b) && b[j+2] != ' ' && b[j+2] != ')' && b[j+2] != ',' && b[j+2] != ';':
			j++
		case b[j] == '\'' && j+1 < len(b) && b[j+1] == '\'':
			j++
		case b[j] == '\'':
			return j
		}
	}
	return len(b)
}

func isIdentifier(v []byte) bool {
	for i, c := range v {
		if !isAlpha(c) && c != '_' && c != '.' && !(isDigit(c) && i > 0) {
			return false
		}
	}
	return len(v) <= 63
}

// storeWrites are key-value commands whose arguments after the key are data.
var storeWrites = words(`set get setex setnx psetex getset append hset hmset hsetnx lpush rpush lpushx rpushx linsert lset sadd srem zadd zincrby geoadd publish xadd mset msetnx
	eval evalsha fcall pfadd expire smembers sismember hget hmget hdel auth restore setrange bitfield`)

// storeCommand masks the arguments of a Redis command.
func (r *reading) storeCommand() bool {
	b := r.b
	i := 0
	for i < len(b) && isAlpha(b[i]) {
		i++
	}
	if i < 3 || i >= len(b) || b[i] != ' ' || !storeWrites[foldString(b[:min(i, 16)])] || containsFold(b[:min(len(b), 200)], " from ") {
		return false
	}
	first := i + 1
	for first < len(b) && b[first] == ' ' {
		first++
	}
	next := first
	for next < len(b) && b[next] != ' ' {
		next++
	}
	switch foldString(b[:min(i, 16)]) {
	case "auth", "mset", "msetnx", "eval", "evalsha":
		next = i
	}
	if next+1 < len(b) && string(b[next+1:]) != markers[Literal] && b[next+1] != '?' && b[next+1] != '[' {
		r.add(next+1, len(b), Literal)
	}
	return true
}
