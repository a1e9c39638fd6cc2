package envprovider

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// kind is what values of a variable have in common.
type kind struct {
	// check returns the value as the configuration should see it, or an error that says what is needed instead.
	check func(value string) (string, error)
}

var (
	digits   = regexp.MustCompile(`^[0-9]+$`)
	decimal  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	address  = regexp.MustCompile(`^https?://`)
	hostname = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?$`)
	anything = kind{func(value string) (string, error) { return value, nil }}
)

const (
	maxPort       = 65535
	maxHostLength = 253
)

// kindOf tells the kind from the shape of the default; three endings of names say more than their default does.
func kindOf(name, fallback string) kind {
	duration, err := time.ParseDuration(fallback)
	switch {
	case strings.HasSuffix(name, "_PERCENTAGE"):
		return percentage(fallback)
	case strings.HasSuffix(name, "_PORT"):
		return port(fallback)
	case strings.HasSuffix(name, "_HOST"):
		return host(fallback)
	case digits.MatchString(fallback):
		return number(fallback)
	case err == nil && duration > 0:
		return longerThanZero(fallback)
	case fallback == "true" || fallback == "false":
		return either(fallback)
	case address.MatchString(fallback):
		return baseURL(fallback)
	}
	return anything
}

func percentage(fallback string) kind {
	return kind{func(value string) (string, error) {
		share, err := strconv.ParseFloat(value, 64)
		if err != nil || !decimal.MatchString(value) || share > 100 {
			return "", fmt.Errorf("seen %q. Write a percentage from 0 to 100 without its sign, such as %s, the default", value, fallback)
		}
		return value, nil
	}}
}

func port(fallback string) kind {
	return kind{func(value string) (string, error) {
		at, err := strconv.Atoi(value)
		if err != nil || !digits.MatchString(value) || at < 1 || at > maxPort {
			return "", fmt.Errorf("seen %q. Write a port from 1 to %d, such as %s, the default", value, maxPort, fallback)
		}
		return value, nil
	}}
}

// host gets the brackets that an IPv6 address needs before a port.
func host(fallback string) kind {
	return kind{func(value string) (string, error) {
		bare := strings.TrimSuffix(strings.TrimPrefix(value, "["), "]")
		ip, err := netip.ParseAddr(bare)
		switch {
		case err == nil && ip.Is6() && (bare == value || "["+bare+"]" == value):
			return "[" + bare + "]", nil
		case err == nil && bare == value, hostname.MatchString(value) && len(value) <= maxHostLength:
			return value, nil
		}
		return "", fmt.Errorf("seen %.80q. Write an address or a name without a port, such as %s, the default, or [::] for every address", value, fallback)
	}}
}

func number(fallback string) kind {
	return kind{func(value string) (string, error) {
		if _, err := strconv.ParseInt(value, 10, 64); err != nil || !digits.MatchString(value) {
			return "", fmt.Errorf("seen %q. Write a whole number without a unit, such as %s, the default", value, fallback)
		}
		return value, nil
	}}
}

func longerThanZero(fallback string) kind {
	return kind{func(value string) (string, error) {
		if duration, err := time.ParseDuration(value); err != nil || duration <= 0 {
			return "", fmt.Errorf("seen %q. Write a time above 0 with its unit (ms, s, m, h), such as %s, the default", value, fallback)
		}
		return value, nil
	}}
}

func either(fallback string) kind {
	return kind{func(value string) (string, error) {
		if value != "true" && value != "false" {
			return "", fmt.Errorf("seen %q. Write true or false; the default is %s", value, fallback)
		}
		return value, nil
	}}
}

// baseURL loses its last slash, because a path is appended. No error shows the value: it may hold a password.
func baseURL(fallback string) kind {
	return kind{func(value string) (string, error) {
		parsed, err := url.Parse(value)
		if err != nil || !address.MatchString(value) || parsed.Host == "" || parsed.RawQuery != "" || parsed.Fragment != "" {
			return "", fmt.Errorf("is no base URL. Write http:// or https://, a host, and a path if there is one, such as %s, the default", fallback)
		}
		return strings.TrimRight(value, "/"), nil
	}}
}
