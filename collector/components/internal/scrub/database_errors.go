package scrub

import "bytes"

// quoting are the phrases after which a database quotes what an app sent it, and the brackets or quotes around that.
var quoting = []struct {
	phrase      string
	open, close byte
}{
	{"Failing row contains ", '(', ')'}, {"Duplicate entry ", '\'', '\''}, {"Incorrect string value: ", '\'', '\''}, {"invalid input syntax for", '"', '"'},
	{"invalid input value for", '"', '"'}, {"Truncated incorrect", '\'', '\''}, {"dup key: ", '{', '}'}, {"Data too long", '\'', '\''}, {"violates check constraint", '(', ')'},
	{"parameters: ", '\'', '\''}, {"params: ", '[', ']'}, {"Bind parameters: ", '[', ']'}, {"-- params", '[', ']'}, {"-- PARAMETERS", '[', ']'}, {"conflicts with existing key ", '(', ')'},
}

// databaseErrors masks the values that databases and drivers put into their messages.
func (r *reading) databaseErrors() {
	b := r.b
	for _, q := range quoting {
		for from := 0; ; {
			n := bytes.Index(b[from:], []byte(q.phrase))
			if n < 0 {
				break
			}
			from += n + len(q.phrase)
			lo := from
			for lo < len(b) && lo-from < 64 && b[lo] != q.open {
				lo++
			}
			if lo >= len(b) || b[lo] != q.open {
				continue
			}
			hi := lo + 1
			for hi < len(b) && hi-lo < maxValue && b[hi] != q.close {
				hi++
			}
			if hi > lo+1 && markerAt(b, lo+1) != hi-lo-1 && !(q.phrase == "parameters: " && q.open == '\'') {
				r.add(lo+1, hi, Literal)
			}
			from = hi
		}
	}
}

// keyedValues: Key (email)=(dana@example.com) already exists.
func (r *reading) keyedValues() {
	b, mark := r.b, []byte(")=(")
	for from := 0; ; {
		n := bytes.Index(b[from:], mark)
		if n < 0 {
			return
		}
		lo := from + n + len(mark)
		hi := lo
		for hi < len(b) && hi-lo < maxValue && b[hi] != ')' {
			hi++
		}
		if hi > lo && markerAt(b, lo) != hi-lo {
			r.add(lo, hi, Literal)
		}
		from = hi
	}
}

// boundValues: parameters: $1 = 'Dana', $2 = '3'.
func (r *reading) boundValues() {
	b := r.b
	for i := 0; i+5 < len(b); i++ {
		if b[i] != '$' || !isDigit(b[i+1]) {
			continue
		}
		j := i + 2
		for j < len(b) && (isDigit(b[j]) || b[j] == ' ') {
			j++
		}
		if j >= len(b) || b[j] != '=' && b[j] != ':' {
			continue
		}
		for j++; j < len(b) && b[j] == ' '; j++ {
		}
		if j >= len(b) || !is(b[j], clQuote) {
			continue
		}
		end := sqlQuoteEnd(b, j)
		if b[j] != '\'' {
			end = quoteEnd(b, j)
		}
		if end > j+1 && markerAt(b, j+1) != end-j-1 {
			r.add(j+1, min(end, len(b)), Literal)
		}
		i = end - 1
	}
}
