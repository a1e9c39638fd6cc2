package queuestorageextension

import (
	"errors"
	"syscall"
)

// isShort says that the disk, or the share of it that this user may have, is full.
func isShort(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
