// Package sentryexporter delivers Sentry envelopes, traces and logs to the one Sentry project that its DSN names.
package sentryexporter
