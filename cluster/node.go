// Package cluster puts the commands of all stations of a street office into one order and hands them to each station's machine. It knows
// the log, its members and the ways between them; what a command means is not its business.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/raft"

	"jiezhan/station"
	"jiezhan/station/ledger"
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
	door      *door
	peers     *peers
	transport *patient
	raft      *raft.Raft
	proposer  *proposer
	forwarder *forwarder
	watchers  watchers

	fault   atomic.Pointer[error]
	left    atomic.Bool   // raft has ended; its own state may say otherwise, where it was about to change
	started chan struct{} // closed when all of the above is there
	stopped chan struct{} // closed when Shutdown begins
	work    sync.WaitGroup
	once    sync.Once
	closers []func() error
}

// dialer opens a connection to a member, for one purpose.
type dialer func(ctx context.Context, address string) (net.Conn, error)

// New starts a node on parts. It brings the register to where the log takes over, and on the very first start writes the
// list of members as the first entry.
func New(config Config, parts Parts) (*Node, error) {
	config, err := config.complete()
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	n := &Node{config: config, started: make(chan struct{}), stopped: make(chan struct{})}
	n.fsm = newFSM(parts.Machine, parts.Register, config.Log, n.fail)
	if err := guard(n.fsm, parts); err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	if n.door, err = openDoor(parts.Network, config.self().Address, config.Now); err != nil {
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
	n.peers = watchPeers(n.config.Members, n.config.ID, n.dialFor(purposeProbe), n.config.Now, n.watchers.notify)
	n.transport = newPatient(raft.NewNetworkTransportWithConfig(&raft.NetworkTransportConfig{
		Stream: newStream(n.door), MaxPool: pooledConns, Timeout: rpcTimeout, Logger: settings.Logger,
	}), n.peers)
	parts.Logs = watchedLog{LogStore: parts.Logs, fail: n.fail}
	if err := n.join(settings, parts); err != nil {
		n.peers.close()
		return errors.Join(err, n.transport.Close())
	}
	n.proposer = newProposer(n.raft, parts.Machine.Kinds())
	n.forwarder = &forwarder{dial: n.dialFor(purposeForward)}
	n.work.Go(n.follow)
	close(n.started)
	n.door.serve(map[purpose]func(net.Conn){
		purposeForward: func(conn net.Conn) { serveForwarded(conn, n.proposer.submit) },
		purposeProbe:   serveProbe,
	})
	return nil
}

func (n *Node) dialFor(why purpose) dialer {
	return func(ctx context.Context, address string) (net.Conn, error) { return n.door.dial(ctx, address, why) }
}

// join starts raft, on the very first start with the list of members as first entry.
func (n *Node) join(settings *raft.Config, parts Parts) error {
	known, err := raft.HasExistingState(parts.Logs, parts.Stable, parts.Snapshots)
	if err != nil {
		return err
	}
	if !known {
		err = raft.BootstrapCluster(settings, parts.Logs, parts.Stable, parts.Snapshots, n.transport, n.config.bootstrap())
		if err != nil {
			return fmt.Errorf("write the list of members: %w", err)
		}
	}
	logs, err := raft.NewLogCache(cachedEntries, parts.Logs)
	if err != nil {
		return err
	}
	n.raft, err = raft.NewRaft(settings, n.fsm, logs, parts.Stable, parts.Snapshots, n.transport)
	if err != nil {
		return err
	}
	if members := n.raft.GetConfiguration().Configuration(); !reflect.DeepEqual(members, n.config.bootstrap()) {
		n.config.Log.Warn("the configuration lists other members than the log; the log counts", "log", harmless(members.Servers))
	}
	return nil
}

// Propose brings a command into the log, through the leader, and answers its outcome. station.ErrNoLeader says that it was not
// sent, station.ErrUncertain that it may be decided, ErrRejected that the leader cannot take it.
func (n *Node) Propose(ctx context.Context, e ledger.Envelope) (ledger.Outcome, error) {
	if fault := n.fault.Load(); fault != nil {
		return ledger.Outcome{}, fmt.Errorf("%w: this station has stopped: %w", station.ErrNoLeader, *fault)
	}
	address, leader := n.raft.LeaderWithID()
	switch leader {
	case "":
		return ledger.Outcome{}, station.ErrNoLeader
	case raft.ServerID(n.config.ID):
		return n.proposer.propose(ctx, e)
	default:
		return n.forwarder.send(ctx, string(leader), string(address), e)
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
	for {
		_, leader := n.raft.LeaderWithID()
		n.forwarder.follow(string(leader))
		if n.raft.State() != raft.Leader {
			n.transport.release()
		}
		n.watchers.notify()
		select { // an observation dropped while the channel was full is covered by the next round, which looks for itself
		case <-news:
		case <-n.stopped:
			return
		}
	}
}

// fail stops this station's part in the log, on the first error that would part it from its peers: it gives up leading, then
// votes and stores no more. The register stays readable. Called from raft's own goroutines, so it does not wait.
func (n *Node) fail(err error) {
	if !n.fault.CompareAndSwap(nil, &err) {
		return
	}
	n.config.Log.Error("this station stops: it cannot go on without parting from its peers", "error", err)
	n.work.Go(func() {
		select {
		case <-n.started:
		case <-n.stopped: // it never started
			return
		}
		n.watchers.notify()
		ctx, cancel := context.WithTimeout(context.Background(), n.config.Timing.Election)
		defer cancel()
		n.leave(ctx)
		n.raft.Shutdown().Error() //nolint:errcheck,gosec // it has no error of its own
		n.left.Store(true)
		n.watchers.notify()
	})
}

// leave takes no more commands and gives up the lead.
func (n *Node) leave(ctx context.Context) {
	n.proposer.close(ctx)
	if n.raft.State() == raft.Leader {
		n.handOver(ctx)
	}
	n.transport.stop()
}

// handOver lets another voter lead at once, so that nobody waits for an election timeout.
func (n *Node) handOver(ctx context.Context) {
	done := make(chan error, 1)
	go func() { done <- n.raft.LeadershipTransfer().Error() }()
	select {
	case err := <-done:
		if err != nil {
			n.config.Log.Info("nobody took over the lead", "reason", err)
		}
	case <-ctx.Done():
	}
}

// Shutdown takes no more commands, lets those under way finish until ctx ends, hands over the lead and leaves. Parts may be
// closed afterwards.
func (n *Node) Shutdown(ctx context.Context) error {
	var err error
	n.once.Do(func() {
		close(n.stopped)
		n.forwarder.close()
		n.leave(ctx)
		ended := n.raft.Shutdown()
		err = n.door.close() // calls under way end now and not at their deadline
		err = errors.Join(err, ended.Error())
		n.left.Store(true)
		n.proposer.abandon()
		n.peers.close()
		n.work.Wait()
		n.watchers.close()
		for _, closePart := range n.closers {
			err = errors.Join(err, closePart())
		}
	})
	return err
}
