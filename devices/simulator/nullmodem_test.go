package simulator_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/synctest"

	"jiezhan/devices/simulator"
)

func TestNullModem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := simulator.NullModem()
		sent := bytes.Repeat([]byte("0123456789"), 1000) // more than lies in a line
		written := make(chan error, 1)
		go func() {
			_, err := a.Write(sent)
			written <- err
		}()
		synctest.Wait()
		select {
		case err := <-written:
			t.Fatalf("Write of 10,000 bytes = %v before anyone read, want it to wait", err)
		default:
		}
		got := make([]byte, len(sent))
		if _, err := io.ReadFull(b, got); err != nil || !bytes.Equal(got, sent) {
			t.Errorf("read %d bytes, %v, want those sent", len(got), err)
		}
		if err := <-written; err != nil {
			t.Errorf("Write = %v, want nil", err)
		}
		if _, err := b.Write([]byte("back")); err != nil {
			t.Errorf("Write the other way = %v, want nil", err)
		}
		_ = b.Close()
		if n, err := a.Read(got); n != 4 || err != nil {
			t.Errorf("Read of what came before the hang-up = %d, %v, want 4, nil", n, err)
		}
		if _, err := a.Read(got); !errors.Is(err, io.EOF) {
			t.Errorf("Read after the hang-up = %v, want %v", err, io.EOF)
		}
		if _, err := a.Write(sent); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("Write after the hang-up = %v, want %v", err, io.ErrClosedPipe)
		}
	})
}
