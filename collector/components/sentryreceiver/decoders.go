package sentryreceiver

import (
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// maxZstdWindow is what HTTP receivers must support; a larger window is memory a sender could ask for.
const maxZstdWindow = 8 << 20

// readCloser reads from a decoder and closes what lies under it.
type readCloser struct {
	io.Reader
	close func() error
}

func (r readCloser) Close() error { return r.close() }

// newBrotliReader adds the one common encoding that confighttp lacks.
func newBrotliReader(body io.ReadCloser) (io.ReadCloser, error) {
	return readCloser{brotli.NewReader(body), body.Close}, nil
}

// newZstdReader replaces confighttp's own decoder, which allows larger windows.
func newZstdReader(body io.ReadCloser) (io.ReadCloser, error) {
	decoder, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxZstdWindow))
	if err != nil {
		return nil, err
	}
	return readCloser{decoder, func() error {
		decoder.Close()
		return body.Close()
	}}, nil
}
