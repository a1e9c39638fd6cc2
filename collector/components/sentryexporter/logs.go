package sentryexporter

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pipeline"
	"go.uber.org/zap"

	"github.com/ticketcap/telemetry/collector/components/internal/sentryrecord"
)

// pushLogs sends each envelope record by itself, in order, then the other records together by OTLP. The first failure that
// a retry may mend stops it: what was not sent comes back as the error's data, so nothing is sent twice.
func (s *sender) pushLogs(ctx context.Context, logs plog.Logs) error {
	envelopes := takeEnvelopes(logs)
	var lost error
	for i, single := range envelopes {
		err := s.sendEnvelope(ctx, record(single))
		switch {
		case err == nil:
		case consumererror.IsPermanent(err):
			lost = errors.Join(lost, err)
		default:
			return s.comeBack(err, lost, append(envelopes[i:], logs))
		}
	}
	if err := s.sendPlainLogs(ctx, logs); consumererror.IsPermanent(err) {
		lost = errors.Join(lost, err)
	} else if err != nil {
		return s.comeBack(err, lost, []plog.Logs{logs})
	}
	return lost
}

// comeBack makes the error that retries exactly the rest. What was lost before it has been counted, and is said here.
func (s *sender) comeBack(err, lost error, rest []plog.Logs) error {
	if lost != nil {
		s.logger.Error("Sentry will never take some of the envelopes.", zap.Error(lost))
	}
	remaining := plog.NewLogs()
	for _, logs := range rest {
		logs.ResourceLogs().MoveAndAppendTo(remaining.ResourceLogs())
	}
	return consumererror.NewLogs(err, remaining)
}

// takeEnvelopes moves the envelope records out of logs, each with its resource and scope.
func takeEnvelopes(logs plog.Logs) []plog.Logs {
	var taken []plog.Logs
	logs.ResourceLogs().RemoveIf(func(resource plog.ResourceLogs) bool {
		resource.ScopeLogs().RemoveIf(func(scope plog.ScopeLogs) bool {
			scope.LogRecords().RemoveIf(func(record plog.LogRecord) bool {
				if !sentryrecord.Is(record) {
					return false
				}
				single := plog.NewLogs()
				resourceCopy := single.ResourceLogs().AppendEmpty()
				resource.Resource().CopyTo(resourceCopy.Resource())
				scopeCopy := resourceCopy.ScopeLogs().AppendEmpty()
				scope.Scope().CopyTo(scopeCopy.Scope())
				record.MoveTo(scopeCopy.LogRecords().AppendEmpty())
				taken = append(taken, single)
				return true
			})
			return scope.LogRecords().Len() == 0
		})
		return resource.ScopeLogs().Len() == 0
	})
	return taken
}

func record(single plog.Logs) plog.LogRecord {
	return single.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
}

func (s *sender) sendPlainLogs(ctx context.Context, logs plog.Logs) error {
	count := logs.LogRecordCount()
	if count == 0 {
		return nil
	}
	if !s.cfg.OTLP {
		s.counts.item(ctx, itemLog, outcomeOff, count)
		return nil
	}
	categories := []string{categoryLogItem, categoryLogByte}
	if limited, wait := s.hold(categories); wait != nil {
		return wait
	} else if limited {
		s.counts.item(ctx, itemLog, outcomeRateLimited, count)
		s.counts.lostAsSent(ctx, pipeline.SignalLogs, count)
		return nil
	}
	s.counts.adapted.Add(ctx, adaptLogs(logs))
	body, err := plogotlp.NewExportRequestFromLogs(logs).MarshalProto()
	if err != nil {
		s.counts.item(ctx, itemLog, outcomeUnreadable, count)
		return consumererror.NewPermanent(fmt.Errorf("logs: cannot be encoded: %w", err))
	}
	return s.sendOTLP(ctx, otlpRequest{s.logsEndpoint(), body, pipeline.SignalLogs, itemLog, count, categories, rejectedLogs})
}

func rejectedLogs(body []byte) (int64, error) {
	answer := plogotlp.NewExportResponse()
	err := answer.UnmarshalProto(body)
	return answer.PartialSuccess().RejectedLogRecords(), err
}
