package sentryreceiver

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func item(itemType, payload string) string {
	return `{"type":"` + itemType + `","length":` + strconv.Itoa(len(payload)) + "}\n" + payload + "\n"
}

func TestItemTypesFollowTheirPolicy(t *testing.T) {
	recording := "{\"segment_id\":0}\n" + string(deflated(t, `[{"type":3}]`))
	replay := item("replay_event", `{"replay_id":"x"}`) + item("replay_recording", recording)
	tests := []struct {
		name   string
		change func(*ItemsConfig)
		items  string
		types  string // of the record, "" for no record
		counts []string
	}{
		{"an event and its attachment stay together", nil, item("event", "{}") + item("attachment", "a"), "attachment,event", nil},
		{"a replay and its recording stay together", nil, replay, "replay_event,replay_recording", nil},
		{"sessions, reports, check-ins, feedback and logs pass", nil, item("session", "{}") + item("sessions", "{}") + item("client_report", "{}") + item("check_in", "{}") + item("feedback", "{}") + item("user_report", "{}") + item("log", `{"items":[]}`), "check_in,client_report,feedback,log,session,sessions,user_report", nil},
		{"transactions and spans are dropped", nil, item("transaction", "{}") + item("span", "{}"), "", []string{"item_type=transaction,outcome=dropped", "item_type=span,outcome=dropped"}},
		{"transactions pass when told so", func(c *ItemsConfig) { c.Transactions = Pass }, item("transaction", "{}"), "transaction", nil},
		{"an attachment goes with its transaction", nil, item("transaction", "{}") + item("attachment", "a"), "", []string{"item_type=attachment,outcome=dropped"}},
		{"an attachment stays when its event stays", nil, item("transaction", "{}") + item("event", "{}") + item("attachment", "a"), "attachment,event", []string{"item_type=transaction,outcome=dropped"}},
		{"an attachment alone passes", nil, item("attachment", "a"), "attachment", nil},
		{"attachments are dropped when told so", func(c *ItemsConfig) { c.Attachments = Drop }, item("event", "{}") + item("attachment", "a"), "event", []string{"item_type=attachment,outcome=dropped"}},
		{"unknown types are dropped", nil, item("event", "{}") + item("brand_new", "{}"), "event", []string{"item_type=unknown,outcome=dropped"}},
		{"unknown types pass when told so", func(c *ItemsConfig) { c.Unknown = Pass }, item("brand_new", "{}"), "unknown", nil},
		{"replays are dropped when told so", func(c *ItemsConfig) { c.Replays = Drop }, item("event", "{}") + replay, "event", []string{"item_type=replay_event,outcome=dropped", "item_type=replay_recording,outcome=dropped"}},
		{"a recording that cannot be opened goes with its replay event", nil, item("replay_event", "{}") + item("replay_recording", "{}\nnonsense") + item("event", "{}"), "event", []string{"item_type=replay_event,outcome=unreadable", "item_type=replay_recording,outcome=unreadable"}},
		{"a dropped payload need not be JSON", nil, item("transaction", "{broken") + item("event", "{}"), "event", []string{"item_type=transaction,outcome=dropped"}},
		{"an envelope without items is answered and forgotten", nil, "", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			run := start(t, func(cfg *Config) {
				if test.change != nil {
					test.change(&cfg.Items)
				}
			}, nil, nil)
			if status, _, answer := run.post(t, envelopeRoute, strings.NewReader("{}\n"+test.items)); status != http.StatusOK {
				t.Fatalf("answered %d %v", status, answer)
			}
			got := ""
			for _, record := range run.records() {
				types, _ := record.Attributes().Get("sentry.item_types")
				got += types.AsString()
			}
			if got != test.types {
				t.Errorf("passed on %q, want %q", got, test.types)
			}
			for _, labels := range test.counts {
				if run.count(t, "otelcol_receiver_sentry_items", strings.Split(labels, ",")...) != 1 {
					t.Errorf("not counted: %s", labels)
				}
			}
		})
	}
}

func TestARecordingBombCostsTheReplayAndNothingElse(t *testing.T) {
	run := start(t, nil, nil, nil)
	bomb := "{\"segment_id\":0}\n" + string(deflated(t, "[\""+strings.Repeat("A", 64<<20)+"\"]"))
	body := "{}\n" + item("replay_event", "{}") + item("replay_recording", bomb) + item("event", "{}")
	if status, _, answer := run.post(t, envelopeRoute, bytes.NewReader([]byte(body))); status != http.StatusOK {
		t.Fatalf("answered %d %v", status, answer)
	}
	if run.count(t, "otelcol_receiver_sentry_items", "item_type=replay_recording", "outcome=unreadable") != 1 || len(run.records()) != 1 {
		t.Errorf("%d records", len(run.records()))
	}
}

func TestItemTypesAreCountedUnderFixedNames(t *testing.T) {
	run := start(t, nil, nil, nil)
	for i := range 50 {
		run.post(t, envelopeRoute, strings.NewReader("{}\n"+item("invented_"+strconv.Itoa(i), "x")))
	}
	if got := run.count(t, "otelcol_receiver_sentry_items", "item_type=unknown", "outcome=dropped"); got != 50 {
		t.Errorf("%d of 50 invented types counted as unknown", got)
	}
}
