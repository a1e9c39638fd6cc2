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
	if len(gap) == 0 || len(gap) > 6 || len(bytes.Trim(gap, " ,;-+/\t\nNSEW\xc2\xb0")) > 0 || !r.boundary(g[i].lo) && !(b[g[i].lo-1] == '(') {
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

// geoSingle finds one coordinate behind a word that says so: "lat 32.0853 lon 34.7818".
func (r *reading) geoSingle(i int) int {
	if i+1 >= len(r.groups) {
		return -1
	}
	b, whole, part := r.b, r.groups[i], r.groups[i+1]
	if whole.hi+1 != part.lo || b[whole.hi] != '.' || whole.len() > 3 || part.len() < 3 || part.len() > 17 || !r.near(whole.lo, geoContext) {
		return -1
	}
	r.add(whole.lo, part.hi, Geo)
	return i + 1
}

// sexagesimal finds 32°05'07"N 34°46'54"E.
func (r *reading) sexagesimal(i int) int {
	b, g := r.b, r.groups
	last := -1
	for j := i; j+1 < len(g) && j-i < 12; j++ {
		if j > i && g[j].lo-g[j-1].hi > 6 {
			break
		}
		if g[j].hi+1 < len(b) && b[g[j].hi] == 0xc2 && b[g[j].hi+1] == 0xb0 && g[j].len() <= 3 && (b[g[j+1].hi:][:min(1, len(b)-g[j+1].hi)] != nil) && g[j+1].lo-g[j].hi <= 3 {
			last = j + 1
		} else if last < 0 {
			return -1
		} else if j > last {
			last = j
		}
	}
	if last < 0 || g[i].hi+1 >= len(b) || b[g[i].hi] != 0xc2 {
		return -1
	}
	if last+1 < len(g) && g[last+1].lo-g[last].hi <= 6 {
		last++
	}
	r.add(g[i].lo, g[last].hi, Geo)
	return last
}
