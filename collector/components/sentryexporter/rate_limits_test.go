package sentryexporter

import (
	"net/http"
	"testing"
	"time"

	"go.uber.org/zap"
)

func TestRateLimitHeadersAreRead(t *testing.T) {
	now := time.Now()
	for _, test := range []struct {
		name, header string
		category     string
		want         time.Duration
	}{
		{"one category", "60:error:organization:reason", "error", time.Minute},
		{"not another one", "60:error:organization", "session", 0},
		{"several categories", "60:error;session:key", "session", time.Minute},
		{"several groups", "10:error:key, 20:session:key", "session", 20 * time.Second},
		{"no category means all", "60::organization", "monitor", time.Minute},
		{"seconds alone mean all", "60", "monitor", time.Minute},
		{"fractions", "1.5:error:key", "error", 1500 * time.Millisecond},
		{"no number counts as a minute", "soon:error:key", "error", time.Minute},
		{"an absurd number is capped", "1000000000:error:key", "error", time.Hour},
		{"not a number at all is none", "NaN:error:key", "error", 0},
		{"negative is none", "-5:error:key", "error", 0},
		{"a category nobody sends is ignored", "60:metric_bucket:key:reason:custom", "error", 0},
		{"the longer of two wins", "60:error:key,10:error:organization", "error", time.Minute},
		{"nonsense", ",,;;::,", "error", time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			limits := newRateLimits()
			if !limits.learn(http.Header{"X-Sentry-Rate-Limits": {test.header}}, now) {
				t.Error("not seen")
			}
			if got := limits.remaining([]string{test.category}, now); got != test.want {
				t.Errorf("%s is limited for %s, want %s", test.category, got, test.want)
			}
		})
	}
}

func TestALimitEnds(t *testing.T) {
	now := time.Now()
	limits := newRateLimits()
	limits.learn(http.Header{"X-Sentry-Rate-Limits": {"60:error:key"}}, now)
	if limits.remaining([]string{"error"}, now.Add(59*time.Second)) == 0 {
		t.Error("ends a second early")
	}
	if limits.remaining([]string{"error"}, now.Add(60*time.Second)) != 0 {
		t.Error("does not end")
	}
}

func TestNoHeaderNoLimit(t *testing.T) {
	limits := newRateLimits()
	if limits.learn(http.Header{}, time.Now()) || limits.remaining([]string{"error"}, time.Now()) != 0 {
		t.Error("limited by nothing")
	}
}

func TestRetryAfterIsReadAndCapped(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	s := &sender{now: func() time.Time { return now }, logger: zap.NewNop()}
	for text, want := range map[string]time.Duration{
		"":                              7 * time.Second,
		"30":                            30 * time.Second,
		"0.5":                           500 * time.Millisecond,
		"-3":                            0,
		"1000000000":                    maxRetryAfter,
		"1e300":                         maxRetryAfter,
		"Tue, 24 Nov 2026 10:00:20 GMT": 20 * time.Second,
		"Tue, 24 Nov 2026 09:00:00 GMT": 0,
		"Tue, 24 Nov 2099 10:00:00 GMT": maxRetryAfter,
		"later":                         7 * time.Second,
	} {
		header := http.Header{}
		header.Set("Retry-After", text)
		if got := s.retryAfter(header, 7*time.Second); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func FuzzRateLimits(f *testing.F) {
	for _, seed := range []string{"60:error:key", "1e999::", ",;:", "NaN:error", "60:error;session:organization:quota:custom, 2700::x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		now := time.Now()
		limits := newRateLimits()
		limits.learn(http.Header{"X-Sentry-Rate-Limits": {header}}, now)
		if got := limits.remaining([]string{"error"}, now); got < 0 || got > maxRateLimit {
			t.Fatalf("limited for %s", got)
		}
		if len(limits.until) > len(knownCategories) {
			t.Fatalf("remembers %d categories", len(limits.until))
		}
	})
}
