package sentryexporter

import (
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/config/configtls"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

// Config is what sentry_envelope exporters may be told. dsn is the one setting that has to be made.
type Config struct {
	// DSN is the project's client key as Sentry shows it: https://<key>@<host>/<project id>. Empty switches the exporter
	// off: it takes everything, does nothing, and says so once. Default: empty.
	DSN configopaque.String `mapstructure:"dsn"`

	// OTLP says whether spans and plain log records are delivered too. A Sentry without OTLP endpoints answers them with 404,
	// and they would wait for ever: set false there. Default: true.
	OTLP bool `mapstructure:"otlp"`

	// Timeout bounds one HTTP request, from dialling to the end of the answer. Default: 15s.
	Timeout time.Duration `mapstructure:"timeout"`

	// TLS is for a Sentry of one's own behind a private certificate authority. Default: the system's authorities.
	TLS configtls.ClientConfig `mapstructure:"tls"`

	// Queue is the standard sending queue. Default: 1000 requests in memory, 4 at once; set storage to keep it on disk.
	Queue configoptional.Optional[exporterhelper.QueueBatchConfig] `mapstructure:"sending_queue"`

	// Retry is the standard back-off. Default: 5s growing to 30s, and no end (max_elapsed_time 0): what bounds an outage
	// is the queue's size.
	Retry configretry.BackOffConfig `mapstructure:"retry_on_failure"`

	// RejectedBackoff is the pause after an answer that a person has to mend: 401, 403, 404 or a redirect. Data waits, so
	// a rotated key deletes nothing. Default: 1m.
	RejectedBackoff time.Duration `mapstructure:"rejected_backoff"`

	// RateLimitWait is the longest rate limit of a category that is waited for. What is limited for longer is removed and
	// counted, and the rest of its envelope is sent. Default: 0s, which waits for none.
	RateLimitWait time.Duration `mapstructure:"rate_limit_wait"`
}

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	for key, value := range map[string]time.Duration{"timeout": c.Timeout, "rejected_backoff": c.RejectedBackoff} {
		if value <= 0 {
			return fmt.Errorf("%s: seen %s. Write a duration above 0, like 15s", key, value)
		}
	}
	if c.RateLimitWait < 0 {
		return fmt.Errorf("rate_limit_wait: seen %s. Write 0s or a longer duration", c.RateLimitWait)
	}
	if c.off() {
		return nil
	}
	_, err := parseDSN(string(c.DSN))
	return err
}

func (c *Config) off() bool { return c.DSN == "" }

var _ component.Config = (*Config)(nil)
