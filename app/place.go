package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"jiezhan/app/api"
	"jiezhan/cluster"
	"jiezhan/station"
)

// The pauses between two looks at a disk that failed.
const (
	diskFirst = time.Second
	diskMost  = 15 * time.Second
)

// place is this station's place among the others: a node, which is opened again once the disk that stopped it is sound.
type place struct {
	station *station.Station
	folder  string
	log     *slog.Logger
	open    func() (*cluster.Node, error)

	mu   sync.Mutex
	node *cluster.Node
}

// begin opens the node and gives the station its log.
func (p *place) begin() error {
	node, err := p.open()
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.node = node
	p.mu.Unlock()
	p.station.Connect(node)
	return nil
}

// end leaves the office for this run.
func (p *place) end() error {
	ctx, cancel := context.WithTimeout(context.Background(), leaving)
	defer cancel()
	return p.now().Shutdown(ctx)
}

func (p *place) now() *cluster.Node {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.node
}

// run watches for faults until ctx ends. A disk may come back; every other fault needs a person and is shown on every screen.
func (p *place) run(ctx context.Context) {
	for {
		fault := awaitFault(ctx, p.now())
		if fault == nil {
			return
		}
		code := stopCode(fault)
		p.log.Error("this station writes no more", "code", code, "error", fault)
		if !passing(code) {
			<-ctx.Done()
			return
		}
		if !p.again(ctx) {
			return
		}
		p.log.Warn("the disk is back, this station takes part again")
	}
}

// awaitFault answers the node's fault, or nil when ctx ends first.
func awaitFault(ctx context.Context, node *cluster.Node) error {
	changes, stop := node.Watch()
	defer stop()
	for {
		if fault := node.Status().Fault; fault != nil {
			return fault
		}
		select {
		case _, open := <-changes:
			if !open {
				return nil
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// again opens the node anew when the disk takes bytes, however long that takes. It answers false when ctx ends before.
func (p *place) again(ctx context.Context) bool {
	if err := p.end(); err != nil {
		p.log.Warn("close the log that failed", "error", err)
	}
	for pause := diskFirst; ; pause = min(2*pause, diskMost) {
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return false
		}
		if err := p.tryAgain(); err != nil {
			p.log.Warn("not yet", "error", err)
			continue
		}
		return true
	}
}

func (p *place) tryAgain() error {
	if err := tryDisk(p.folder); err != nil {
		return err
	}
	if err := p.station.Machine().Reload(); err != nil {
		return err
	}
	return p.begin()
}

// reconcile has the leading station look at the roster now.
func (p *place) reconcile() { p.now().Reconcile() }

// leader is the id of the station that leads, or empty.
func (p *place) leader() string {
	node := p.now()
	if node == nil {
		return "" // the network is open before the node is
	}
	return node.Contact().Leader
}

// Standing is how this station sees the office. One that has stopped follows nobody, whatever it heard last.
func (p *place) Standing() api.Standing {
	status := p.now().Status()
	s := api.Standing{
		Leader: status.Leader, LastIndex: status.LastIndex, CatchingUp: status.CatchingUp, Offset: status.Offset, StopCode: p.stopCode(status),
	}
	if status.Level {
		s.LastIndex = status.Applied // people count commands
	}
	if s.StopCode != "" {
		s.Leader = ""
	}
	if d := status.Differs; d != nil {
		s.Differs = &api.Difference{Peer: d.Peer, Seq: d.Seq, Index: d.Index, Kind: d.Kind, At: d.At}
	}
	for _, m := range status.Members {
		s.Peers = append(s.Peers, api.Peer{
			ID: m.ID, Address: m.Address, Voter: m.Voter, Leader: m.Leader, Reachable: m.Reachable, Applied: m.Applied, Offset: m.Offset, Seen: m.Seen,
		})
	}
	return s
}

// stopCode says why this station writes no more, or nothing while it does.
func (p *place) stopCode(status cluster.Status) string {
	if status.Fault != nil {
		return stopCode(status.Fault)
	}
	if fault := p.station.Standing().Fault; fault != nil {
		return stopCode(fault)
	}
	return ""
}
