package queuestorageextension

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

var ctx = context.Background()

// disk is a directory with a queue in it, over many lives of the collector.
type disk struct {
	t         *testing.T
	directory string
	reserve   uint64
	reader    *sdkmetric.ManualReader
}

func newDisk(t *testing.T) *disk {
	return &disk{t: t, directory: filepath.Join(t.TempDir(), "queues")}
}

func (d *disk) path() string { return filepath.Join(d.directory, "exporter_otlp_http_tempo_traces") }

// start begins a life.
func (d *disk) start() storage.Client {
	d.t.Helper()
	d.reader = sdkmetric.NewManualReader()
	settings := extensiontest.NewNopSettings(Type)
	settings.MeterProvider = sdkmetric.NewMeterProvider(sdkmetric.WithReader(d.reader))
	made, err := NewFactory().Create(ctx, settings, &Config{Directory: d.directory, Reserve: d.reserve})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := made.Start(ctx, componenttest.NewNopHost()); err != nil {
		d.t.Fatal(err)
	}
	owner := component.MustNewIDWithName("otlp_http", "tempo")
	got, err := made.(storage.Extension).GetClient(ctx, component.KindExporter, owner, "traces")
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

// kill leaves the file as it is, and its lock.
func kill(c storage.Client) { _ = c.(*client).db.Close() }

func (d *disk) count(metric string) (total int64) {
	d.t.Helper()
	var found metricdata.ResourceMetrics
	if err := d.reader.Collect(ctx, &found); err != nil {
		d.t.Fatal(err)
	}
	for _, scope := range found.ScopeMetrics {
		for _, m := range scope.Metrics {
			if m.Name != "otelcol_extension_queue_storage_"+metric {
				continue
			}
			for _, point := range m.Data.(metricdata.Sum[int64]).DataPoints {
				total += point.Value
			}
		}
	}
	return total
}

// put stores requests as a sending queue does: from 0, `dispatched` of them under way.
func (d *disk) put(c storage.Client, requests int, dispatched ...uint64) {
	d.t.Helper()
	state := metadata{write: uint64(requests), read: uint64(len(dispatched)), items: 7, dispatched: dispatched}
	for number := range uint64(requests) {
		if err := c.Set(ctx, requestKey(number), request(number)); err != nil {
			d.t.Fatal(err)
		}
	}
	if err := c.Set(ctx, metadataKey, state.encode()); err != nil {
		d.t.Fatal(err)
	}
}

// request is told from every other by its content, and takes more than a page.
func request(number uint64) []byte {
	return bytes.Repeat([]byte(fmt.Sprintf("request %d ", number)), 1000)
}

// found are the requests that a queue would send, in its order, by number as they were put.
func (d *disk) found(c storage.Client) (numbers []int) {
	d.t.Helper()
	data, err := c.Get(ctx, metadataKey)
	if err != nil || data == nil {
		return nil
	}
	state, err := parseMetadata(data)
	if err != nil {
		d.t.Fatal(err)
	}
	for number := state.read; number < state.write; number++ {
		value, err := c.Get(ctx, requestKey(number))
		if err != nil {
			d.t.Fatal(err)
		}
		if value == nil {
			continue
		}
		var was int
		if _, err := fmt.Sscanf(string(value), "request %d ", &was); err != nil || !bytes.Equal(value, request(uint64(was))) {
			d.t.Fatalf("request %d came back as another one", number)
		}
		numbers = append(numbers, was)
	}
	return numbers
}

func TestAQueueSurvivesAKillWithWhatWasUnderWay(t *testing.T) {
	d := newDisk(t)
	c := d.start()
	d.put(c, 5, 0, 1)
	kill(c)
	for range 3 {
		c = d.start()
		if got := d.found(c); !slices.Equal(got, []int{2, 3, 4, 0, 1}) {
			t.Fatalf("found %v", got)
		}
		kill(c)
	}
	if d.count("damaged_files") != 0 || d.count("lost_requests") != 0 {
		t.Fatal("counted a loss")
	}
}

func TestADamagedFileNeverKeepsTheCollectorFromStarting(t *testing.T) {
	d := newDisk(t)
	c := d.start()
	d.put(c, 40)
	kill(c)
	whole, err := os.ReadFile(d.path())
	if err != nil {
		t.Fatal(err)
	}
	zeroed := func(from, to int) []byte {
		damaged := bytes.Clone(whole)
		clear(damaged[from:to])
		return damaged
	}
	cases := map[string][]byte{
		"no meta pages":    zeroed(0, 8192),
		"one meta page":    zeroed(0, 4096),
		"no first pages":   zeroed(0, 65536),
		"cut in half":      whole[:len(whole)/2],
		"cut to 100 bytes": whole[:100],
		"another file":     bytes.Repeat([]byte("hello"), 10000),
	}
	for name, damaged := range cases {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(d.path(), damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			c := d.start()
			kept := d.found(c)
			if err := c.Set(ctx, "100", request(100)); err != nil {
				t.Fatal(err)
			}
			kill(c)
			if _, err := os.Stat(d.path() + ".damaged"); name != "one meta page" && (err != nil || d.count("damaged_files") != 1) {
				t.Fatalf("not set aside, kept %v: %v", kept, err)
			}
		})
	}
}

