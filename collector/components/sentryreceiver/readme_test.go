package sentryreceiver

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestTheREADMENamesEverySettingOfOurOwn(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"endpoint", "auth", "tls", "max_request_body_size", "read_timeout", "loopback_only", "max_in_flight_size", "heap_percentage"}
	for section, kind := range map[string]reflect.Type{"limits": reflect.TypeFor[LimitsConfig](), "items": reflect.TypeFor[ItemsConfig]()} {
		for _, key := range knownKeys(kind) {
			want = append(want, section+"::"+key)
		}
	}
	for _, key := range want {
		if !strings.Contains(string(page), "`"+key+"`") {
			t.Errorf("README.md says nothing of %s", key)
		}
	}
}

func TestTheREADMENamesEveryAnswer(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, refusal := range []*fault{faultPath, faultMethod, faultToken, faultPeer, faultOrigin, faultPipeline, faultRefused, faultTooLarge, faultBody400, faultEncoding} {
		if !strings.Contains(string(page), "`"+refusal.body.Code+"`") {
			t.Errorf("README.md says nothing of %s", refusal.body.Code)
		}
	}
}
