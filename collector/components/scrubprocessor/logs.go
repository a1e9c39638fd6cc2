package scrubprocessor

import "go.opentelemetry.io/collector/pdata/plog"

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
				return b.failed("log record", func() { b.record(record) })
			})
			return false
		})
		return false
	})
}

func (b *batch) record(record plog.LogRecord) {
	b.place = logBody
	b.value(b.scanner.NoKey(), record.Body(), 0)
	b.settle()
	b.attributes(logAttribute, record.Attributes())
	b.text(logText, record.SeverityText(), record.SetSeverityText)
	b.text(logText, record.EventName(), record.SetEventName)
}
