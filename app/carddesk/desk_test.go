package carddesk

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
)

// desk is a desk with a reader whose tokens are t1, t2 …
type desk struct {
	*Desk
	tokens        int
	told, readers atomic.Int64
}

func newDesk() *desk {
	d := &desk{}
	d.Desk = New(time.Now, func() string { d.tokens++; return fmt.Sprint("t", d.tokens) })
	d.Expect(true)
	d.Watch(func(card, reader bool) {
		if card {
			d.told.Add(1)
		}
		if reader {
			d.readers.Add(1)
		}
	})
	return d
}

func (d *desk) happens(kind idcard.EventKind, fault string, card *idcard.Card) {
	d.Handle(idcard.Event{Kind: kind, At: time.Now(), Fault: fault, Card: card})
}

func (d *desk) place(number string) {
	d.happens(idcard.EventPlaced, "", nil)
	d.happens(idcard.EventRead, "", &idcard.Card{Kind: idcard.KindResident, IDNumber: number})
}

// now tells the state, the token shown, and which of t1, t2 may be used.
func (d *desk) now() string {
	s := d.State()
	text := s.State
	if s.Fault != "" {
		text += " " + s.Fault
	}
	if s.Placement != nil {
		text += " " + s.Placement.Token
	}
	for _, token := range []string{"t1", "t2"} {
		if _, found := d.Find(token); found {
			text += " (" + token + " usable)"
		}
	}
	return text
}

// Each story is a list of steps and what is seen after the last one.
func TestWhatLiesOnTheReader(t *testing.T) {
	type step = func(d *desk)
	place := func(number string) step { return func(d *desk) { d.place(number) } }
	remove := func(d *desk) { d.happens(idcard.EventRemoved, "", nil) }
	wait := func(pause time.Duration) step { return func(*desk) { time.Sleep(pause) } } // of the bubble's clock
	fault := func(code string) step { return func(d *desk) { d.happens(idcard.EventFault, code, nil) } }
	wipe := func(token string) step { return func(d *desk) { d.Wipe(token) } }
	for name, c := range map[string]struct {
		steps []step
		want  string
	}{
		"nothing":                        {nil, "none"},
		"placed":                         {[]step{func(d *desk) { d.happens(idcard.EventPlaced, "", nil) }}, "placed"},
		"read":                           {[]step{place("a")}, "read t1 (t1 usable)"},
		"taken away":                     {[]step{place("a"), remove}, "removed (t1 usable)"},
		"taken away for 59 s":            {[]step{place("a"), remove, wait(59 * time.Second)}, "removed (t1 usable)"},
		"taken away for 60 s":            {[]step{place("a"), remove, wait(60 * time.Second)}, "removed"},
		"put back in time":               {[]step{place("a"), remove, wait(59 * time.Second), place("a"), wait(5 * time.Minute)}, "read t1 (t1 usable)"},
		"put back too late":              {[]step{place("a"), remove, wait(time.Minute), place("a")}, "read t2 (t2 usable)"},
		"another card":                   {[]step{place("a"), remove, place("b")}, "read t2 (t2 usable)"},
		"back after another":             {[]step{place("a"), remove, place("b"), remove, place("a")}, "read t3"},
		"lying for ten minutes":          {[]step{place("a"), wait(10 * time.Minute)}, "unreadable card.lift_and_replace"},
		"back and forth for ten minutes": {[]step{place("a"), wait(9*time.Minute + 30*time.Second), remove, wait(29 * time.Second), place("a"), wait(time.Second)}, "unreadable card.lift_and_replace"},
		"unreadable":                     {[]step{fault(idcard.FaultCardLift)}, "unreadable card.lift_and_replace"},
		"unsupported after a card":       {[]step{place("a"), remove, fault(idcard.FaultCardUnsupported)}, "unsupported card.unsupported"},
		"unreadable when put back":       {[]step{place("a"), remove, fault(idcard.FaultCardLift)}, "unreadable card.lift_and_replace (t1 usable)"},
		"wiped":                          {[]step{place("a"), wipe("t1")}, "none"},
		"wiped after removal":            {[]step{place("a"), remove, wipe("")}, "none"},
		"wiped with an old token":        {[]step{place("a"), remove, place("b"), wipe("t1")}, "read t2 (t2 usable)"},
		"reader gone":                    {[]step{place("a"), remove, fault(idcard.FaultGone)}, "removed (t1 usable)"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk()
				for _, s := range c.steps {
					s(d)
				}
				synctest.Wait()
				if got := d.now(); got != c.want {
					t.Errorf("got = %s, want %s", got, c.want)
				}
				d.Wipe("")
			})
		})
	}
}

// The card leaves the memory on time even if nobody asks for it.
func TestTheCardLeavesTheMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.place("a")
		told := d.told.Load()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.state.Placement != nil || d.told.Load() == told {
			t.Errorf("placement = %+v, told %d times more", d.state.Placement, d.told.Load()-told)
		}
	})
}

// A request keeps its hand, whatever becomes known meanwhile.
func TestBind(t *testing.T) {
	d := newDesk()
	d.place("a")
	for _, c := range []struct{ request, person, want string }{
		{"r1", "", ""}, {"r1", "p1", ""}, {"r2", "p1", "p1"}, {"r2", "", "p1"},
	} {
		if got := d.Bind("t1", c.request, c.person); got != c.want {
			t.Errorf("%s by %q = %q, want %q", c.request, c.person, got, c.want)
		}
	}
	if got := d.Bind("t9", "r1", "p1"); got != "p1" {
		t.Errorf("under another token = %q, want p1", got)
	}
	d.Wipe("")
}

func TestReaderStates(t *testing.T) {
	d := newDesk()
	seen := d.Reader().State
	for _, e := range []idcard.Event{
		{Kind: idcard.EventReady},
		{Kind: idcard.EventFault, Fault: idcard.FaultSelfTest},
		{Kind: idcard.EventReady},
		{Kind: idcard.EventFault, Fault: idcard.FaultGone},
		{Kind: idcard.EventFault, Fault: idcard.FaultNotFound},
		{Kind: idcard.EventReady},
	} {
		d.Handle(e)
		seen += " " + d.Reader().State
	}
	if want := "starting ready fault ready absent absent ready"; seen != want || d.readers.Load() != 6 {
		t.Errorf("states = %s (told %d), want %s", seen, d.readers.Load(), want)
	}
	if got := New(time.Now, nil).Reader().State; got != ReaderAbsent {
		t.Errorf("without a reader = %s", got)
	}
}

// A reader that is set up while the station runs is waited for; with one that is taken away its card is forgotten.
func TestExpect(t *testing.T) {
	d := newDesk()
	d.place("a")
	told, readers := d.told.Load(), d.readers.Load()
	d.Expect(true)
	if d.State().State != Read || d.readers.Load() != readers {
		t.Errorf("the same again: state = %+v, told %d", d.State(), d.readers.Load()-readers)
	}
	d.Expect(false)
	if _, found := d.Find("t1"); found || d.Reader().State != ReaderAbsent || d.State().State != None {
		t.Errorf("taken away: reader = %+v, state = %+v, found %v", d.Reader(), d.State(), found)
	}
	d.Expect(true)
	if d.Reader().State != ReaderStarting || d.told.Load() != told+1 || d.readers.Load() != readers+2 {
		t.Errorf("set up: reader = %+v, told %d and %d", d.Reader(), d.told.Load()-told, d.readers.Load()-readers)
	}
}
