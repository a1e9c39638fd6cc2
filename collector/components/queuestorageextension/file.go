package queuestorageextension

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
	"go.uber.org/zap"
)

var (
	// sealedBucket has values with a checksum; plainBucket is how file_storage wrote them.
	sealedBucket = []byte("queue")
	plainBucket  = []byte("default")

	errDamaged = errors.New("damaged")
)

// lockWait is for a collector that is just ending.
const lockWait = time.Second

// file is where one queue is on disk. A file of an earlier life is only read: what can be read of it is copied into a new
// one, because bbolt ends the process, past every recover, when it opens a damaged file for writing.
type file struct {
	path     string
	sync     bool
	logger   *zap.Logger
	counters counters
}

func (f *file) name() string      { return filepath.Base(f.path) }
func (f *file) newPath() string   { return f.path + ".new" }
func (f *file) asidePath() string { return f.path + ".damaged" }

// renewed opens a copy of what the file holds, or a file with nothing in it. keep: numbers stay as they are, for a queue
// that is running.
func (f *file) renewed(keep bool) (*database, error) {
	if _, err := os.Stat(f.path); errors.Is(err, os.ErrNotExist) {
		f.counters.lost(f.name(), 0, 0)
		return f.create(f.path)
	}
	copied, err := f.copied(keep)
	if err != nil {
		if !isShort(err) || copied.damaged != nil {
			return nil, err
		}
		f.logger.Warn("No room for a copy of the queue; its file is used as it is.", zap.String("file", f.path), zap.Error(err))
		return f.create(f.path)
	}
	f.counters.lost(f.name(), copied.damagedFiles(), copied.lost)
	if copied.damaged != nil {
		f.logger.Error("A queue on disk is damaged. Its file was set aside; what could be read of it is in the queue.",
			zap.String("file", f.asidePath()), zap.Int("lost_requests", copied.lost), zap.Int("kept_requests", copied.kept), zap.Error(copied.damaged))
		if err := os.Rename(f.path, f.asidePath()); err != nil {
			return nil, err
		}
	}
	if err := os.Rename(f.newPath(), f.path); err != nil {
		return nil, err
	}
	return f.create(f.path)
}

// emptied replaces the file by one that holds only the state of the queue. Files never shrink by themselves.
func (f *file) emptied(state []byte) (*database, error) {
	_ = os.Remove(f.newPath())
	db, err := f.create(f.newPath())
	if err != nil {
		return nil, err
	}
	err = db.change(func(tx *bbolt.Tx) error { return tx.Bucket(sealedBucket).Put([]byte(metadataKey), state) })
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(f.newPath(), f.path); err != nil {
		return nil, err
	}
	return f.create(f.path)
}

// create opens a file that was written by this process, or makes one.
func (f *file) create(path string) (db *database, err error) {
	db = &database{}
	err = safely(func() error {
		options := bbolt.Options{
			Timeout: lockWait, NoSync: !f.sync, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType, OpenFile: db.openFile,
		}
		if db.DB, err = bbolt.Open(path, 0o600, &options); err != nil {
			return err
		}
		return db.change(func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucketIfNotExists(sealedBucket)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return db, nil
}

// safely turns a panic, and a fault in the mapped memory of a file that became shorter, into errDamaged.
func safely(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w: %v", errDamaged, cause)
		}
	}()
	return do()
}

// isDamage tells what is wrong with a file from what is wrong with its disk.
func isDamage(err error) bool {
	for _, damage := range []error{
		errDamaged, errMetadata, berrors.ErrInvalid, berrors.ErrChecksum, berrors.ErrVersionMismatch,
	} {
		if errors.Is(err, damage) {
			return true
		}
	}
	return false
}
