package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"testing"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// tcp is a network without protection on the loopback: whoever calls is believed.
type tcp struct{ listen string }

func (n tcp) Listen() (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(context.Background(), "tcp", n.listen)
}

func (n tcp) Dial(ctx context.Context, address string) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", address)
}

func (tcp) Peer(net.Conn) (string, bool) { return "", true }

// place is one station on a real disk.
type place struct {
	config   Config
	folder   string
	network  Network
	register *store.DB
	machine  *ledger.Machine
	node     *Node
}

func openPlaces(tb testing.TB, count int, prepare func(*place)) []*place {
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
		places[i] = &place{config: Config{ID: m.ID, Address: m.Address, Bootstrap: members}, folder: tb.TempDir(), network: tcp{m.Address}}
		prepare(places[i])
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
	p.read(tb)
	var err error
	p.node, err = Open(p.config, p.folder, p.machine, p.register, p.network)
	if err != nil {
		tb.Fatal(err)
	}
}

// read opens the register and no more.
func (p *place) read(tb testing.TB) {
	tb.Helper()
	var err error
	if p.register, err = store.Open(filepath.Join(p.folder, "station.db"), store.Replayable); err != nil {
		tb.Fatal(err)
	}
	if p.machine, err = ledger.Open(p.register, bank(), nil); err != nil {
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
	places := openPlaces(t, 3, func(*place) {})
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
