// Command schema reads boards as Grafana's own Go types do and refuses a field that they do not know, a value of the
// wrong type, and whatever a panel or query of that kind cannot be.
//
//	go run . ../grafana/*.json
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/tempo"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

func main() {
	register()
	code := 0
	for _, file := range os.Args[1:] {
		if err := check(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s:\n%v\n", file, err)
			code = 1
		}
	}
	os.Exit(code)
}

// register names the kinds of panels and queries that the boards use: of others the options are not looked into, so
// check refuses them.
func register() {
	runtime := cog.NewRuntime()
	runtime.RegisterPanelcfgVariant(bargauge.VariantConfig())
	runtime.RegisterPanelcfgVariant(stat.VariantConfig())
	runtime.RegisterPanelcfgVariant(table.VariantConfig())
	runtime.RegisterPanelcfgVariant(timeseries.VariantConfig())
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())
	runtime.RegisterDataqueryVariant(tempo.VariantConfig())
}

func check(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := found(new(dashboard.Dashboard).UnmarshalJSONStrict(raw)); err != nil {
		return err
	}
	// The strict reader keeps no panels.
	var board dashboard.Dashboard
	if err := json.Unmarshal(raw, &board); err != nil {
		return err
	}
	if err := found(board.Validate()); err != nil {
		return err
	}
	return knownKinds(board)
}

// found tells no error from an empty list of them, which the SDK also returns as an error.
func found(err error) error {
	var list cog.BuildErrors
	if errors.As(err, &list) && len(list) == 0 {
		return nil
	}
	return err
}

func knownKinds(board dashboard.Dashboard) error {
	runtime := cog.NewRuntime()
	for _, each := range board.Panels {
		if each.Panel == nil {
			continue
		}
		if _, known := runtime.ConfigForPanelcfgVariant(each.Panel.Type); !known {
			return fmt.Errorf("panel %q is a %q, which nothing here checks: register it", *each.Panel.Title, each.Panel.Type)
		}
	}
	return nil
}
