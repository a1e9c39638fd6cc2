package sentryexporter

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxRateLimit caps how long a category is believed to be limited. A longer limit is simply learnt again.
const maxRateLimit = time.Hour

// rateLimits remembers until when each category is limited.
type rateLimits struct {
	mutex sync.Mutex
	until map[string]time.Time
}

func newRateLimits() *rateLimits {
	return &rateLimits{until: map[string]time.Time{}}
}

// learn reads X-Sentry-Rate-Limits, which any answer may carry: groups split by commas, each
// "seconds:category;category:scope:reason:namespaces". No category means all; seconds that are no number count as 60. It
// tells whether the answer had the header.
func (l *rateLimits) learn(header http.Header, now time.Time) bool {
	groups := header.Values("X-Sentry-Rate-Limits")
	if len(groups) == 0 {
		return false
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, group := range strings.Split(strings.Join(groups, ","), ",") {
		fields := strings.Split(strings.TrimSpace(group), ":")
		if fields[0] == "" && len(fields) == 1 {
			continue
		}
		delay := defaultRetryAfter
		if seconds, err := strconv.ParseFloat(strings.TrimSpace(fields[0]), 64); err == nil {
			delay = clamp(seconds, maxRateLimit)
		}
		named := categoryAll
		if len(fields) > 1 {
			named = fields[1]
		}
		for _, category := range strings.Split(named, ";") {
			category = strings.TrimSpace(category)
			if end := now.Add(delay); knownCategories[category] && end.After(l.until[category]) {
				l.until[category] = end
			}
		}
	}
	return true
}

// remaining is how long the longest limit on any of these categories, or on all, still lasts; 0 when there is none.
func (l *rateLimits) remaining(categories []string, now time.Time) time.Duration {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	longest := l.until[categoryAll].Sub(now)
	for _, category := range categories {
		longest = max(longest, l.until[category].Sub(now))
	}
	return max(longest, 0)
}
