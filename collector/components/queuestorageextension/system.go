//go:build !windows

package queuestorageextension

import (
	"os"
	"syscall"
)

// freeBytes of the disk that a directory is on; false when nobody knows.
func freeBytes(directory string) (uint64, bool) {
	var found syscall.Statfs_t
	if err := syscall.Statfs(directory, &found); err != nil {
		return 0, false
	}
	return uint64(found.Bavail) * uint64(found.Bsize), true
}

// unlock lets others open a file that is still mapped: closing it would not.
func unlock(file *os.File) { _ = syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }
