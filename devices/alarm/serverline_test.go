package alarm

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A tray is a Sink that remembers what it took.
type tray struct {
	mu      sync.Mutex
	refuse  func(n int) bool // the n-th Store fails
	stores  int
	stored  []Signal
	answers int
	store   func(context.Context)
}

func (d *tray) Store(ctx context.Context, _ string, signals []Signal) error {
	if d.store != nil {
		d.store(ctx)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stores++
	if ctx.Err() != nil || d.refuse != nil && d.refuse(d.stores) {
		return errors.New("refused")
	}
	d.stored = append(d.stored, signals...)
	return nil
}

func (d *tray) Tell(e LinkEvent) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e.Kind == LinkAnswered {
		d.answers++
	}
}

// servePipe serves one connection in memory. What comes back is told on heard, which is closed with the connection.
func servePipe(t *testing.T, sink Sink, s Settings) (panel net.Conn, heard <-chan string) {
	t.Helper()
	near, panel := net.Pipe()
	opts := ServerOptions{Settings: s}.withDefaults()
	go newPanelLine(near, newServerDesk(sink, opts)).run(t.Context())
	answers := make(chan string, 1000)
	go func() {
		defer close(answers)
		buf := make([]byte, 4096)
		for {
			n, err := panel.Read(buf)
			if err != nil {
				return
			}
			answers <- string(buf[:n])
		}
	}()
	return panel, answers
}

func TestServerLineIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		panel, heard := servePipe(t, &tray{}, Settings{})
		start := time.Now()
		for range 3 {
			if _, err := io.WriteString(panel, frame(`"NULL"0000L0#5555[]`)); err != nil {
				t.Fatal(err)
			}
			if got, want := <-heard, frame(`"ACK"0000L0#5555[]`); got != want {
				t.Errorf("answer = %q, want %q", got, want)
			}
			<-time.After(29 * time.Second)
		}
		if _, err := panel.Write([]byte{'x'}); err != nil { // no sign of life
			t.Fatal(err)
		}
		for answer := range heard {
			t.Errorf("answer %q to nothing", answer)
		}
		if got, want := time.Since(start), 2*29*time.Second+30*time.Second; got != want {
			t.Errorf("ended after %v, want %v", got, want)
		}
	})
}

// A Store has 3.5 s; what it does not manage is not answered, and the connection goes on.
func TestServerLineSlowStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		slow := true
		sink := &tray{store: func(ctx context.Context) {
			if slow {
				<-ctx.Done()
			}
		}}
		panel, heard := servePipe(t, sink, Settings{})
		alarm := frame(`"ADM-CID"0042L0#5555[#5555|1101 02 012]`)
		if _, err := io.WriteString(panel, alarm); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(heard) != 0 || time.Since(start) != 0 {
			t.Errorf("%d answers before the Store ended", len(heard))
		}
		if _, err := io.WriteString(panel, frame(`"NULL"0000L0#5555[]`)); err != nil { // is read when the Store has ended
			t.Fatal(err)
		}
		if got := time.Since(start); got != storeWait {
			t.Errorf("the Store took %v, want %v", got, storeWait)
		}
		if got, want := <-heard, frame(`"ACK"0000L0#5555[]`); got != want {
			t.Errorf("answer = %q, want %q", got, want)
		}
		slow = false
		if _, err := io.WriteString(panel, alarm); err != nil {
			t.Fatal(err)
		}
		if got, want := <-heard, frame(`"ACK"0042L0#5555[]`); got != want {
			t.Errorf("answer = %q, want %q", got, want)
		}
		if err := panel.Close(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(sink.stored) != 1 {
			t.Errorf("stored %d signals, want 1", len(sink.stored))
		}
	})
}

// A panel that does not read its answers is hung up.
func TestServerLineDeafPanel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, panel := net.Pipe()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			newPanelLine(near, newServerDesk(&tray{}, ServerOptions{}.withDefaults())).run(t.Context())
		}()
		start := time.Now()
		if _, err := io.WriteString(panel, frame(`"NULL"0000L0#5555[]`)); err != nil {
			t.Fatal(err)
		}
		<-ended
		if got := time.Since(start); got != answerWithin {
			t.Errorf("hung up after %v, want %v", got, answerWithin)
		}
	})
}

// FuzzServerLine: whatever a connection brings, in whatever pieces and with whatever Stores failing, each answer is a sound frame, and
// an ACK belongs to something stored or to a heartbeat.
func FuzzServerLine(f *testing.F) {
	f.Add([]byte(frame(`"ADM-CID"0042L0#5555[#5555|1101 02 012]`)+frame(`"NULL"0000L0#5555[]`)), uint8(9), uint8(2))
	f.Add([]byte(frame(`"SIA-DCS"0042L0#5555[#5555|NBA1/FA2]`)+"GET / HTTP/1.1\r\n\r\n"+frame(`"XYZ"0001L0#5555[]`)), uint8(40), uint8(0))
	f.Add(encodeDC09(Signal{Account: "ABC", Event: "110", Qualifier: New}, exampleSettings()), uint8(64), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, size, fails uint8) {
		s := exampleSettings()
		failing := func(n int) bool { return fails > 0 && n%(int(fails)+1) == 0 }
		sink := &tray{refuse: failing}
		panel, heard := servePipe(t, sink, s)
		for rest := stream; len(rest) > 0; {
			n := min(len(rest), int(size)+1)
			if _, err := panel.Write(rest[:n]); err != nil {
				break
			}
			rest = rest[n:]
		}
		acked := 0
		_ = panel.Close() // ends the connection
		var reader DC09Reader
		for answer := range heard {
			n := 0
			reader.Feed([]byte(answer), func(f DC09Frame) {
				n++
				if f.Token == TokenAck {
					acked++
				}
			})
			if n != 1 {
				t.Fatalf("answer %q is %d frames", answer, n)
			}
		}
		beats := 0
		for _, m := range decodeAll(t, s, string(stream), max(1, len(stream))) {
			if m.Signals[0].Heartbeat && m.Signals[0].Error == "" {
				beats++
			}
		}
		sink.mu.Lock()
		defer sink.mu.Unlock()
		if acked > len(sink.stored)+beats {
			t.Fatalf("%d ACK, but %d signals stored and %d heartbeats", acked, len(sink.stored), beats)
		}
	})
}
