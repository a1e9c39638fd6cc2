package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const suffix = ".journal"

// segment is one file of the journal. It goes when nothing in it, and in those before it, waits any more.
type segment struct {
	path   string
	number int
	// first counts the spans that were accepted before those in this file.
	first uint64
	size  int64
	// waiting is how many parts of traces in it are undecided.
	waiting int
	born    time.Time
	// file is open for the segment that is written, the last.
	file *os.File
}

func createSegment(directory string, number int, first uint64) (*segment, error) {
	path := filepath.Join(directory, fmt.Sprintf("%010d-%020d%s", number, first, suffix))
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &segment{path: path, number: number, first: first, born: time.Now(), file: file}, nil
}

// write appends data whole or not at all: a disk that fills up in the middle must not leave half a record before the next.
func (s *segment) write(data []byte) error {
	if _, err := s.file.WriteAt(data, s.size); err != nil {
		_ = s.file.Truncate(s.size)
		return err
	}
	s.size += int64(len(data))
	return nil
}

func (s *segment) close() {
	if s.file != nil {
		_ = s.file.Close()
		s.file = nil
	}
}

func (s *segment) remove() {
	s.close()
	_ = os.Remove(s.path)
}

// listSegments finds the files of an earlier life, oldest first.
func listSegments(directory string) ([]*segment, error) {
	paths, err := filepath.Glob(filepath.Join(directory, "*"+suffix))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	segments := make([]*segment, 0, len(paths))
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		s := &segment{path: path, size: info.Size(), born: time.Now()}
		if _, err := fmt.Sscanf(filepath.Base(path), "%d-%d", &s.number, &s.first); err != nil {
			return nil, fmt.Errorf("%s: not a file of the journal", path)
		}
		segments = append(segments, s)
	}
	return segments, nil
}
