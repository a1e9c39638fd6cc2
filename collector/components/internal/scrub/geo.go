package scrub

import (
	"bytes"
	"strconv"
)

// geoPair finds "32.0853, 34.7818": two decimals of four places or more within the ranges of latitude and longitude.
func (r *reading) geoPair(i int) int {
	if i+3 >= len(r.groups) {
		return -1
	}
	b, g := r.b, r.groups
	if b[g[i].hi] != '.' || g[i].hi+1 != g[i+1].lo || g[i+2].hi >= len(b) || b[g[i+2].hi] != '.' || g[i+2].hi+1 != g[i+3].lo {
		return -1
	}
	if g[i+1].len() < 4 || g[i+3].len() < 4 || g[i+1].len() > 15 || g[i+3].len() > 17 || g[i].len() > 3 || g[i+2].len() > 3 {
		return -1
	}
	gap := b[g[i+1].hi:g[i+2].lo]
	if len(gap) == 0 || len(gap) > 4 || len(bytes.Trim(gap, " ,;-+/\t\n")) > 0 || !r.boundary(g[i].lo) && !(b[g[i].lo-1] == '(') {
		return -1
	}
	if g[i].lo > 0 && b[g[i].lo-1] == '.' || g[i+3].hi < len(b) && b[g[i+3].hi] == '.' && g[i+3].hi+1 < len(b) && isDigit(b[g[i+3].hi+1]) {
		return -1
	}
	x, _ := strconv.Atoi(string(b[g[i].lo:g[i].hi]))
	y, _ := strconv.Atoi(string(b[g[i+2].lo:g[i+2].hi]))
	if x > 180 || y > 180 || x > 90 && y > 90 || x < 10 && y < 10 {
		return -1
	}
	lo := g[i].lo
	if lo > 0 && b[lo-1] == '-' {
		lo--
	}
	r.add(lo, g[i+3].hi, Geo)
	return i + 3
}
