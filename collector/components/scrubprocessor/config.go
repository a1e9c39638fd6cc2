package scrubprocessor

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"

	"github.com/ticketcap/telemetry/collector/components/internal/scrub"
)

// Policies of keys::unknown, opaque, ip and sentry.
const (
	policyScan        = "scan"
	policyRemove      = "remove"
	policyKeep        = "keep"
	policyMask        = "mask"
	policyKeepPrivate = "keep_private"
	policyHash        = "hash"
	policyDrop        = "drop"
)

// Config is what an operator may write. An empty configuration is the strong setting.
//
// A key pattern is compared by whole segments with the end of a key: "holder.name" fits "card.holder.name" and
// "card.holderName", not "placeholder.name". "prefix.*" fits every key below prefix.
type Config struct {
	// Keys says what happens to attributes because of their key.
	Keys KeysConfig `mapstructure:"keys"`
	// Opaque says what happens to long tokens that no decoder can read: "remove" (default) or "keep".
	Opaque string `mapstructure:"opaque"`
	// IP says which addresses are masked: "keep_private" (default: all but loopback, link-local and private) or "mask" (all).
	IP string `mapstructure:"ip"`
	// Hash replaces [kind] by [kind:hash] for kinds that must stay correlated.
	Hash HashConfig `mapstructure:"hash"`
	// Sentry says what is special about Sentry envelopes, which travel as log records.
	Sentry SentryConfig `mapstructure:"sentry"`
	// Limits bound the work per value and per item.
	Limits LimitsConfig `mapstructure:"limits"`
}

// KeysConfig holds the key rules. Remove wins over mask, mask over keep, and all of them over the built-in lists.
type KeysConfig struct {
	// Remove lists patterns of attributes that are deleted.
	Remove []string `mapstructure:"remove"`
	// Mask lists patterns of attributes whose whole value is replaced by [masked].
	Mask []string `mapstructure:"mask"`
	// MaskAs maps a pattern to the kind that replaces its values.
	MaskAs map[string]string `mapstructure:"mask_as"`
	// Keep maps a pattern to the type of its values: hex, id, route, version, code or opaque.
	// A value that is not of the type is scanned like any other.
	Keep map[string]string `mapstructure:"keep"`
	// Unknown is the policy for keys that no rule names: "scan" (default) or "remove".
	Unknown string `mapstructure:"unknown"`
	// Known lists patterns of keys that are scanned and not removed when Unknown is "remove".
	Known []string `mapstructure:"known"`
}

// HashConfig turns replacements of some kinds into keyed hashes (HMAC-SHA256, 64 bits shown).
type HashConfig struct {
	// Kinds lists the kinds to hash. Default none.
	Kinds []string `mapstructure:"kinds"`
	// Key is the secret, at least 32 bytes; take it from the environment.
	Key configopaque.String `mapstructure:"key"`
}

// SentryConfig says what is left of the fields that Sentry's SDKs send. Of a user nothing but the id ever is; cookies, queries,
// bodies, server names and headers beside the allow-list are always removed.
type SentryConfig struct {
	// UserID is the policy for user.id and a session's did: "keep" (default; scanned like any text), "hash" or "remove".
	UserID string `mapstructure:"user_id"`
	// FrameVariables is the policy for local variables of stack frames: "remove" (default) or "scan".
	FrameVariables string `mapstructure:"frame_variables"`
	// Replays is the policy for recordings: "scan" (default; one over the budget is dropped) or "drop".
	Replays string `mapstructure:"replays"`
	// Headers are names of headers that pass beside those of the built-in list.
	Headers []string `mapstructure:"headers"`
}

func (c *SentryConfig) rules() sentryRules {
	rules := sentryRules{userHashed: c.UserID == policyHash, userRemoved: c.UserID == policyRemove,
		replaysDropped: c.Replays == policyDrop, variablesScanned: c.FrameVariables == policyScan, headers: map[string]bool{}}
	for _, name := range c.Headers {
		rules.headers[strings.ToLower(name)] = true
	}
	return rules
}

// LimitsConfig bounds the work; what goes over a limit is masked as [limit] and counted.
type LimitsConfig struct {
	// ValueBytes is the longest value that is read. Default 1048576.
	ValueBytes int `mapstructure:"value_bytes"`
	// WorkPerByte is how many bytes of decoded text are read for each byte of a value. Default 48.
	WorkPerByte int `mapstructure:"work_per_byte"`
	// ItemWork is how many bytes are read for one span, log record or data point. Default 50331648.
	ItemWork int `mapstructure:"item_work"`
	// Depth is how many encodings may lie inside each other. Default 6.
	Depth int `mapstructure:"depth"`
	// Nesting is how deep maps and arrays may lie inside each other. Default 264.
	Nesting int `mapstructure:"nesting"`
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{
		Keys:   KeysConfig{Unknown: policyScan},
		Opaque: policyRemove,
		IP:     policyKeepPrivate,
		Sentry: SentryConfig{UserID: policyKeep, FrameVariables: policyRemove, Replays: policyScan},
		Limits: LimitsConfig{
			ValueBytes:  scrub.DefaultValueBytes,
			WorkPerByte: scrub.DefaultWorkPerByte,
			ItemWork:    scrub.DefaultItemWork,
			Depth:       scrub.DefaultDepth,
			Nesting:     scrub.DefaultNesting,
		},
	}
}

