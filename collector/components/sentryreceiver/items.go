package sentryreceiver

import (
	"errors"
	"fmt"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
)

// fate is what became of an item that does not go on.
type fate struct {
	itemType string
	outcome  string
	reason   error
}

// decodeItems applies the policies and decodes what is left. A replay whose recording cannot be opened within the budget
// goes with its replay_event, since nobody could look into it; any other malformed payload is the envelope's error.
func decodeItems(frames []envelope.Frame, policies ItemsConfig, budget *envelope.Budget) ([]envelope.Item, []fate, error) {
	items := make([]envelope.Item, 0, len(frames))
	var fates []fate
	var unreadable error
	for i, frame := range frames {
		if policies.of(frame.Type) == Drop {
			fates = append(fates, fate{itemType: frame.Type, outcome: outcomeDropped})
			continue
		}
		item, err := frame.Decode(fmt.Sprintf("items[%d]", i), budget)
		switch {
		case err == nil:
			items = append(items, item)
		case frame.Type == envelope.TypeReplayRecording && !isBusy(err):
			unreadable = err
			fates = append(fates, fate{frame.Type, outcomeUnreadable, err})
		default:
			return nil, nil, err
		}
	}
	if unreadable != nil {
		items, fates = removeItems(items, fates, outcomeUnreadable, isReplay)
	}
	if orphaned(items, fates) {
		items, fates = removeItems(items, fates, outcomeDropped, isAttachment)
	}
	return items, fates, nil
}

func (p ItemsConfig) of(itemType string) Policy {
	switch envelope.Label(itemType) {
	case envelope.TypeTransaction, envelope.TypeSpan:
		return p.Transactions
	case envelope.TypeReplayEvent, envelope.TypeReplayRecording:
		return p.Replays
	case envelope.TypeAttachment:
		return p.Attachments
	case envelope.Unknown:
		return p.Unknown
	}
	return Pass
}

// orphaned tells that the attachments left over belonged to items that were dropped.
func orphaned(items []envelope.Item, fates []fate) bool {
	if len(fates) == 0 || len(items) == 0 {
		return false
	}
	for _, item := range items {
		if !isAttachment(item.Type()) {
			return false
		}
	}
	for _, gone := range fates {
		if !isAttachment(gone.itemType) {
			return true
		}
	}
	return false
}

func removeItems(items []envelope.Item, fates []fate, outcome string, match func(string) bool) ([]envelope.Item, []fate) {
	kept := items[:0]
	for _, item := range items {
		if match(item.Type()) {
			fates = append(fates, fate{itemType: item.Type(), outcome: outcome})
			continue
		}
		kept = append(kept, item)
	}
	return kept, fates
}

// isBusy tells an item that would be readable at another time.
func isBusy(err error) bool {
	var refused *envelope.Error
	return errors.As(err, &refused) && refused.Code == envelope.CodeBusy
}

func isReplay(itemType string) bool {
	return itemType == envelope.TypeReplayEvent || itemType == envelope.TypeReplayRecording
}

func isAttachment(itemType string) bool { return itemType == envelope.TypeAttachment }
