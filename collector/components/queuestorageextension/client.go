package queuestorageextension

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.uber.org/zap"
)

const (
	// shrinkBytes is when an empty queue gives its file back.
	shrinkBytes = 32 << 20
	// retryWrites is how long a disk that refused is left alone: every refusal costs bbolt a walk through the file.
	retryWrites = time.Second
)

// client is the file of one queue.
type client struct {
	file    *file
	reserve uint64

	mutex sync.Mutex
	db    *database
	// requests in the queue.
	requests int
	// owed are changes that a full disk did not take, nil for a deletion. The queue goes on without them: a kill in
	// that time sends again what they say was sent.
	owed    map[string][]byte
	retryAt time.Time
	// refusing is true from the first request that found no room to the first that did.
	refusing bool
	closed   bool
}

// errWaiting says that the disk refused a moment ago.
var errWaiting = errors.New("the disk refused a moment ago")

var _ storage.Client = (*client)(nil)

func newClient(file *file, reserve uint64) (*client, error) {
	c := &client{file: file, reserve: reserve, owed: map[string][]byte{}}
	return c, c.open(false)
}

// open takes up the file; keep: under a queue that is running.
func (c *client) open(keep bool) error {
	db, err := c.file.renewed(keep)
	if err != nil {
		return err
	}
	c.db = db
	return c.count()
}

func (c *client) count() error {
	c.requests = 0
	return c.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(sealedBucket).ForEach(func(key, _ []byte) error {
			if _, is := requestNumber(string(key)); is {
				c.requests++
			}
			return nil
		})
	})
}

// Get implements storage.Client.
func (c *client) Get(ctx context.Context, key string) ([]byte, error) {
	op := storage.GetOperation(key)
	err := c.Batch(ctx, op)
	return op.Value, err
}

// Set implements storage.Client.
func (c *client) Set(ctx context.Context, key string, value []byte) error {
	return c.Batch(ctx, storage.SetOperation(key, value))
}

// Delete implements storage.Client.
func (c *client) Delete(ctx context.Context, key string) error {
	return c.Batch(ctx, storage.DeleteOperation(key))
}

// Batch implements storage.Client. What adds a request fails when the disk is short; what takes one out never does.
func (c *client) Batch(_ context.Context, ops ...*storage.Operation) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.closed {
		return os.ErrClosed
	}
	if c.db == nil {
		if err := c.open(true); err != nil {
			return err
		}
	}
	adds := addsRequest(ops)
	if adds && c.short() {
		c.refused(storage.ErrStorageFull)
		return storage.ErrStorageFull
	}
	err := c.write(ops)
	switch {
	case err == nil:
		if adds {
			c.accepted()
		}
		c.shrink()
		return nil
	case isDamage(err):
		c.replace(err)
		return err
	case adds:
		c.refused(err)
		return err
	default:
		return c.owe(ops)
	}
}

