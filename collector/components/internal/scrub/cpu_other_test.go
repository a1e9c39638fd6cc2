//go:build !unix

package scrub

import "time"

// cpuTime is not measured on this system; the wall clock stands alone.
func cpuTime() time.Duration { return 0 }
