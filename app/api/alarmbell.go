package api

import (
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// alarmsEvery is how often pages are told at most that alarms came: a storm of signals must not become a storm of questions.
const alarmsEvery = 250 * time.Millisecond

// alarmTopic is the topic of items, of which pages read the whole list again.
const alarmTopic = "alarm"

// An alarmBell rings for alarms: at once after a quiet time, then at most every 250 ms, and for the last one in any case.
type alarmBell struct {
	ring  func(index uint64)
	timer *time.Timer
	busy  bool   // it rang lately, and timer runs
	owed  uint64 // index of what came meanwhile; 0 for nothing
}

func newAlarmBell(ring func(index uint64)) *alarmBell {
	timer := time.NewTimer(alarmsEvery)
	timer.Stop()
	return &alarmBell{ring: ring, timer: timer}
}

// take rings for the alarms of a commit and answers the other changes.
func (b *alarmBell) take(commit station.Commit) []ledger.Change {
	var others []ledger.Change
	for _, c := range commit.Changes {
		if c.Topic == alarmTopic {
			b.owed = commit.Index
			continue
		}
		others = append(others, c)
	}
	if b.owed > 0 && !b.busy {
		b.now()
	}
	return others
}

// tick is to be called when timer fires.
func (b *alarmBell) tick() {
	b.busy = false
	if b.owed > 0 {
		b.now()
	}
}

func (b *alarmBell) now() {
	b.ring(b.owed)
	b.owed, b.busy = 0, true
	b.timer.Reset(alarmsEvery)
}