// Validate refuses what cannot be meant; each error says where, what was seen and what to write.
func (c *Config) Validate() error {
	_, err := c.rules()
	return err
}

func (c *Config) rules() (scrub.Rules, error) {
	var problems []error
	rules := scrub.Rules{
		Remove: c.Keys.Remove,
		Known:  c.Keys.Known,
		Mask:   map[string]scrub.Kind{},
		Keep:   map[string]scrub.Type{},
		Limits: scrub.Limits(c.Limits),
	}
	rules.UnknownRemoved = choice("keys::unknown", c.Keys.Unknown, policyScan, policyRemove, &problems)
	rules.OpaqueKept = choice("opaque", c.Opaque, policyRemove, policyKeep, &problems)
	rules.AllIPs = choice("ip", c.IP, policyKeepPrivate, policyMask, &problems)
	choice("sentry::frame_variables", c.Sentry.FrameVariables, policyRemove, policyScan, &problems)
	choice("sentry::replays", c.Sentry.Replays, policyScan, policyDrop, &problems)
	switch c.Sentry.UserID {
	case policyKeep, policyRemove:
	case policyHash:
		rules.HashKinds = append(rules.HashKinds, scrub.User)
	default:
		problems = append(problems, fmt.Errorf("sentry::user_id: is %q, must be %q, %q or %q", c.Sentry.UserID, policyKeep, policyHash, policyRemove))
	}
	for _, pattern := range c.Keys.Mask {
		rules.Mask[pattern] = scrub.Custom
	}
	for pattern, name := range c.Keys.MaskAs {
		kind, ok := scrub.KindByName(name)
		if !ok {
			problems = append(problems, unknownName("keys::mask_as::"+pattern, name, "kind", scrub.KindNames()))
		}
		rules.Mask[pattern] = kind
	}
	for pattern, name := range c.Keys.Keep {
		t, ok := scrub.TypeByName(name)
		if !ok {
			problems = append(problems, unknownName("keys::keep::"+pattern, name, "type", scrub.TypeNames()))
		}
		rules.Keep[pattern] = t
	}
	for _, name := range c.Hash.Kinds {
		kind, ok := scrub.KindByName(name)
		if !ok {
			problems = append(problems, unknownName("hash::kinds", name, "kind", scrub.KindNames()))
		}
		rules.HashKinds = append(rules.HashKinds, kind)
	}
	rules.HashKey = []byte(c.Hash.Key)
	if n := len(rules.HashKey); len(rules.HashKinds) > 0 && n < scrub.MinHashKey {
		problems = append(problems, fmt.Errorf("hash::key: has %d bytes, at least %d are needed; set it from the environment, for example ${env:SCRUB_HASH_KEY}", n, scrub.MinHashKey))
	} else if n > 0 && len(rules.HashKinds) == 0 {
		problems = append(problems, errors.New("hash::key: is set but hash::kinds is empty and sentry::user_id is not \"hash\"; name the kinds to hash or remove the key"))
	}
	for _, limit := range []struct {
		name  string
		value int
		least int
	}{
		{"value_bytes", c.Limits.ValueBytes, 1024}, {"work_per_byte", c.Limits.WorkPerByte, 8}, {"item_work", c.Limits.ItemWork, 65536},
		{"depth", c.Limits.Depth, 1}, {"nesting", c.Limits.Nesting, 4},
	} {
		if limit.value < limit.least {
			problems = append(problems, fmt.Errorf("limits::%s: is %d, at least %d is needed", limit.name, limit.value, limit.least))
		}
	}
	if len(problems) == 0 {
		if _, err := scrub.New(rules); err != nil {
			problems = append(problems, fmt.Errorf("keys: %w", err))
		}
	}
	return rules, errors.Join(problems...)
}

// choice reads a two-way policy; it returns true for the second option.
func choice(path, value, first, second string, problems *[]error) bool {
	if value != first && value != second {
		*problems = append(*problems, fmt.Errorf("%s: is %q, must be %q or %q", path, value, first, second))
	}
	return value == second
}

func unknownName(path, name, what string, known []string) error {
	known = append([]string(nil), known...)
	sort.Strings(known)
	return fmt.Errorf("%s: %q is no %s; use one of %s", path, name, what, strings.Join(known, ", "))
}
