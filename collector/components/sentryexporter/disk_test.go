package sentryexporter

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/xextension/storage"
)

// TestWhatWaitsAtAStopIsDeliveredAfterTheRestart runs the queue on a storage that outlives the exporter.
func TestWhatWaitsAtAStopIsDeliveredAfterTheRestart(t *testing.T) {
	sentry := newServer(t)
	dsn := sentry.dsn()
	sentry.mutex.Lock()
	for range 1000 {
		sentry.answers = append(sentry.answers, answer(503))
	}
	sentry.mutex.Unlock()
	id := component.MustNewID("file_storage")
	disk := &disk{data: map[string][]byte{}}
	host := hostWith{map[component.ID]component.Component{id: disk}}
	onDisk := func(cfg *Config) {
		cfg.Queue.Get().StorageID = &id
		cfg.Retry.InitialInterval, cfg.Retry.MaxInterval = time.Hour, time.Hour
	}
	const total = 20
	run := startOn(t, host, dsn, onDisk)
	for i := range total {
		run.send(t, envelopeLogs(t, time.Now(), fmt.Sprintf("{\"event_id\":\"%032d\",\"dsn\":\"x\"}\n{\"type\":\"event\"}\n{\"n\":%d}\n", i, i)))
	}
	await(t, sentry, run, "the consumers at work", func() bool { return len(sentry.got()) >= 4 })
	run.stop()
	if delivered := run.items("event", outcomeDelivered); delivered != 0 {
		t.Fatalf("%d delivered by an answer of 503", delivered)
	}
	if strings.Contains(disk.contents(), key) {
		t.Error("the DSN's key is on the disk")
	}

	sentry.mutex.Lock()
	sentry.answers, sentry.requests = nil, nil
	sentry.mutex.Unlock()
	again := startOn(t, host, dsn, onDisk)
	await(t, sentry, again, "every event that was accepted", func() bool { return again.items("event", outcomeDelivered) == total })
	seen := map[string]bool{}
	for _, got := range sentry.got() {
		line, _, _ := strings.Cut(got.body, "\n")
		seen[line] = true
	}
	if len(seen) != total {
		t.Errorf("%d different envelopes of %d", len(seen), total)
	}
}

type hostWith struct {
	extensions map[component.ID]component.Component
}

func (h hostWith) GetExtensions() map[component.ID]component.Component { return h.extensions }

// disk is a storage extension in memory: what a queue needs of one, shared by all its clients.
type disk struct {
	component.StartFunc
	component.ShutdownFunc
	mutex sync.Mutex
	data  map[string][]byte
}

func (d *disk) contents() string {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	var all strings.Builder
	for value := range maps.Values(d.data) {
		all.Write(value)
	}
	return all.String()
}

func (d *disk) GetClient(_ context.Context, _ component.Kind, _ component.ID, name string) (storage.Client, error) {
	return diskClient{d, name + "/"}, nil
}

type diskClient struct {
	disk   *disk
	prefix string
}

func (c diskClient) Get(ctx context.Context, name string) ([]byte, error) {
	operation := storage.GetOperation(name)
	err := c.Batch(ctx, operation)
	return operation.Value, err
}

func (c diskClient) Set(ctx context.Context, name string, value []byte) error {
	return c.Batch(ctx, storage.SetOperation(name, value))
}

func (c diskClient) Delete(ctx context.Context, name string) error {
	return c.Batch(ctx, storage.DeleteOperation(name))
}

func (c diskClient) Batch(_ context.Context, operations ...*storage.Operation) error {
	c.disk.mutex.Lock()
	defer c.disk.mutex.Unlock()
	for _, operation := range operations {
		switch operation.Type {
		case storage.Get:
			operation.Value = c.disk.data[c.prefix+operation.Key]
		case storage.Set:
			c.disk.data[c.prefix+operation.Key] = operation.Value
		case storage.Delete:
			delete(c.disk.data, c.prefix+operation.Key)
		}
	}
	return nil
}

func (diskClient) Close(context.Context) error { return nil }
