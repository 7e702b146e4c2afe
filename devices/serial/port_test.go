package serial

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// A stuckDriver takes no bytes and returns nothing until it is released.
type stuckDriver struct{ release chan struct{} }

func (d stuckDriver) Read([]byte) (int, error)  { <-d.release; return 0, io.EOF }
func (d stuckDriver) Write([]byte) (int, error) { <-d.release; return 0, io.ErrClosedPipe }
func (d stuckDriver) Close() error              { <-d.release; return nil }

type fakeLock struct{ held, here bool }

func (l *fakeLock) present() bool { return l.here }
func (l *fakeLock) release()      { l.held = false }

func TestWriteAndCloseEndOnAStuckDriver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		driver, lock := stuckDriver{make(chan struct{})}, &fakeLock{held: true, here: true}
		p := newPort("/dev/stuck", driver, lock)
		start := time.Now()
		if _, err := p.Write([]byte("x")); !errors.Is(err, ErrGone) {
			t.Errorf("Write = %v, want %v", err, ErrGone)
		}
		if took := time.Since(start); took != writeWait {
			t.Errorf("Write took %v, want %v", took, writeWait)
		}
		if _, err := p.Write([]byte("x")); !errors.Is(err, ErrGone) || time.Since(start) != writeWait {
			t.Errorf("second Write = %v after %v, want %v at once", err, time.Since(start), ErrGone)
		}
		if err := p.Close(); err != nil {
			t.Errorf("Close = %v, want nil", err)
		}
		if !lock.held {
			t.Error("the device was unlocked before the driver let go")
		}
		close(driver.release)
		synctest.Wait()
		if lock.held {
			t.Error("the device stayed locked after the driver let go")
		}
	})
}

// A script is a driver that answers reads in turn, each after its own time.
type script struct {
	stuckDriver
	steps []step
}

type step struct {
	after time.Duration
	n     int
	err   error
}

func (s *script) Read([]byte) (int, error) {
	next := s.steps[0]
	s.steps = s.steps[1:]
	<-time.After(next.after)
	return next.n, next.err
}

func TestReadTellsSilenceFromHangUp(t *testing.T) {
	quiet, early := step{readWait, 0, io.EOF}, step{0, 0, io.EOF}
	tests := map[string]struct {
		steps []step
		away  bool
		want  []error
	}{
		"time-outs":                    {[]step{quiet, quiet, quiet}, false, []error{ErrQuiet, ErrQuiet, ErrQuiet}},
		"time-outs of windows":         {[]step{{readWait, 0, nil}, {readWait, 0, nil}}, false, []error{ErrQuiet, ErrQuiet}},
		"bytes":                        {[]step{{0, 3, nil}, {0, 1, nil}}, false, []error{nil, nil}},
		"one early silence is no loss": {[]step{early, quiet, early, {0, 1, nil}, early}, false, []error{ErrQuiet, ErrQuiet, ErrQuiet, nil, ErrQuiet}},
		"two early ones are":           {[]step{early, early}, false, []error{ErrQuiet, ErrGone}},
		"an error is":                  {[]step{{0, 0, errors.New("input/output error")}}, false, []error{ErrGone}},
		"no device behind the path":    {[]step{quiet}, true, []error{ErrGone}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				driver := &script{stuckDriver{make(chan struct{})}, tt.steps}
				p := newPort("/dev/script", driver, &fakeLock{here: !tt.away})
				for i, want := range tt.want {
					if _, err := p.Read(make([]byte, 8)); !errors.Is(err, want) {
						t.Errorf("read %d = %v, want %v", i+1, err, want)
					}
				}
				close(driver.release)
				_ = p.Close() // ends the writer
			})
		})
	}
}
