package cluster

import (
	"context"
	"errors"

	"github.com/hashicorp/raft"
)

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
		if err := n.handOver(ctx); err != nil {
			n.config.Log.Info("nobody took over the lead", "reason", err)
		}
	}
	n.transport.stop()
}

// handOver lets another voter lead at once, so that nobody waits for an election timeout.
func (n *Node) handOver(ctx context.Context) error { return n.wait(ctx, n.raft.LeadershipTransfer()) }

// wait answers what raft says, or the end of ctx: a raft that stops does not answer all it was asked.
func (n *Node) wait(ctx context.Context, f raft.Future) error {
	done := make(chan error, 1)
	go func() { done <- f.Error() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
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
