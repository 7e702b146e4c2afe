package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// place is one station on a real disk and the loopback.
type place struct {
	config   Config
	folder   string
	register *store.DB
	machine  *ledger.Machine
	node     *Node
}

func openPlaces(tb testing.TB, count int) []*place {
	tb.Helper()
	members := make([]Member, count)
	for i := range members {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			tb.Fatal(err)
		}
		members[i] = Member{ID: fmt.Sprintf("s%d", i+1), Address: l.Addr().String(), Voter: true}
		if err := l.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	places := make([]*place, count)
	for i, m := range members {
		places[i] = &place{config: Config{ID: m.ID, Members: members}, folder: tb.TempDir()}
		places[i].open(tb)
	}
	tb.Cleanup(func() {
		for _, p := range places {
			if p.node != nil {
				p.close(tb)
			}
		}
	})
	return places
}

func (p *place) open(tb testing.TB) {
	tb.Helper()
	var err error
	if p.register, err = store.Open(filepath.Join(p.folder, "station.db"), store.Replayable); err != nil {
		tb.Fatal(err)
	}
	if p.machine, err = ledger.Open(p.register, bank(), nil); err != nil {
		tb.Fatal(err)
	}
	p.node, err = Open(p.config, p.folder, p.machine, p.register, TCP(p.config.self().Address))
	if err != nil {
		tb.Fatal(err)
	}
}

func (p *place) close(tb testing.TB) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := errors.Join(p.node.Shutdown(ctx), p.register.Close()); err != nil {
		tb.Error(err)
	}
	p.node = nil
}

// leading waits until every running place knows a running leader, and answers it.
func leading(tb testing.TB, places []*place) *place {
	tb.Helper()
	byID := map[string]*place{}
	for _, p := range places {
		if p.node != nil {
			byID[p.config.ID] = p
		}
	}
	var leader string
	for _, p := range byID {
		changes, stop := p.node.Watch()
		for leader = p.node.Status().Leader; byID[leader] == nil; leader = p.node.Status().Leader {
			<-changes
		}
		stop()
	}
	return byID[leader]
}

func (p *place) write(tb testing.TB, request, account string) ledger.Outcome {
	tb.Helper()
	e := sealed(tb, request, p.config.ID, deposit{Account: account, Amount: 1})
	for {
		o, err := p.node.Propose(tb.Context(), e)
		switch {
		case err == nil:
			return o
		case errors.Is(err, station.ErrNoLeader), errors.Is(err, station.ErrUncertain):
			<-time.After(5 * time.Millisecond)
		default:
			tb.Fatal(err)
		}
	}
}

func TestOnDiskAndLoopback(t *testing.T) {
	places := openPlaces(t, 3)
	leader := leading(t, places)
	for i, p := range places {
		p.write(t, fmt.Sprint("a", i), "rent")
	}
	leader.close(t)
	other := leading(t, places)
	other.write(t, "b", "rent")
	leader.open(t)
	leading(t, places)
	got := leader.write(t, "c", "rent")
	if string(got.Result) != "5" {
		t.Errorf("outcome = %+v, want result 5", got)
	}
	for leader.node.Status().Applied < got.Index {
		<-time.After(time.Millisecond)
	}
	if err := leader.node.raft.Snapshot().Error(); err != nil {
		t.Errorf("snapshot: %v", err)
	}
}

func BenchmarkPropose(b *testing.B) {
	for _, through := range []string{"leader", "follower"} {
		for _, writers := range []int{1, 8, 64} {
			b.Run(fmt.Sprintf("%s/%d", through, writers), func(b *testing.B) {
				places := openPlaces(b, 3)
				at := leading(b, places)
				if through == "follower" {
					at = places[(slices.Index(places, at)+1)%len(places)]
				}
				at.write(b, "warm", "warm")
				propose(b, at, writers)
			})
		}
	}
}

func propose(b *testing.B, at *place, writers int) {
	var next atomic.Int64
	took := make([]time.Duration, b.N)
	var all sync.WaitGroup
	b.ResetTimer()
	for w := range writers {
		all.Go(func() {
			account := fmt.Sprint("account-", w)
			for n := next.Add(1) - 1; n < int64(b.N); n = next.Add(1) - 1 {
				began := time.Now()
				at.write(b, fmt.Sprintf("%08d-0000-7000-8000-000000000000", n), account)
				took[n] = time.Since(began)
			}
		})
	}
	all.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
	b.ReportMetric(float64(took[b.N/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[b.N*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkFailover measures from the end of a leader to the next outcome at another station.
func BenchmarkFailover(b *testing.B) {
	for how, end := range map[string]func(*testing.B, *place){
		"shutdown": func(b *testing.B, p *place) { p.close(b) },
		"silence":  func(_ *testing.B, p *place) { p.vanish() },
	} {
		b.Run(how, func(b *testing.B) {
			places := openPlaces(b, 3)
			b.ResetTimer()
			for n := range b.N {
				b.StopTimer()
				leader := leading(b, places)
				other := places[(slices.Index(places, leader)+1)%len(places)]
				b.StartTimer()
				end(b, leader)
				other.write(b, fmt.Sprint(how, n), "rent")
				b.StopTimer()
				if leader.node != nil {
					leader.close(b)
				}
				leader.open(b)
				b.StartTimer()
			}
		})
	}
}

// vanish is a power cut: nothing is handed over and nothing answers.
func (p *place) vanish() {
	p.node.transport.stop()
	p.node.door.close()            // as hard as it can be
	p.node.raft.Shutdown().Error() // likewise
}
