package journal

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const size = 1 << 20

func options(t *testing.T) Options {
	return Options{Directory: filepath.Join(t.TempDir(), "journal"), MaxBytes: size, MaxAge: time.Hour}
}

// opened is a journal after a start; names are what it gave back.
func opened(t *testing.T, options Options) (j *Journal, found Found, names []string) {
	t.Helper()
	j, err := Open(options)
	if err != nil {
		t.Fatal(err)
	}
	found, err = j.Replay(func(traces ptrace.Traces) error {
		for _, resource := range traces.ResourceSpans().All() {
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					names = append(names, span.Name())
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return j, found, names
}

// batch has one span for each name; the first byte of a name is its trace.
func batch(names ...string) ptrace.Traces {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, name := range names {
		span := spans.AppendEmpty()
		span.SetName(name)
		span.SetTraceID(traceID(name))
	}
	return traces
}

// noise is text that cannot be compressed.
func noise(size int) string {
	bytes := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{}).Read(bytes)
	return string(bytes)
}

func traceID(name string) pcommon.TraceID { return pcommon.TraceID{0: name[0]} }

func add(t *testing.T, j *Journal, names ...string) {
	t.Helper()
	if err := j.Append(batch(names...)); err != nil {
		t.Fatal(err)
	}
}

func files(t *testing.T, o Options) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(o.Directory, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func expectNames(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("gave back %q instead of %q", got, want)
	}
}

func TestAKillGivesBackWhatIsUndecidedAndNothingElse(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	add(t, j, "a1", "b1", "a2")
	add(t, j, "c1", "b2")
	j.Decided(traceID("a"), 2)
	j.Decided(traceID("b"), 1)
	add(t, j, "a3")

	_, found, names := opened(t, o)
	expectNames(t, names, "c1", "b2", "a3")
	if found.Replayed != 3 || found.Lost != 0 {
		t.Fatalf("%+v", found)
	}
}

func TestNothingIsLeftOnDiskWhenAllIsDecided(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	add(t, j, "a1", "b1")
	j.Decided(traceID("a"), 1)
	j.Decided(traceID("b"), 1)
	j.flush()
	if left := files(t, o); len(left) != 0 || j.bytes != 0 || len(j.waiting) != 0 {
		t.Fatalf("%v, %d bytes, %d traces", left, j.bytes, len(j.waiting))
	}
	_, found, names := opened(t, o)
	if len(names) != 0 || found != (Found{}) {
		t.Fatalf("%v %+v", names, found)
	}
}

func TestDecisionsAreWrittenWithoutFurtherTraffic(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	add(t, j, "a1", "b1")
	j.Decided(traceID("a"), 1)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(decisionDelay) {
		if _, _, names := opened(t, o); slices.Equal(names, []string{"b1"}) {
			return
		} else if time.Now().After(deadline) {
			t.Fatalf("gave back %q", names)
		}
		_ = os.Remove(j.attemptsPath())
	}
}

func TestAFileGoesWhenItsLastTraceIsDecided(t *testing.T) {
	o := options(t)
	o.MaxBytes = 1 << 30
	j, _, _ := opened(t, o)
	long := noise(1 << 20)
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		add(t, j, name+long)
	}
	if got := len(files(t, o)); got != 3 {
		t.Fatalf("%d files for 5 MiB", got)
	}
	j.Decided(traceID("b"), 1)
	j.Decided(traceID("d"), 1)
	j.flush()
	if got := len(files(t, o)); got != 3 {
		t.Fatalf("a file with an undecided trace is gone: %d left", got)
	}
	j.Decided(traceID("a"), 1)
	j.flush()
	if got := len(files(t, o)); got != 2 {
		t.Fatalf("%d files left", got)
	}
}

func TestKillsWhileGivingBackChangeNothing(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	add(t, j, "a1", "b1")
	for range maxAttempts - 1 {
		_, _, names := opened(t, o)
		expectNames(t, names, "a1", "b1")
	}
	j, _, names := opened(t, o)
	expectNames(t, names, "a1", "b1")
	add(t, j, "c1")
	j.Decided(traceID("a"), 1)
	j.Decided(traceID("b"), 1)
	j.flush()
	if j.attempts() != 0 {
		t.Fatal("the attempts outlive what they were about")
	}
	_, _, names = opened(t, o)
	expectNames(t, names, "c1")
}

func TestWhatAlwaysEndsTheProcessIsSetAside(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	add(t, j, "a1", "b1")
	for range maxAttempts {
		opened(t, o)
	}
	j, found, names := opened(t, o)
	expectNames(t, names)
	if found.Lost != 2 || found.SetAside == "" {
		t.Fatalf("%+v", found)
	}
	if moved, _ := filepath.Glob(filepath.Join(found.SetAside, "*"+suffix)); len(moved) != 1 {
		t.Fatalf("set aside: %v", moved)
	}
	add(t, j, "c1")
	_, _, names = opened(t, o)
	expectNames(t, names, "c1")
}

func TestATornEndWasNeverAcknowledged(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	add(t, j, "a1")
	before := j.Bytes()
	add(t, j, "b1", "b2")
	path := files(t, o)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 1; cut < len(whole)-int(before); cut++ {
		if err := os.WriteFile(path, whole[:len(whole)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(j.attemptsPath())
		_, found, names := opened(t, o)
		expectNames(t, names, "a1")
		if found.Lost != 0 {
			t.Fatalf("%d bytes less: %+v", cut, found)
		}
	}
}

func TestEveryFlippedBitCostsItsRecordAndIsCounted(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	add(t, j, "a1")
	start := j.bytes
	add(t, j, "b1", "b2")
	end := j.bytes
	add(t, j, "c1")
	path := files(t, o)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for bit := start * 8; bit < end*8; bit++ {
		flipped := bytes.Clone(whole)
		flipped[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(j.attemptsPath())
		_, found, names := opened(t, o)
		// A length that is wrong hides where the next record begins.
		lengthField := bit/8 < start+4
		if lengthField && slices.Equal(names, []string{"a1"}) {
			continue
		}
		expectNames(t, names, "a1", "c1")
		if found.Lost != 2 {
			t.Fatalf("bit %d: %+v", bit, found)
		}
	}
}

func TestAFullJournalRefusesAndKeepsWhatItHas(t *testing.T) {
	o := options(t)
	o.MaxBytes = 200
	j, _, _ := opened(t, o)
	add(t, j, "a1")
	if err := j.Append(batch("b" + noise(200))); !errors.Is(err, ErrFull) {
		t.Fatalf("%v", err)
	}
	_, _, names := opened(t, o)
	expectNames(t, names, "a1")
}

func TestWhatTheSamplerForgotToReportGoesWithAge(t *testing.T) {
	o := options(t)
	o.MaxBytes, o.MaxAge = 1<<30, 0
	j, _, _ := opened(t, o)
	long := noise(segmentBytes)
	add(t, j, "a"+long)
	add(t, j, "b"+long)
	j.flush()
	if got := len(files(t, o)); got != 1 {
		t.Fatalf("%d files", got)
	}
	if _, waits := j.waiting[traceID("a")]; waits || len(j.waiting) != 1 {
		t.Fatalf("%d traces wait", len(j.waiting))
	}
}

func TestWhatAnEarlierVersionWroteIsGivenBack(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	message, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(batch("a1", "b1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := j.write(record{kind: kindPlain, spans: 2, payload: message}); err != nil {
		t.Fatal(err)
	}
	_, found, names := opened(t, o)
	expectNames(t, names, "a1", "b1")
	if found.Replayed != 2 || found.Lost != 0 {
		t.Fatalf("%+v", found)
	}
}

func TestABatchThatCannotBeUnpackedIsCounted(t *testing.T) {
	o := options(t)
	j, _, _ := opened(t, o)
	if err := j.write(record{kind: kindBatch, spans: 2, payload: []byte("never compressed")}); err != nil {
		t.Fatal(err)
	}
	j.next = 2
	add(t, j, "c1")
	_, found, names := opened(t, o)
	expectNames(t, names, "c1")
	if found.Lost != 2 {
		t.Fatalf("%+v", found)
	}
}

func TestSpansTakeAFractionOfTheirSizeOnDisk(t *testing.T) {
	j, _, _ := opened(t, options(t))
	names := make([]string, 500)
	for i := range names {
		names[i] = "GET /api/events/[id]"
	}
	add(t, j, names...)
	if plain := int64((&ptrace.ProtoMarshaler{}).TracesSize(batch(names...))); j.Bytes() > plain/4 {
		t.Fatalf("%d bytes on disk, %d of protobuf", j.Bytes(), plain)
	}
}
