// Package incidentextension lets an operator tell the tail sampler to keep every trace for a while, without a restart.
package incidentextension

import (
	"context"
	"fmt"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor/pkg/samplingpolicy"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
)

// Type is the component type, and the policy type in the tail sampler.
var Type = component.MustNewType("incident")

const (
	defaultEndpoint    = "127.0.0.1:4330"
	defaultMaxDuration = 2 * time.Hour
)

// NewFactory makes the factory of incident extensions.
func NewFactory() extension.Factory {
	return extension.NewFactory(Type, createDefaultConfig, create, component.StabilityLevelAlpha)
}

func createDefaultConfig() component.Config {
	return &Config{Endpoint: defaultEndpoint, MaxDuration: defaultMaxDuration}
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	return newIncident(cfg.(*Config), set.TelemetrySettings)
}

var _ samplingpolicy.Extension = (*incident)(nil)

// NewEvaluator implements samplingpolicy.Extension.
func (i *incident) NewEvaluator(_ string, cfg map[string]any) (samplingpolicy.Evaluator, error) {
	for key := range cfg {
		return nil, fmt.Errorf("%s: unknown key. This policy has none: the incident extension is told at run time", key)
	}
	return evaluator{i}, nil
}
