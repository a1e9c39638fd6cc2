// Package envelope reads and writes Sentry envelopes: one JSON header line, then items of a JSON header line and a
// payload. Payloads become values a rule engine can walk (maps, lists, strings, numbers) wherever they can, and go back
// to the wire with the same meaning: numbers keep their kind and every digit, binary stays byte for byte, key order is
// not kept.
//
// The package knows nothing of the collector. It never panics on input, and the memory it takes is bounded by Limits.
package envelope
