package queuestorageextension

import "os"

// freeBytes is not asked on Windows: what does not fit is refused by the disk itself.
func freeBytes(string) (uint64, bool) { return 0, false }

// unlock does nothing: closing is enough.
func unlock(*os.File) {}
