// Package sentryreceiver takes the envelopes that Sentry SDKs send and passes each on as one log record.
package sentryreceiver