func TestFlippedBitsCostWhatTheyHitAndAreCounted(t *testing.T) {
	d := newDisk(t)
	c := d.start()
	d.put(c, 40)
	kill(c)
	whole, err := os.ReadFile(d.path())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	rounds, lostSome := 60, 0
	for range rounds {
		damaged := bytes.Clone(whole)
		for range 1 + random.IntN(20) {
			damaged[random.IntN(len(damaged))] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(d.path(), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		c := d.start()
		kept := len(d.found(c))
		if kept < 40 {
			lostSome++
			if d.count("damaged_files") != 1 {
				t.Fatalf("kept %d and said nothing", kept)
			}
		}
		if lost := d.count("lost_requests"); kept > 0 && lost != int64(40-kept) && lost != 0 {
			t.Fatalf("kept %d and counted %d as lost", kept, lost)
		}
		kill(c)
	}
	if lostSome < rounds/3 {
		t.Fatalf("only %d of %d rounds hit anything", lostSome, rounds)
	}
}

func TestAFileThatIsCutUnderARunningQueueIsReplaced(t *testing.T) {
	d := newDisk(t)
	c := d.start()
	d.put(c, 40)
	if err := os.Truncate(d.path(), 8192*2); err != nil {
		t.Fatal(err)
	}
	_, _ = c.Get(ctx, "30")
	if err := c.Set(ctx, "40", request(40)); err != nil {
		t.Fatalf("the queue does not go on: %v", err)
	}
	if value, err := c.Get(ctx, "40"); err != nil || !bytes.Equal(value, request(40)) {
		t.Fatalf("%v", err)
	}
	if d.count("damaged_files") != 1 {
		t.Fatal("not counted")
	}
}

func TestAShortDiskRefusesWhatIsNewAndGivesOutWhatIsThere(t *testing.T) {
	d := newDisk(t)
	c := d.start()
	d.put(c, 3)
	kill(c)
	d.reserve = 1 << 62
	c = d.start()
	if err := c.Set(ctx, "3", request(3)); err != storage.ErrStorageFull {
		t.Fatalf("%v", err)
	}
	if err := c.Batch(ctx, storage.SetOperation(metadataKey, metadata{read: 1, write: 3, dispatched: []uint64{0}}.encode()), storage.DeleteOperation("0")); err != nil {
		t.Fatal(err)
	}
	if got := d.found(c); !slices.Equal(got, []int{1, 2}) {
		t.Fatalf("found %v", got)
	}
}

func TestChangesAFullDiskDoesNotTakeAreOwedToIt(t *testing.T) {
	d := newDisk(t)
	c := d.start().(*client)
	d.put(c, 3)
	ops := []*storage.Operation{
		storage.SetOperation(metadataKey, metadata{read: 1, write: 3}.encode()), storage.DeleteOperation("0"), storage.GetOperation("1"),
	}
	if err := c.owe(ops); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ops[2].Value, request(1)) {
		t.Fatal("the next request is not given out")
	}
	again := storage.GetOperation("0")
	if err := c.owe([]*storage.Operation{again}); err != nil || again.Value != nil {
		t.Fatalf("what was sent is given out again: %v", err)
	}
	if err := c.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if got := d.found(d.start()); !slices.Equal(got, []int{1, 2}) {
		t.Fatalf("found %v after the disk took everything", got)
	}
}

func TestAnEmptyQueueGivesItsDiskBack(t *testing.T) {
	d := newDisk(t)
	c := d.start()
	large := bytes.Repeat([]byte("x"), 4<<20)
	for number := range uint64(10) {
		if err := c.Set(ctx, requestKey(number), large); err != nil {
			t.Fatal(err)
		}
	}
	state := metadata{read: 10, write: 10}
	for number := range uint64(10) {
		if err := c.Batch(ctx, storage.SetOperation(metadataKey, state.encode()), storage.DeleteOperation(requestKey(number))); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(d.path()); err != nil || info.Size() > 1<<20 {
		t.Fatalf("%d bytes, %v", info.Size(), err)
	}
	if data, err := c.Get(ctx, metadataKey); err != nil || !bytes.Equal(data, state.encode()) {
		t.Fatalf("the state of the queue is gone: %v", err)
	}
}

func TestAQueueOfFileStorageIsTakenOver(t *testing.T) {
	d := newDisk(t)
	if err := os.MkdirAll(d.directory, 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(d.path(), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucket(plainBucket)
		if err != nil {
			return err
		}
		for number := range uint64(3) {
			if err := bucket.Put([]byte(requestKey(number)), request(number)); err != nil {
				return err
			}
		}
		return bucket.Put([]byte(metadataKey), metadata{write: 3}.encode())
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	if got := d.found(d.start()); !slices.Equal(got, []int{0, 1, 2}) {
		t.Fatalf("found %v", got)
	}
	if d.count("damaged_files") != 0 {
		t.Fatal("counted as damaged")
	}
}

func TestADirectoryThatCannotBeMadeStopsTheStart(t *testing.T) {
	taken := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := NewFactory().Create(ctx, extensiontest.NewNopSettings(Type), &Config{Directory: taken})
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Start(ctx, componenttest.NewNopHost()); err == nil {
		t.Fatal("started")
	}
}
