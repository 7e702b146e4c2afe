package ports

import (
	"io"
	"sync/atomic"
)

// A tap passes bytes on and tells of them.
type tap struct {
	io.ReadWriteCloser
	told func(in bool, p []byte)
}

// Read tells of the bytes that came.
func (t tap) Read(p []byte) (int, error) {
	n, err := t.ReadWriteCloser.Read(p)
	if n > 0 {
		t.told(true, p[:n])
	}
	return n, err
}

// Write tells of the bytes that went.
func (t tap) Write(p []byte) (int, error) {
	n, err := t.ReadWriteCloser.Write(p)
	if n > 0 {
		t.told(false, p[:n])
	}
	return n, err
}

// meter counts bytes in both directions.
type meter struct{ in, out atomic.Int64 }

func (m *meter) count(in bool, n int) {
	if in {
		m.in.Add(int64(n))
		return
	}
	m.out.Add(int64(n))
}
