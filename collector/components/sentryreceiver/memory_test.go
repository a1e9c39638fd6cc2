package sentryreceiver

import (
	"math"
	"testing"

	"github.com/ticketcap/telemetry/collector/components/internal/envelope"
	"github.com/ticketcap/telemetry/collector/components/internal/heapbound"
)

func TestLargeEnvelopesLeaveRoomForSmallOnes(t *testing.T) {
	const capacity = 1 << 20
	m := &memory{capacity: capacity, heap: heapbound.Of(heapbound.DefaultPercentage)}
	leases := map[*lease]bool{}
	defer func() {
		for l := range leases {
			l.release()
		}
	}()
	take := func(bytes int) (*lease, envelope.Code) {
		l := m.lease(t.Context())
		leases[l] = true
		if refused := l.reserve(bytes); refused != nil {
			return l, refused.Code
		}
		return l, ""
	}
	large, refused := take(capacity / 8 * 7)
	if refused != "" {
		t.Fatalf("the first large one: %s", refused)
	}
	if _, refused := take(capacity / 16); refused != envelope.CodeBusy {
		t.Errorf("the next large one: %q", refused)
	}
	small := capacity / smallRequest
	for i := range capacity / keptForSmall / small {
		if _, refused := take(small); refused != "" {
			t.Errorf("small one %d: %s", i, refused)
		}
	}
	if _, refused := take(small); refused != envelope.CodeBusy {
		t.Errorf("a small one when all is taken: %q", refused)
	}
	large.release()
	delete(leases, large)
	if _, refused := take(capacity / 2); refused != "" {
		t.Errorf("a large one once there is room: %s", refused)
	}
	for _, bytes := range []int{capacity, math.MaxInt32} {
		if _, refused := take(bytes); refused != envelope.CodeLimit {
			t.Errorf("%d bytes: %q", bytes, refused)
		}
	}
}
