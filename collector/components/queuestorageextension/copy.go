package queuestorageextension

import (
	"bytes"
	"errors"
	"os"
	"slices"

	"go.etcd.io/bbolt"
)

// copyBytes go into one transaction of a copy.
const copyBytes = 1 << 20

// copied is what became of a file.
type copied struct {
	kept, lost int
	// damaged is the first thing that was wrong with it.
	damaged error
}

func (c copied) damagedFiles() int {
	if c.damaged == nil {
		return 0
	}
	return 1
}

func (c *copied) damage(err error) {
	if c.damaged == nil {
		c.damaged = err
	}
}

// source is a file that is only read.
type source struct {
	db     *bbolt.DB
	sealed bool
}

// copied writes what can be read of the file into a new one beside it.
func (f *file) copied(keep bool) (result copied, err error) {
	_ = os.Remove(f.newPath())
	target, err := f.create(f.newPath())
	if err != nil {
		return result, err
	}
	from, err := openSource(f.path)
	switch {
	case isDamage(err):
		result.damaged, err = err, nil
	case err != nil:
		return result, errors.Join(err, target.Close(), os.Remove(f.newPath()))
	default:
		err = transfer(from, target, keep, &result)
		_ = safely(from.db.Close)
	}
	if err := errors.Join(err, target.Sync(), target.Close()); err != nil {
		return result, errors.Join(err, os.Remove(f.newPath()))
	}
	return result, nil
}

func openSource(path string) (from source, err error) {
	err = safely(func() error {
		from.db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, ReadOnly: true})
		if err != nil {
			return err
		}
		return from.db.View(func(tx *bbolt.Tx) error {
			from.sealed = tx.Bucket(sealedBucket) != nil
			return nil
		})
	})
	if err != nil && from.db != nil {
		_ = safely(from.db.Close)
	}
	return from, err
}

// transfer copies the requests of a queue, those under way at its end, so that a second kill finds them once more.
func transfer(from source, target *database, keep bool, result *copied) error {
	result.damage(from.verify())
	state, numbers, err := from.queue()
	result.damage(err)
	fresh := metadata{items: state.items, bytes: state.bytes, read: state.read, write: state.write}
	if keep {
		fresh.dispatched = state.dispatched
	}
	for len(numbers) > 0 {
		numbers, err = transferSome(from, target, numbers, func(number uint64) uint64 {
			if keep || number >= state.read {
				return number
			}
			fresh.write++
			return fresh.write - 1
		}, result)
		if err != nil {
			return err
		}
	}
	if fresh.write == 0 && result.kept == 0 {
		return nil
	}
	return target.change(func(tx *bbolt.Tx) error {
		return tx.Bucket(sealedBucket).Put([]byte(metadataKey), seal(metadataKey, fresh.encode()))
	})
}

// transferSome copies one transaction of requests and returns the others.
func transferSome(from source, target *database, numbers []uint64, renumber func(uint64) uint64, result *copied) ([]uint64, error) {
	err := target.change(func(tx *bbolt.Tx) error {
		for size := 0; len(numbers) > 0 && size < copyBytes; numbers = numbers[1:] {
			value, err := from.get(requestKey(numbers[0]))
			result.damage(err)
			if value == nil {
				// In a whole file a number without a request is one that a full disk did not take.
				if result.damaged != nil {
					result.lost++
				}
				continue
			}
			key := requestKey(renumber(numbers[0]))
			if err := tx.Bucket(sealedBucket).Put([]byte(key), seal(key, value)); err != nil {
				return err
			}
			size += len(value)
			result.kept++
		}
		return nil
	})
	return numbers, err
}

// get reads one value; nil when there is none.
func (s source) get(key string) (value []byte, err error) {
	err = safely(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			bucket := s.bucket(tx)
			if bucket == nil {
				return nil
			}
			raw := bucket.Get([]byte(key))
			if raw == nil {
				return nil
			}
			if !s.sealed {
				value = slices.Clone(raw)
				return nil
			}
			var whole bool
			if value, whole = unseal(key, raw); !whole {
				return errDamaged
			}
			return nil
		})
	})
	return value, err
}

// bucket has the values; nil when the file has none.
func (s source) bucket(tx *bbolt.Tx) *bbolt.Bucket {
	if s.sealed {
		return tx.Bucket(sealedBucket)
	}
	return tx.Bucket(plainBucket)
}

// verify looks at every key and value.
func (s source) verify() error {
	return safely(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			bucket := s.bucket(tx)
			if bucket == nil {
				return nil
			}
			var before []byte
			return bucket.ForEach(func(key, value []byte) error {
				if before != nil && bytes.Compare(before, key) >= 0 {
					return errDamaged
				}
				before = slices.Clone(key)
				if _, whole := unseal(string(key), value); s.sealed && !whole {
					return errDamaged
				}
				return nil
			})
		})
	})
}

// queue is the state and the numbers of the requests in a file, those under way first. Without a readable state it is
// made from the keys as far as they can be read.
func (s source) queue() (metadata, []uint64, error) {
	data, err := s.get(metadataKey)
	if err == nil {
		var state metadata
		if state, err = parseMetadata(data); err == nil {
			numbers := slices.Clone(state.dispatched)
			for number := state.read; number < state.write; number++ {
				numbers = append(numbers, number)
			}
			return state, numbers, nil
		}
	}
	numbers, errKeys := s.numbers()
	if len(numbers) == 0 {
		return metadata{}, nil, errors.Join(err, errKeys)
	}
	slices.Sort(numbers)
	return metadata{read: numbers[0], write: numbers[len(numbers)-1] + 1}, numbers, errors.Join(err, errKeys)
}

// numbers of all requests, until a damaged page ends the walk.
func (s source) numbers() (numbers []uint64, err error) {
	err = safely(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			bucket := s.bucket(tx)
			if bucket == nil {
				return nil
			}
			return bucket.ForEach(func(key, _ []byte) error {
				if number, is := requestNumber(string(key)); is {
					numbers = append(numbers, number)
				}
				return nil
			})
		})
	})
	return numbers, err
}
