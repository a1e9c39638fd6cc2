package sentryexporter

import "github.com/ticketcap/telemetry/collector/components/internal/envelope"

// Sentry limits rates by data category. These are the ones that what is sent here can fall into.
const (
	categoryAll        = "" // a limit without categories
	categorySpan       = "span"
	categoryLogItem    = "log_item"
	categoryLogByte    = "log_byte"
	categoryAttachment = "attachment"
	categoryDefault    = "default"
)

var categoriesByType = map[string][]string{
	envelope.TypeEvent:           {"error"},
	envelope.TypeTransaction:     {"transaction"},
	envelope.TypeSpan:            {categorySpan},
	envelope.TypeSession:         {"session"},
	envelope.TypeSessions:        {"session"},
	envelope.TypeClientReport:    {"internal"},
	envelope.TypeCheckIn:         {"monitor"},
	envelope.TypeReplayEvent:     {"replay"},
	envelope.TypeReplayRecording: {"replay"},
	envelope.TypeFeedback:        {"feedback"},
	envelope.TypeUserReport:      {"feedback", categoryDefault},
	envelope.TypeLog:             {categoryLogItem, categoryLogByte},
	envelope.TypeAttachment:      {categoryAttachment},
	envelope.Unknown:             {categoryDefault},
}

// knownCategories keeps an answer from filling the memory of limits.
var knownCategories = func() map[string]bool {
	known := map[string]bool{categoryAll: true}
	for _, categories := range categoriesByType {
		for _, category := range categories {
			known[category] = true
		}
	}
	return known
}()

// categories of an item: it may go when none of them is limited.
func categories(itemType string) []string {
	return categoriesByType[envelope.Label(itemType)]
}
