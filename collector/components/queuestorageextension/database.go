package queuestorageextension

import (
	"os"

	"go.etcd.io/bbolt"
)

// database is a file that is open for writing.
type database struct {
	*bbolt.DB
	handle *os.File
}

func (d *database) openFile(name string, flag int, mode os.FileMode) (*os.File, error) {
	handle, err := os.OpenFile(name, flag, mode)
	d.handle = handle
	return handle, err
}

// change is Update, except that a panic is not rolled back: bbolt would then read all pages in a goroutine of its own,
// where a damaged one ends the process. After a panic the database has to be abandoned.
func (d *database) change(do func(*bbolt.Tx) error) error {
	tx, err := d.Begin(true)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// abandon lets go of the file and its lock. Its memory stays mapped, for something in bbolt still holds it.
func (d *database) abandon() {
	unlock(d.handle)
	_ = d.handle.Close()
}