// write makes all changes, those that are owed before, in one transaction.
func (c *client) write(ops []*storage.Operation) error {
	if time.Now().Before(c.retryAt) {
		return errWaiting
	}
	delta := 0
	err := safely(func() error {
		return c.db.change(func(tx *bbolt.Tx) error {
			bucket := tx.Bucket(sealedBucket)
			for key, sealed := range c.owed {
				if err := change(bucket, key, sealed, &delta); err != nil {
					return err
				}
			}
			for _, op := range ops {
				if op.Type == storage.Get {
					op.Value = c.value(op.Key, bucket.Get([]byte(op.Key)))
				} else if err := change(bucket, op.Key, sealedValue(op), &delta); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		if !isDamage(err) {
			c.retryAt = time.Now().Add(retryWrites)
		}
		return err
	}
	clear(c.owed)
	c.requests += delta
	return nil
}

// owe answers from the file and from memory, and leaves the changes to the next write that succeeds.
func (c *client) owe(ops []*storage.Operation) error {
	err := safely(func() error {
		return c.db.View(func(tx *bbolt.Tx) error {
			for _, op := range ops {
				if op.Type != storage.Get {
					c.owed[op.Key] = sealedValue(op)
					continue
				}
				raw, owed := c.owed[op.Key]
				if !owed {
					raw = tx.Bucket(sealedBucket).Get([]byte(op.Key))
				}
				op.Value = c.value(op.Key, raw)
			}
			return nil
		})
	})
	if err != nil && isDamage(err) {
		c.replace(err)
	}
	return err
}

// value is what a queue gets to see; nil when there is none, or another than it had written.
func (c *client) value(key string, raw []byte) []byte {
	if raw == nil {
		return nil
	}
	value, whole := unseal(key, raw)
	if !whole {
		c.file.counters.lost(c.file.name(), 0, 1)
		c.file.logger.Error("A request in the queue on disk is damaged and is left out.",
			zap.String("file", c.file.path), zap.String("request", key))
	}
	return value
}

// replace goes on with what can be read of a file that turned out to be damaged.
func (c *client) replace(cause error) {
	c.file.logger.Error("The file of a queue is damaged.", zap.String("file", c.file.path), zap.Error(cause))
	c.db.abandon()
	c.db = nil
	if err := c.open(true); err != nil {
		c.file.logger.Error("The queue has no file. It is tried again.", zap.String("file", c.file.path), zap.Error(err))
	}
}

// shrink gives the disk back after an outage.
func (c *client) shrink() {
	if c.requests > 0 || c.size() < shrinkBytes {
		return
	}
	var state []byte
	err := c.db.View(func(tx *bbolt.Tx) error {
		state = append(state, tx.Bucket(sealedBucket).Get([]byte(metadataKey))...)
		return nil
	})
	if err != nil {
		return
	}
	before := c.size()
	_ = safely(c.db.Close)
	if c.db, err = c.file.emptied(state); err != nil {
		c.db = nil
		c.file.logger.Warn("The file of an empty queue could not be replaced by a small one.", zap.String("file", c.file.path), zap.Error(err))
		return
	}
	c.file.logger.Info("The file of an empty queue was replaced by a small one.", zap.String("file", c.file.path), zap.Int64("bytes", before))
}

func (c *client) size() (size int64) {
	_ = c.db.View(func(tx *bbolt.Tx) error {
		size = tx.Size()
		return nil
	})
	return size
}

// short keeps a reserve, so that taking out of the queue has the room it needs.
func (c *client) short() bool {
	free, known := freeBytes(filepath.Dir(c.file.path))
	return known && free < c.reserve
}

// refused says once that nothing more fits.
func (c *client) refused(err error) {
	if !c.refusing {
		c.refusing = true
		c.file.logger.Error("The disk of a queue takes nothing more. What is in the queue is delivered; what is new is lost and counted.",
			zap.String("file", c.file.path), zap.Error(err))
	}
}

func (c *client) accepted() {
	if c.refusing {
		c.refusing = false
		c.file.logger.Info("The disk of a queue takes data again.", zap.String("file", c.file.path))
	}
}

// Close implements storage.Client.
func (c *client) Close(context.Context) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.closed = true
	if c.db == nil {
		return nil
	}
	if len(c.owed) > 0 {
		c.retryAt = time.Time{}
		_ = c.write(nil)
	}
	db := c.db
	c.db = nil
	return safely(db.Close)
}

func addsRequest(ops []*storage.Operation) bool {
	for _, op := range ops {
		if _, is := requestNumber(op.Key); is && op.Type == storage.Set {
			return true
		}
	}
	return false
}

// sealedValue is what to write; nil for a deletion.
func sealedValue(op *storage.Operation) []byte {
	if op.Type == storage.Delete {
		return nil
	}
	return seal(op.Key, op.Value)
}

// change writes or, with nil, deletes; delta is what it does to the number of requests.
func change(bucket *bbolt.Bucket, key string, sealed []byte, delta *int) error {
	_, isRequest := requestNumber(key)
	if isRequest && bucket.Get([]byte(key)) != nil {
		*delta--
	}
	if sealed == nil {
		return bucket.Delete([]byte(key))
	}
	if isRequest {
		*delta++
	}
	return bucket.Put([]byte(key), sealed)
}
