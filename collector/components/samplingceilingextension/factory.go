// Package samplingceilingextension bounds how many spans a second the tail sampler keeps, over several of its policies
// together and in an order of importance.
package samplingceilingextension

import (
	"context"
	"fmt"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
)

// Type is the component type, and the policy type in the tail sampler.
var Type = component.MustNewType("sampling_ceiling")

const (
	defaultSpansPerSecond = 1000
	defaultBurst          = 10 * time.Second
)

// NewFactory makes the factory of sampling_ceiling extensions.
func NewFactory() extension.Factory {
	return extension.NewFactory(Type, createDefaultConfig, create, component.StabilityLevelAlpha)
}

func createDefaultConfig() component.Config {
	return &Config{SpansPerSecond: defaultSpansPerSecond, Burst: defaultBurst}
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	config := cfg.(*Config)
	counter, err := newCounter(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &ceiling{bucket: newBucket(float64(config.SpansPerSecond), config.Burst), refused: counter, logger: set.Logger}, nil
}

var _ samplingpolicy.Extension = (*ceiling)(nil)

// NewEvaluator implements samplingpolicy.Extension: every policy that names this extension draws on the one budget.
func (c *ceiling) NewEvaluator(policyName string, cfg map[string]any) (samplingpolicy.Evaluator, error) {
	reserve := 0.0
	for key, value := range cfg {
		if key != "leave_percentage" {
			return nil, fmt.Errorf("%s: unknown key. Known here: leave_percentage", key)
		}
		switch number := value.(type) {
		case int:
			reserve = float64(number)
		case float64:
			reserve = number
		default:
			return nil, fmt.Errorf("leave_percentage: seen %v. Write a number from 0 to 99", value)
		}
	}
	if reserve < 0 || reserve > maxLeave {
		return nil, fmt.Errorf("leave_percentage: seen %v. Write a number from 0 to %d", reserve, maxLeave)
	}
	return &evaluator{ceiling: c, policy: policyName, leave: reserve / 100}, nil
}
