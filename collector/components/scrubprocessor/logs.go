package scrubprocessor

import (
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

func (b *batch) logs(ld plog.Logs) {
	ld.ResourceLogs().RemoveIf(func(rl plog.ResourceLogs) bool {
		if b.failed("resource", func() { b.resource(rl.Resource(), rl.SchemaUrl(), rl.SetSchemaUrl) }) {
			return true
		}
		rl.ScopeLogs().RemoveIf(func(sl plog.ScopeLogs) bool {
			if b.failed("scope", func() { b.scope(sl.Scope(), sl.SchemaUrl(), sl.SetSchemaUrl) }) {
				return true
			}
			sl.LogRecords().RemoveIf(func(record plog.LogRecord) bool {
				empty := false
				return b.failed("log record", func() { empty = b.recordOf(record, sentryrecord.Is(record)) }) || empty
			})
			return false
		})
		return false
	})
}
