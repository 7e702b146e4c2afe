package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jiezhan/station/ledger"
)

func BenchmarkPropose(b *testing.B) {
	for _, kind := range []LogStore{Bolt, WAL} {
		for _, through := range []string{"leader", "follower"} {
			for _, writers := range []int{1, 8, 64} {
				b.Run(fmt.Sprintf("%s/%s/%d", kind, through, writers), func(b *testing.B) {
					places := openPlaces(b, 3, func(p *place) { p.config.LogStore = kind })
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
			places := openPlaces(b, 3, func(*place) {})
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

// BenchmarkReturn measures from the moment a station can be reached again, after twenty seconds, to when it has the thousand commands it
// missed.
func BenchmarkReturn(b *testing.B) {
	places := openPlaces(b, 3, func(p *place) { p.network = &breaker{Network: p.network, open: map[net.Conn]bool{}} })
	for n := range b.N {
		b.StopTimer()
		leader := leading(b, places)
		away := places[(slices.Index(places, leader)+1)%len(places)]
		line := away.network.(*breaker)
		line.cut()
		var last ledger.Outcome
		for i := range 1000 {
			last = leader.write(b, fmt.Sprint(n, "-", i), "rent")
		}
		<-time.After(20 * time.Second) // raft alone would sleep ten by now
		b.StartTimer()
		line.mend()
		away.reached(b, last.Index)
	}
}

// vanish is a power cut: nothing is handed over and nothing answers.
func (p *place) vanish() {
	p.node.transport.stop()
	p.node.door.close()            // as hard as it can be
	p.node.raft.Shutdown().Error() // likewise
}

// breaker is a network that can be switched off.
type breaker struct {
	Network
	mu   sync.Mutex
	off  bool
	open map[net.Conn]bool
}

func (k *breaker) cut() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.off = true
	for conn := range k.open {
		conn.Close() // whoever uses it notices
	}
	clear(k.open)
}

func (k *breaker) mend() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.off = false
}

func (k *breaker) take(conn net.Conn, err error) (net.Conn, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err == nil && k.off {
		return nil, errors.Join(errors.New("switched off"), conn.Close())
	}
	if err == nil {
		k.open[conn] = true
	}
	return conn, err
}

func (k *breaker) Dial(ctx context.Context, address string) (net.Conn, error) {
	return k.take(k.Network.Dial(ctx, address))
}

func (k *breaker) Listen() (net.Listener, error) {
	l, err := k.Network.Listen()
	return switched{l, k}, err
}

type switched struct {
	net.Listener
	breaker *breaker
}

func (s switched) Accept() (net.Conn, error) { return s.breaker.take(s.Listener.Accept()) }
