package demo

import (
	"fmt"
	"sync"

	"jiezhan/app/demo/street"
	wire "jiezhan/devices/alarm"
	"jiezhan/station/alarm"
)

// scene is something that happens behind the alarm lines of a station; the device panel words it.
type scene string

const (
	help         scene = "help"
	fire         scene = "fire"
	gas          scene = "gas"
	duress       scene = "duress"
	burglary     scene = "burglary"
	tamper       scene = "tamper"
	mainsLost    scene = "mains_lost"
	mainsBack    scene = "mains_back" // where it was lost last
	opened       scene = "opened"
	closed       scene = "closed" // what was opened last
	periodicTest scene = "test"
	unknownCode  scene = "unknown_code"
	stranger     scene = "stranger" // an account that nobody is behind
	runaway      scene = "runaway"  // one panel that cannot stop
	blackout     scene = "blackout" // the mains of a whole quarter
)

// Signals of a runaway, and panels on each line that a blackout makes report.
const (
	runawaySignals = 60
	blackoutPanels = 5
)

// event is what one panel reports in a scene: a Contact ID code, and who stands for it.
type event struct {
	code      string
	who       alarm.SubscriberKind
	qualifier int
	of        scene // whose account and zone it takes over; empty: the next ones
	zone      string
}

// events are the scenes that are one signal each.
func events() map[scene]event {
	return map[scene]event{
		help:         {code: "101", who: alarm.Elder},
		fire:         {code: "111", who: alarm.Shop},
		gas:          {code: "151", who: alarm.Household},
		duress:       {code: "121", who: alarm.Shop, zone: "001"},
		burglary:     {code: "131", who: alarm.Household},
		tamper:       {code: "137", who: alarm.Shop},
		mainsLost:    {code: "301", who: alarm.School, zone: "000"},
		mainsBack:    {code: "301", who: alarm.School, zone: "000", qualifier: wire.Restore, of: mainsLost},
		opened:       {code: "401", who: alarm.Shop, zone: "002"},
		closed:       {code: "401", who: alarm.Shop, zone: "002", qualifier: wire.Restore, of: opened},
		periodicTest: {code: "602", who: alarm.Office, zone: "000"},
		unknownCode:  {code: "799", who: alarm.Office},
	}
}

// quarter knows the alarm lines of a station. Each scene goes from line to line, and from zone to zone.
type quarter struct {
	lines map[alarm.SubscriberKind][]string

	mu    sync.Mutex
	turns map[scene]int
}

func newQuarter(community int) *quarter {
	q := &quarter{lines: map[alarm.SubscriberKind][]string{}, turns: map[scene]int{}}
	for _, l := range street.Lines() {
		if l.Community == community {
			q.lines[l.Kind] = append(q.lines[l.Kind], l.Account)
		}
	}
	return q
}

// signals are what the panels report in a scene; none where there is no such scene.
func (q *quarter) signals(s scene) []wire.Signal {
	switch s {
	case stranger:
		return []wire.Signal{{Account: street.Stranger, Qualifier: wire.New, Event: "130", Partition: "01", Zone: q.zone(q.turn(s))}}
	case runaway:
		return q.runaway()
	case blackout:
		return q.blackout()
	default:
		return q.single(s)
	}
}

func (q *quarter) single(s scene) []wire.Signal {
	e, found := events()[s]
	if !found {
		return nil
	}
	if e.qualifier == 0 {
		e.qualifier = wire.New
	}
	turn := q.last(e.of)
	if e.of == "" {
		turn = q.turn(s)
	}
	if e.zone == "" {
		e.zone = q.zone(turn)
	}
	lines := q.lines[e.who]
	return []wire.Signal{{Account: lines[turn%len(lines)], Qualifier: e.qualifier, Event: e.code, Partition: "01", Zone: e.zone}}
}

// turn counts how often a scene was played, from 0; last is the count of its last time.
func (q *quarter) turn(s scene) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.turns[s]++
	return q.turns[s] - 1
}

func (q *quarter) last(s scene) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return max(0, q.turns[s]-1)
}

// zone is another one at each turn: the same one again would pass for a repeat.
func (q *quarter) zone(turn int) string { return fmt.Sprintf("%03d", 1+turn%99) }

// runaway is the panel of the garage with one loose contact after the other.
func (q *quarter) runaway() (all []wire.Signal) {
	garage := q.lines[alarm.Other][0]
	for n := range runawaySignals {
		all = append(all, wire.Signal{Account: garage, Qualifier: wire.New, Event: "380", Partition: "01", Zone: q.zone(n)})
	}
	return all
}

// blackout is all lines of the sample, with several panels each.
func (q *quarter) blackout() (all []wire.Signal) {
	for n := range blackoutPanels {
		for _, l := range street.Lines() {
			partition := fmt.Sprintf("%02d", n+1)
			all = append(all, wire.Signal{Account: l.Account, Qualifier: wire.New, Event: "301", Partition: partition, Zone: "000"})
		}
	}
	return all
}
