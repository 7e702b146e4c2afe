package cluster

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"strconv"
	"testing"
	"testing/synctest"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// far is the leader's end of a link, played by the test.
type far struct {
	conn net.Conn
	from *bufio.Reader
}

func (f far) read(t *testing.T) []item {
	t.Helper()
	items, err := readFrame(f.from)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func (f far) write(t *testing.T, items ...item) {
	t.Helper()
	if _, err := f.conn.Write(appendFrame(nil, items)); err != nil {
		t.Fatal(err)
	}
}

// dialled answers a forwarder and the leader's ends of the links it opens.
func dialled() (*forwarder, chan far) {
	ends := make(chan far, 10)
	return &forwarder{dial: func(context.Context, string) (net.Conn, error) {
		near, other := net.Pipe()
		ends <- far{other, bufio.NewReader(other)}
		return near, nil
	}}, ends
}

func forward(t *testing.T, f *forwarder, leader, request string) chan answer {
	t.Helper()
	done := make(chan answer, 1)
	f.submit(leader, sealed(t, request, "s1", deposit{Account: "rent"}), func(a answer) { done <- a })
	return done
}

func TestAnswersFindTheirCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, ends := dialled()
		first := forward(t, f, "s2", "a")
		end := <-ends
		synctest.Wait()
		second, third := forward(t, f, "s2", "b"), forward(t, f, "s2", "c")
		synctest.Wait()
		sent := map[string]uint64{}
		for len(sent) < 3 {
			for _, i := range end.read(t) {
				var e ledger.Envelope
				if err := json.Unmarshal(i.body, &e); err != nil {
					t.Fatal(err)
				}
				sent[e.Stamp.RequestID] = i.id
			}
		}
		end.write(t, item{id: 999, status: statusNoLeader}, // nobody asked
			reply(sent["c"], answer{outcome: ledger.Outcome{RequestID: "c"}}),
			reply(sent["a"], answer{outcome: ledger.Outcome{RequestID: "a"}}),
			reply(sent["b"], answer{err: station.ErrNoLeader}))
		if a := <-first; a.outcome.RequestID != "a" || a.err != nil {
			t.Errorf("first: %+v", a)
		}
		if a := <-third; a.outcome.RequestID != "c" || a.err != nil {
			t.Errorf("third: %+v", a)
		}
		if a := <-second; !errors.Is(a.err, station.ErrNoLeader) {
			t.Errorf("second: %+v, want no leader", a)
		}
		f.close()
		if a := <-forward(t, f, "s2", "d"); !errors.Is(a.err, station.ErrNoLeader) {
			t.Errorf("after close: %+v, want no leader", a)
		}
	})
}

func TestABrokenLinkTellsSentFromUnsent(t *testing.T) {
	for name, breaks := range map[string]func(*forwarder, far){
		"connection lost": func(_ *forwarder, end far) { end.conn.Close() }, // a pipe
		"another leads":   func(f *forwarder, _ far) { f.follow("s3") },
		"nobody leads":    func(f *forwarder, _ far) { f.follow("") },
		"nonsense":        func(_ *forwarder, end far) { end.conn.Write([]byte{0, 0, 0, 1, 9}) }, // a pipe
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, ends := dialled()
				sent := forward(t, f, "s2", "a")
				end := <-ends
				end.read(t)
				stuck := forward(t, f, "s2", "b") // being written: the other end does not read
				synctest.Wait()
				unsent := forward(t, f, "s2", "c")
				synctest.Wait()
				breaks(f, end)
				for _, done := range []chan answer{sent, stuck} {
					if a := <-done; !errors.Is(a.err, station.ErrUncertain) {
						t.Errorf("sent: %+v, want uncertain", a)
					}
				}
				if a := <-unsent; !errors.Is(a.err, station.ErrNoLeader) {
					t.Errorf("not sent: %+v, want no leader", a)
				}
				again := forward(t, f, "s2", "a")
				end = <-ends
				end.write(t, reply(end.read(t)[0].id, answer{outcome: ledger.Outcome{RequestID: "a"}}))
				if a := <-again; a.err != nil {
					t.Errorf("asked again on a new link: %v", a.err)
				}
				f.close()
			})
		})
	}
}

