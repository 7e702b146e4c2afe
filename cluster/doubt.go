package cluster

import (
	"errors"
	"fmt"
	"time"
)

// leaderless is how long a station that was part of the office follows nobody before it believes a peer that says it is part of it no more. An
// election takes a second or two, and must not be taken for that.
const leaderless = 10 * time.Second

// refused hears that a peer does not let this station in. What is said of this station's own disk is believed at once, and what the leader says
// too. Anybody else may be the one who went astray, by a recovery typed at the wrong station or with a register of yesterday: as long as this station
// follows a leader it goes on, and shows who refuses it.
func (n *Node) refused(peer string, why error) {
	select {
	case <-n.started:
	default: // the peer says it again only when others like this one may have elected each other
		n.work.Go(func() {
			select {
			case <-n.started:
				n.refused(peer, why)
			case <-n.stopped:
			}
		})
		return
	}
	if n.peers.refused(peer, why) {
		n.config.Log.Warn("a station does not let this one in", "station", peer, "reason", why)
		n.watchers.notify()
	}
	err := fmt.Errorf("%s does not let this station in: %w", peer, why)
	leader := n.leader()
	switch {
	case errors.Is(why, ErrStale), errors.Is(why, ErrCloned), peer == leader:
		n.fail(err)
	case leader == "" && n.doubting.CompareAndSwap(false, true):
		n.work.Go(func() {
			defer n.doubting.Store(false)
			n.doubt(err)
		})
	}
}

// doubt stops this station unless a leader comes. One that was just switched on does not wait until it could elect one: it may be one of a majority that
// was given up, and they must not begin where they were left.
func (n *Node) doubt(err error) {
	patience := leaderless
	if !n.led.Load() {
		patience = n.config.Timing.Heartbeat * 3 / 4 // nobody stands for election before a whole one, while a leader calls after half of one
	}
	changes, stop := n.watchers.add()
	defer stop()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for n.leader() == "" {
		select {
		case <-changes:
		case <-limit.C:
			n.fail(err)
			return
		case <-n.stopped:
			return
		}
	}
}
