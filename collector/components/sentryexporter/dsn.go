package sentryexporter

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// destination is what a DSN says: where to send, and as whom. Only these URLs are ever requested.
type destination struct {
	envelopes string
	traces    string
	logs      string
	key       string
}

var (
	dsnKey     = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	dsnProject = regexp.MustCompile(`^[0-9]+$`)
)

const dsnRemedy = "Copy the DSN from Sentry, Project Settings, Client Keys: https://<key>@<host>/<project id>. Leave it empty to switch the exporter off"

// parseDSN reads {protocol}://{key}[:{secret}]@{host}[:{port}]{/prefix}/{project id}. The secret of old DSNs is not used.
// Its errors name what is missing and show nothing of the text, any part of which may be the key.
func parseDSN(text string) (destination, error) {
	parsed, err := url.Parse(text)
	if err != nil {
		return destination{}, fmt.Errorf("dsn: seen %d characters that are no URL. %s", len(text), dsnRemedy)
	}
	cut := strings.LastIndexByte(parsed.Path, '/')
	project := parsed.Path[cut+1:]
	var faults []string
	if parsed.Scheme != "https" && parsed.Scheme != "http" {
		faults = append(faults, "a protocol other than https and http")
	}
	if !dsnKey.MatchString(parsed.User.Username()) {
		faults = append(faults, "no key before an @")
	}
	if parsed.Hostname() == "" {
		faults = append(faults, "no host")
	}
	if !dsnProject.MatchString(project) {
		faults = append(faults, "no project number at the end of the path")
	}
	if parsed.RawQuery != "" || parsed.Fragment != "" {
		faults = append(faults, "text after the path")
	}
	if len(faults) > 0 {
		return destination{}, fmt.Errorf("dsn: seen %d characters with %s. %s", len(text), strings.Join(faults, ", "), dsnRemedy)
	}
	base := url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path[:cut] + "/api/" + project}
	return destination{
		envelopes: base.String() + "/envelope/",
		traces:    base.String() + "/integration/otlp/v1/traces",
		logs:      base.String() + "/integration/otlp/v1/logs",
		key:       parsed.User.Username(),
	}, nil
}