func TestALeaderThatCannotBeReachedIsNoLeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := errors.New("connection refused")
		f := &forwarder{dial: func(context.Context, string) (net.Conn, error) { return nil, refused }}
		if a := <-forward(t, f, "s2", "a"); !errors.Is(a.err, station.ErrNoLeader) {
			t.Errorf("refused: %+v, want no leader", a)
		}
		f.dial = func(ctx context.Context, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
		waiting := forward(t, f, "s2", "b")
		synctest.Wait()
		f.follow("s3") // while it still dials
		if a := <-waiting; !errors.Is(a.err, station.ErrNoLeader) {
			t.Errorf("switched off: %+v, want no leader", a)
		}
	})
}

func TestCommandsKeepTheirOrderOnALink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, ends := dialled()
		defer f.close()
		for n := range 3 * maxItems {
			forward(t, f, "s2", strconv.Itoa(n))
		}
		end := <-ends
		for next := 0; next < 3*maxItems; {
			for _, i := range end.read(t) {
				var e ledger.Envelope
				if err := json.Unmarshal(i.body, &e); err != nil || e.Stamp.RequestID != strconv.Itoa(next) {
					t.Fatalf("request %q came as number %d: %v", e.Stamp.RequestID, next, err)
				}
				next++
			}
		}
	})
}

func TestAPeerThatSendsNonsenseIsHungUpOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, other := net.Pipe()
		served := make(chan struct{})
		go func() {
			defer close(served)
			serveForwarded(other, func(_ ledger.Envelope, reply func(answer)) { reply(answer{err: station.ErrNoLeader}) })
		}()
		end := far{near, bufio.NewReader(near)}
		good, err := json.Marshal(sealed(t, "a", "s1", deposit{}))
		if err != nil {
			t.Fatal(err)
		}
		end.write(t, item{id: 1, status: statusCommand, body: []byte("{")}, item{id: 2, status: statusOutcome}, item{id: 3, status: statusCommand, body: good})
		got := map[uint64]status{}
		for len(got) < 3 {
			for _, i := range end.read(t) {
				got[i.id] = i.status
			}
		}
		if got[1] != statusRejected || got[2] != statusRejected || got[3] != statusNoLeader {
			t.Errorf("answers = %v, want two rejected and one passed on", got)
		}
		if _, err := near.Write([]byte{0xff, 0xff, 0xff, 0xff}); err != nil {
			t.Fatal(err)
		}
		<-served
		if _, err := readFrame(end.from); err == nil {
			t.Error("the connection is still open")
		}
	})
}

func TestAPeerThatDoesNotReadIsHungUpOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, other := net.Pipe()
		served := make(chan struct{})
		go func() {
			defer close(served)
			serveForwarded(other, func(_ ledger.Envelope, reply func(answer)) { reply(answer{err: station.ErrNoLeader}) })
		}()
		body, err := json.Marshal(sealed(t, "a", "s1", deposit{}))
		if err != nil {
			t.Fatal(err)
		}
		sent := uint64(0)
		for err == nil {
			sent++
			_, err = near.Write(appendFrame(nil, []item{{id: sent, status: statusCommand, body: body}}))
		}
		<-served
		if sent < perPeer || sent > perPeer+2*maxItems {
			t.Errorf("hung up after %d commands, want about %d", sent, perPeer)
		}
	})
}

func TestAConnectionEndsWhileCommandsAreUndecided(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, other := net.Pipe()
		served := make(chan struct{})
		var later func(answer)
		go func() {
			defer close(served)
			serveForwarded(other, func(_ ledger.Envelope, reply func(answer)) { later = reply })
		}()
		body, err := json.Marshal(sealed(t, "a", "s1", deposit{}))
		if err != nil {
			t.Fatal(err)
		}
		far{conn: near}.write(t, item{id: 1, status: statusCommand, body: body})
		synctest.Wait()
		near.Close() // a pipe
		<-served
		later(answer{}) // harmless
	})
}
