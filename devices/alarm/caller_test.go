package alarm_test

import (
	"slices"
	"testing"
	"time"

	"jiezhan/devices/alarm"
)

// A caller's number belongs to one event. An operator who finds it on another one calls the wrong household.
func TestCallerBelongsToOneEvent(t *testing.T) {
	const (
		number  = "4012  55550215551234\x14"
		another = "5012 185556E10102012\x14"
		later   = "5012 185555E13001003\x14"
		speaker = "e012      2155512345\x14"
		other   = "a012 666618113001003\x14"
		line3   = "a013 666618113001003\x14"
		strange = "N012 8000 5551234\x14"
	)
	for name, c := range map[string]struct {
		protocol alarm.Protocol
		frames   []string
		want     []string // the number on each
	}{
		"the event behind it":       {alarm.SurGard, []string{number, workedSurGard, later, workedSurGard}, []string{"0215551234", "0215551234", "", ""}},
		"its repeats":               {alarm.SurGard, []string{number, workedSurGard, workedSurGard, workedSurGard}, []string{"0215551234", "0215551234", "0215551234", "0215551234"}},
		"another account between":   {alarm.SurGard, []string{number, another, workedSurGard}, []string{"0215551234", "", "0215551234"}},
		"another account behind it": {alarm.SurGard, []string{number, workedSurGard, another, workedSurGard}, []string{"0215551234", "0215551234", "", ""}},
		"a heartbeat between":       {alarm.SurGard, []string{number, surGardHeartbeat, workedSurGard}, []string{"0215551234", "", ""}},
		"a heartbeat behind it":     {alarm.SurGard, []string{number, workedSurGard, surGardHeartbeat, workedSurGard}, []string{"0215551234", "0215551234", "", ""}},
		"two codes in one frame":    {alarm.SurGard, []string{number, "S012[#5555|NBA1/FA2]\x14"}, []string{"0215551234", "0215551234", "0215551234"}},
		"no account":                {alarm.Radionics6500, []string{speaker, workedRadionics, other}, []string{"2155512345", "2155512345", ""}},
		"no account, any first":     {alarm.Radionics6500, []string{speaker, other, workedRadionics}, []string{"2155512345", "2155512345", ""}},
		"another line between":      {alarm.Radionics6500, []string{speaker, line3, workedRadionics}, []string{"2155512345", "", "2155512345"}},
		"a frame nobody reads":      {alarm.Radionics6500, []string{speaker, strange, workedRadionics}, []string{"2155512345", "", "2155512345"}},
		"a heartbeat on a 685":      {alarm.Ademco685, []string{"\n12  55551391\r", poll685, worked685}, []string{"1391", "", ""}},
		"one of its own":            {alarm.Conwin, []string{"\n12  55551391\r", "\n12 5555 18 E101 02 C012 #10215,\r", worked685}, []string{"1391", "0215", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			d, err := alarm.NewDecoder(c.protocol, alarm.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			for _, frame := range c.frames {
				d.Feed([]byte(frame), func(m alarm.Message) {
					for _, s := range m.Signals {
						got = append(got, s.CallerID)
					}
				})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("numbers = %q, want %q", got, c.want)
			}
		})
	}
}

func TestCallerDoesNotWaitForEver(t *testing.T) {
	now := time.Date(2026, 11, 21, 8, 15, 30, 0, time.UTC)
	d, err := alarm.NewDecoder(alarm.SurGard, alarm.Settings{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	number := func(wait time.Duration, frame string) (number string) {
		now = now.Add(wait)
		d.Feed([]byte(frame), func(m alarm.Message) { number = m.Signals[0].CallerID })
		return number
	}
	const caller = "4012  55550215551234\x14"
	for name, c := range map[string]struct {
		wait, again   time.Duration
		first, second string
	}{
		"in time":               {10 * time.Second, 30 * time.Second, "0215551234", "0215551234"},
		"too late":              {10*time.Second + 1, time.Second, "", ""},
		"a repeat that is none": {time.Second, 30*time.Second + 1, "0215551234", ""},
	} {
		number(time.Hour, caller)
		first := number(c.wait, workedSurGard)
		second := number(c.again, workedSurGard)
		if first != c.first || second != c.second {
			t.Errorf("%s: %q, then %q, want %q, then %q", name, first, second, c.first, c.second)
		}
	}
}
