package scrub

import "bytes"

// statements are the first words of a statement and what must follow them.
var statements = []struct{ first, then string }{
	{"select ", " from "}, {"select ", "("}, {"insert into ", ""}, {"update ", " set "}, {"delete from ", ""}, {"merge into ", ""}, {"replace into ", ""},
	{"call ", "("}, {"exec ", "'"}, {"execute ", "'"}, {"with ", " as ("}, {"upsert into ", ""}, {"copy ", " from stdin"}, {"query ", "{"}, {"mutation ", "{"}, {"subscription ", "{"},
}

// statementReach is how far after its first word the second one is looked for.
const statementReach = 1024

// statement finds the range of a statement in a text; hi is 0 when there is none.
func (r *reading) statement() (lo, hi int) {
	b := r.b
	for i := 0; i < len(b); i++ {
		switch lower(b[i]) {
		case 's', 'i', 'u', 'd', 'm', 'r', 'c', 'e', 'q', 'w':
		default:
			continue
		}
		if i > 0 && (isWordByte(b[i-1]) || b[i-1] == '_' || b[i-1] == '.') {
			continue
		}
		for _, p := range statements {
			reach := statementReach
			if p.then == "(" || p.then == "'" {
				reach = 48
			}
			if !hasFoldPrefix(b[i:], p.first) || p.then != "" && !containsFold(b[i:min(len(b), i+reach)], p.then) || p.then == "(" && !callFollows(b[i+len(p.first):]) {
				continue
			}
			if p.then == "{" && i > 0 { // GraphQL only as the whole text
				continue
			}
			return i, statementEnd(b, i)
		}
		for i+1 < len(b) && isAlpha(b[i+1]) {
			i++
		}
		if !r.s.spend(1) {
			return 0, 0
		}
	}
	return 0, 0
}

// callFollows tells the name of a function and its bracket from whatever else stands before a bracket: select count(*), and not the
// selector of a style sheet such as "select option:not(.a)".
func callFollows(b []byte) bool {
	i := 0
	for i < len(b) && (isWordByte(b[i]) || b[i] == '_' || b[i] == '.' || b[i] == ' ') {
		i++
	}
	return i < len(b) && b[i] == '('
}

// statementEnd ends a statement that stands in a JSON string at the quote that closes the string.
func statementEnd(b []byte, lo int) int {
	i := lo
	for i > 0 && (is(b[i-1], clSpace) || b[i-1] == '(') {
		i--
	}
	if i == 0 || b[i-1] != '"' {
		return len(b)
	}
	return quoteEnd(b, i-1)
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
	if r.key.query && r.storeCommand() {
		return
	}
	lo, b := 0, r.b
	if !r.key.query {
		start, end := r.statement()
		if end == 0 {
			return
		}
		lo, b = start, r.b[:end]
	}
	graph := bytes.IndexByte(b, '{') >= 0 && !containsFold(b[:min(len(b), 256)], " from ") && (r.key.query || graphQL[foldString(b[:min(len(b), wordEnd(b))])])
	for i := lo; i < len(b); i++ {
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

// graphQL are the words that start a document of GraphQL under a key that does not say so.
var graphQL = words("query mutation subscription")

func wordEnd(b []byte) (i int) {
	for i < len(b) && i < 16 && isAlpha(b[i]) {
		i++
	}
	return i
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
