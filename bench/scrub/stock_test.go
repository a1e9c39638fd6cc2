package scrub

import _ "embed"

var (
	// redactionConfig turns every useful option of stock redaction on, with a pattern for each kind that a pattern can describe.
	//go:embed stock/redaction.yaml
	redactionConfig string
	// transformConfig covers what redaction does not visit: span name, status message, event name, scope name, trace state.
	//go:embed stock/transform.yaml
	transformConfig string
)
