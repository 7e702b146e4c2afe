// Package cluster puts the commands of all stations of a street office into one order and hands them to each station's machine. It knows
// the log, its members and the ways between them; what a command means is not its business.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/raft"

	"jiezhan/station/store"
)

const (
	// rpcTimeout bounds one call between two logs. A snapshot gets as much again for every 256 KiB.
	rpcTimeout = 3 * time.Second
	// cachedEntries of the log stay in memory, for followers that are nearly up to date.
	cachedEntries = 512
	// pooledConns to each peer stay open.
	pooledConns = 3
)

// Parts are what a node stands on. They stay the caller's, who closes them after Shutdown.
type Parts struct {
	Machine   Machine
	Register  *store.DB // the file Machine writes to
	Logs      raft.LogStore
	Stable    raft.StableStore
	Snapshots raft.SnapshotStore
	Network   Network
}

// Node is this station's place in the log of its street office.
type Node struct {
	config    Config
	fsm       *fsm
	book      book
	door      *door
	peers     *peers
	transport *patient
	novice    *novice
	raft      *raft.Raft
	logs      raft.LogStore
	proposer  *proposer
	forwarder *forwarder
	steward   *steward
	watchers  watchers

	fault    atomic.Pointer[error]
	behind   atomic.Bool   // whether this station was catching up when last looked at
	led      atomic.Bool   // whether it followed a leader since it started
	doubting atomic.Bool   // whether it waits for one, because a peer said that it is no part of the office
	left     atomic.Bool   // raft has ended; its own state may say otherwise, where it was about to change
	started  chan struct{} // closed when all of the above is there
	stopped  chan struct{} // closed when Shutdown begins
	work     sync.WaitGroup
	once     sync.Once
	closers  []func() error
}

// dialer opens a connection to a member, for one purpose.
type dialer func(ctx context.Context, id string) (net.Conn, error)

// New starts a node on parts. It brings the register to where the log takes over, and on the very first start of an office writes the
// list of members as the first entry.
func New(config Config, parts Parts) (*Node, error) {
	config, err := config.complete()
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	n := &Node{config: config, started: make(chan struct{}), stopped: make(chan struct{})}
	n.fsm = newFSM(parts.Machine, parts.Register, config.Log, n.fail, n.advanced)
	if err := guard(n.fsm, parts); err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	n.steward = newSteward(n)
	n.door, err = openDoor(doorSettings{
		network: parts.Network, self: hello{office: config.OfficeEpoch, id: config.ID, Incarnation: config.Incarnation},
		known: newAcquaintances(config, n.steward.banned), book: &n.book, now: config.Now, refused: n.refused,
	})
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	if err := n.start(parts); err != nil {
		close(n.stopped)
		return nil, errors.Join(fmt.Errorf("cluster: %w", err), n.door.close())
	}
	return n, nil
}

func (n *Node) start(parts Parts) error {
	settings := n.config.raft()
	known, err := n.join(settings, parts)
	if err != nil {
		return err
	}
	if n.novice, err = openNovice(parts.Stable, !known && len(n.config.Bootstrap) == 0); err != nil {
		return err
	}
	n.peers = newPeers(peersSettings{
		dial: n.dialFor(purposePulse), now: n.config.Now, clock: n.config.Clock, chain: chain{parts.Machine, n.config.Log},
		novice: n.novice.is, admitted: n.admitted, changed: n.watchers.notify,
	})
	n.transport = newPatient(raft.NewNetworkTransportWithConfig(&raft.NetworkTransportConfig{
		Stream: newStream(n.door), MaxPool: pooledConns, Timeout: rpcTimeout, Logger: settings.Logger, ServerAddressProvider: &n.book,
	}), n.peers, n.novice)
	if err := n.order(settings, parts); err != nil {
		n.peers.close()
		n.transport.stop()
		return errors.Join(err, n.transport.Close())
	}
	n.proposer = newProposer(n.raft, parts.Machine, func() bool { return n.applied(n.raft.LastIndex()) })
	n.forwarder = &forwarder{dial: n.dialFor(purposeForward)}
	n.work.Go(n.follow)
	n.work.Go(n.steward.run)
	close(n.started)
	n.door.serve(map[purpose]func(net.Conn, string){
		purposeForward: func(conn net.Conn, _ string) { serveForwarded(conn, n.proposer.submit) },
		purposePulse: func(conn net.Conn, peer string) {
			servePulse(conn, func(q question) pulse { return n.pulse(q, peer) })
		},
	})
	return nil
}

func (n *Node) dialFor(why purpose) dialer {
	return func(ctx context.Context, id string) (net.Conn, error) { return n.door.dial(ctx, id, why) }
}

// join writes the list of members on the very first start of an office, and answers whether there was a log before.
func (n *Node) join(settings *raft.Config, parts Parts) (known bool, err error) {
	known, err = raft.HasExistingState(parts.Logs, parts.Stable, parts.Snapshots)
	if err != nil || known || len(n.config.Bootstrap) == 0 {
		return known, err
	}
	err = raft.BootstrapCluster(settings, parts.Logs, parts.Stable, parts.Snapshots, nil, n.config.bootstrap())
	if err != nil {
		return false, fmt.Errorf("write the list of members: %w", err)
	}
	return false, nil
}

// order starts raft.
func (n *Node) order(settings *raft.Config, parts Parts) error {
	logs, err := raft.NewLogCache(cachedEntries, watchedLog{LogStore: parts.Logs, fail: n.fail})
	if err != nil {
		return err
	}
	n.logs = logs
	votes := watchedVotes{StableStore: parts.Stable, fail: n.fail}
	if n.raft, err = raft.NewRaft(settings, n.fsm, logs, votes, parts.Snapshots, n.transport); err != nil {
		return err
	}
	n.meet()
	return nil
}

// meet takes the newest list of members from the log.
func (n *Node) meet() {
	members := n.members()
	moved := n.book.turn(members) // before the peers are called: one that cannot be called at once is called only half a second later
	n.peers.follow(members, n.config.ID)
	if moved {
		n.watchers.notify()
	}
}

// follow keeps everything that depends on who leads up to date.
func (n *Node) follow() {
	news := make(chan raft.Observation, 16)
	observer := raft.NewObserver(news, false, func(o *raft.Observation) bool {
		switch o.Data.(type) {
		case raft.LeaderObservation, raft.RaftState, raft.PeerObservation:
			return true
		default:
			return false
		}
	})
	n.raft.RegisterObserver(observer)
	defer n.raft.DeregisterObserver(observer)
	look := time.NewTicker(pulseEvery) // a follower hears of no change of members
	defer look.Stop()
	for {
		n.meet()
		leader := n.leader()
		if leader != "" {
			n.led.Store(true)
		}
		n.forwarder.follow(leader)
		if n.raft.State() != raft.Leader {
			n.transport.release()
		}
		n.advanced()
		select {
		case <-look.C:
			continue
		case <-news: // one dropped while the channel was full is covered by the next round, which looks for itself
		case <-n.stopped:
			return
		}
		n.steward.kick()
		n.watchers.notify()
	}
}

// advanced tells the watchers when this station has caught up, or fallen far behind.
func (n *Node) advanced() {
	select {
	case <-n.started:
	default:
		return
	}
	if behind := n.catchingUp(n.leader()); n.behind.Swap(behind) != behind {
		n.watchers.notify()
	}
}

// Snapshot makes one now; work goes on meanwhile. It answers once it is written.
func (n *Node) Snapshot() error { return n.raft.Snapshot().Error() }

// Reconcile looks at the roster now, and not at the next turn of the steward.
func (n *Node) Reconcile() { n.steward.kick() }
