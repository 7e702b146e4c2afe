package demo

import (
	"reflect"
	"testing"

	"jiezhan/app/demo/street"
	wire "jiezhan/devices/alarm"
	"jiezhan/station/alarm"
)

// decoded is what a station reads of the signals of a scene, sent over the wire of station i.
func decoded(t *testing.T, i int, s scene) (read []wire.Signal) {
	t.Helper()
	protocol := wireOf(i, 1, t.TempDir()).Protocol
	decoder, err := wire.NewDecoder(protocol, wire.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range newQuarter(i).signals(s) {
		decoder.Feed(wire.Encode(protocol, filled(signal), wire.Settings{}), func(m wire.Message) { read = append(read, m.Signals...) })
	}
	return read
}

func TestScenesArriveAsWhatTheyAre(t *testing.T) {
	kinds := map[string]alarm.SubscriberKind{}
	for _, l := range street.Lines() {
		kinds[l.Account] = l.Kind
	}
	type arrival struct {
		Category  wire.Category
		Priority  int
		Qualifier int
		Who       alarm.SubscriberKind
		Error     string
	}
	for s, want := range map[scene]arrival{
		help:         {wire.Help, 1, wire.New, alarm.Elder, ""},
		fire:         {wire.Fire, 1, wire.New, alarm.Shop, ""},
		gas:          {wire.Technical, 1, wire.New, alarm.Household, ""},
		duress:       {wire.Panic, 1, wire.New, alarm.Shop, ""},
		burglary:     {wire.Intrusion, 2, wire.New, alarm.Household, ""},
		tamper:       {wire.Tamper, 3, wire.New, alarm.Shop, ""},
		mainsLost:    {wire.Trouble, 3, wire.New, alarm.School, ""},
		mainsBack:    {wire.Trouble, 4, wire.Restore, alarm.School, ""},
		opened:       {wire.OpenClose, 4, wire.New, alarm.Shop, ""},
		closed:       {wire.OpenClose, 4, wire.Restore, alarm.Shop, ""},
		periodicTest: {wire.Test, 4, wire.New, alarm.Office, ""},
		unknownCode:  {wire.Unknown, 3, wire.New, alarm.Office, ""},
		stranger:     {wire.Intrusion, 2, wire.New, "", ""},
	} {
		for i := range stations {
			read := decoded(t, i, s)
			if len(read) != 1 {
				t.Errorf("%s at station %d = %d signals, want 1", s, i, len(read))
				continue
			}
			r := read[0]
			if got := (arrival{r.Category, r.Priority(), r.Qualifier, kinds[r.Account], r.Error}); got != want {
				t.Errorf("%s at station %d = %+v, want %+v", s, i, got, want)
			}
		}
	}
}

// A scene that is played again is something new, so that it does not pass for a repeat.
func TestScenesDoNotRepeatThemselves(t *testing.T) {
	for _, s := range []scene{help, fire, gas, burglary, tamper, unknownCode, stranger} {
		q := newQuarter(0)
		if first, second := q.signals(s), q.signals(s); reflect.DeepEqual(first, second) {
			t.Errorf("%s = %+v twice", s, first)
		}
	}
}

func TestWhatEndsIsWhereItBegan(t *testing.T) {
	for end, begin := range map[scene]scene{mainsBack: mainsLost, closed: opened} {
		q := newQuarter(1)
		for range 3 {
			began, ended := q.signals(begin)[0], q.signals(end)[0]
			if began.Account != ended.Account || began.Zone != ended.Zone || ended.Qualifier != wire.Restore {
				t.Errorf("%s = %+v, want the end of %+v", end, ended, began)
			}
		}
	}
}

func TestScenesOfManySignals(t *testing.T) {
	for s, want := range map[scene]struct{ signals, accounts int }{runaway: {60, 1}, blackout: {200, 40}} {
		seen, accounts := map[[3]string]bool{}, map[string]bool{}
		for _, r := range decoded(t, 0, s) {
			seen[[3]string{r.Account, r.Partition, r.Zone}], accounts[r.Account] = true, true
		}
		if len(seen) != want.signals || len(accounts) != want.accounts {
			t.Errorf("%s = %d different signals of %d accounts, want %+v", s, len(seen), len(accounts), want)
		}
	}
	if got := newQuarter(0).signals("flood"); got != nil {
		t.Errorf("no scene = %+v", got)
	}
}
