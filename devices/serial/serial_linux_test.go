package serial_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"jiezhan/devices/serial"
	"jiezhan/devices/simulator"
)

// openPair opens a port whose far end is master.
func openPair(t *testing.T) (port io.ReadWriteCloser, master *os.File, path string) {
	t.Helper()
	master, slave, err := simulator.OpenPTY()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close() })
	path, err = simulator.Link(t.TempDir(), "port", slave)
	if err != nil {
		t.Fatal(err)
	}
	port, err = serial.Open(path, 115200)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = port.Close() })
	return port, master, path
}

// everyByte is all 256 values: none may be taken for a control character.
func everyByte() []byte {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

func TestBytesPassUnchanged(t *testing.T) {
	port, master, _ := openPair(t)
	want := everyByte()
	if _, err := master.Write(want); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for len(got) < len(want) {
		buf := make([]byte, 64)
		n, err := port.Read(buf)
		if err != nil {
			t.Fatalf("after %d bytes: %v", len(got), err)
		}
		got = append(got, buf[:n]...)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("read % X, want % X", got, want)
	}
	if n, err := port.Write(want); n != len(want) || err != nil {
		t.Fatalf("Write = %d, %v, want %d", n, err, len(want))
	}
	back := make([]byte, len(want))
	if _, err := io.ReadFull(master, back); err != nil || !bytes.Equal(back, want) {
		t.Errorf("far end read % X, %v, want % X", back, err, want)
	}
}

func TestSilenceIsQuiet(t *testing.T) {
	port, _, _ := openPair(t)
	for range 3 {
		n, err := port.Read(make([]byte, 8))
		var timeout interface{ Timeout() bool }
		if n != 0 || !errors.Is(err, serial.ErrQuiet) || !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Fatalf("Read = %d, %v, want %v, a time-out", n, err, serial.ErrQuiet)
		}
	}
	if n, err := port.Read(nil); n != 0 || err != nil {
		t.Errorf("Read into nothing = %d, %v, want 0, nil", n, err)
	}
}

func TestHangUpIsGone(t *testing.T) {
	port, master, _ := openPair(t)
	_ = master.Close()
	if err := readUntilLoud(port); !errors.Is(err, serial.ErrGone) {
		t.Errorf("Read after hang-up: %v, want %v", err, serial.ErrGone)
	}
	if _, err := port.Write([]byte("x")); !errors.Is(err, serial.ErrGone) {
		t.Errorf("Write after hang-up: %v, want %v", err, serial.ErrGone)
	}
	if err := port.Close(); err != nil {
		t.Errorf("Close = %v, want nil", err)
	}
}

// readUntilLoud reads until an error other than ErrQuiet.
func readUntilLoud(port io.Reader) error {
	for {
		if _, err := port.Read(make([]byte, 8)); err != nil && !errors.Is(err, serial.ErrQuiet) {
			return err
		}
	}
}

func TestAnotherDeviceBehindTheNameIsGone(t *testing.T) {
	port, _, path := openPair(t)
	other, slave, err := simulator.OpenPTY()
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := simulator.Link(filepath.Dir(path), filepath.Base(path), slave); err != nil {
		t.Fatal(err)
	}
	if err := readUntilLoud(port); !errors.Is(err, serial.ErrGone) {
		t.Errorf("Read = %v, want %v", err, serial.ErrGone)
	}
}

func TestOnePortOneOwner(t *testing.T) {
	port, _, path := openPair(t)
	if _, err := serial.Open(path, 115200); !errors.Is(err, serial.ErrBusy) || !errors.Is(err, syscall.EBUSY) {
		t.Fatalf("second Open = %v, want %v", err, serial.ErrBusy)
	}
	if err := port.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := serial.Open(path, 115200)
	if err != nil {
		t.Fatalf("Open after Close = %v, want the port", err)
	}
	_ = again.Close()
}

func TestCloseEndsAReadUnderWay(t *testing.T) {
	port, _, _ := openPair(t)
	ended := make(chan error, 1)
	go func() { ended <- readUntilLoud(port) }()
	if err := port.Close(); err != nil {
		t.Errorf("Close = %v, want nil", err)
	}
	if err := <-ended; !errors.Is(err, serial.ErrGone) {
		t.Errorf("Read across Close = %v, want %v", err, serial.ErrGone)
	}
	if err := port.Close(); err != nil {
		t.Errorf("second Close = %v, want nil", err)
	}
	if _, err := port.Write([]byte("x")); !errors.Is(err, serial.ErrGone) {
		t.Errorf("Write after Close = %v, want %v", err, serial.ErrGone)
	}
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := serial.Open("/dev/no-such-port", 115200); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing port: %v, want %v", err, fs.ErrNotExist)
	}
	if _, err := serial.Open(file, 115200); err == nil {
		t.Error("an ordinary file was opened, want an error")
	}
	if _, err := serial.Open("/dev/null", 115200); err == nil {
		t.Error("/dev/null was opened, want an error")
	}
	if _, err := serial.Open("/dev/null", 14400); !errors.Is(err, serial.ErrBaud) {
		t.Errorf("odd rate: %v, want %v", err, serial.ErrBaud)
	}
}
