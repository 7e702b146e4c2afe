package simulator

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

func TestPacedBytesTakeTheirTime(t *testing.T) {
	for baud, want := range map[int]time.Duration{115200: 112413 * time.Microsecond, 9600: 1348958 * time.Microsecond, 0: 0} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			defer near.Close()
			go func() { _, _ = io.Copy(io.Discard, far) }() // ends when near closes
			start := time.Now()
			if n, err := paced(t.Context(), near, baud).Write(make([]byte, 1295)); n != 1295 || err != nil {
				t.Fatalf("wrote %d, %v, want 1295", n, err)
			}
			if took := time.Since(start); took < want-time.Millisecond || took > want+time.Millisecond {
				t.Errorf("a card at %d baud took %v, want %v", baud, took, want)
			}
		})
	}
}

func TestPacedWriteEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if n, err := paced(ctx, io.Discard, 9600).Write(make([]byte, 1295)); n > 100 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("wrote %d, %v, want at most 100 and %v", n, err, context.DeadlineExceeded)
		}
	})
}
