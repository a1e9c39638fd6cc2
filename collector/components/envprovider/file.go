package envprovider

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// maxFileBytes is far above any token, header or address: what is larger is another file than was meant.
const maxFileBytes = 64 << 10

var fileReference = regexp.MustCompile(`\$\{file:([^{}]+)\}`)

// withFiles puts the content of a file in the place of every ${file:PATH} in value, without the space around it: editors
// and echo end a file with a line break, and a header with one stops delivery. No error shows what is in a file.
func withFiles(value string) (string, error) {
	var failed error
	whole := fileReference.ReplaceAllStringFunc(value, func(reference string) string {
		path := fileReference.FindStringSubmatch(reference)[1]
		content, err := readFile(path)
		if err != nil && failed == nil {
			failed = err
		}
		return content
	})
	return whole, failed
}

func readFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("its file cannot be read: %w. Mount it there or correct the path", err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxFileBytes {
		return "", fmt.Errorf("%q is no file of at most %d bytes. Name a file that holds the value alone", path, maxFileBytes)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("its file cannot be read: %w. Make it readable for the user of the collector", err)
	}
	return strings.TrimSpace(string(content)), nil
}
