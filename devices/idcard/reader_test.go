package idcard_test

import (
	"testing"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// TestOncePerPlacement is the heart of the reader: every card that is put down is delivered once, whatever kind of module
// it is put on and however bad the line.
func TestOncePerPlacement(t *testing.T) {
	modules := map[string]simulator.Options{
		"finds a card once":                    {},
		"finds a card again and again":         {Continual: true},
		"once, refuses 30 05":                  {RefuseSerials: true},
		"again, refuses 30 05":                 {Continual: true, RefuseSerials: true},
		"again, refuses 30 05 and 30 03":       {Continual: true, RefuseSerials: true, RefuseAddress: true},
		"once, garbles 30 05":                  {GarbleSerials: true},
		"again, garbles 30 05":                 {Continual: true, GarbleSerials: true},
		"long header in the answer to 30 01":   {LongHeader: true},
		"again, long header, refuses the rest": {Continual: true, LongHeader: true, RefuseSerials: true},
	}
	lines := []simulator.Fault{simulator.Sound, simulator.Noise, simulator.Split, simulator.Slow, simulator.Echo}
	const late = 5 * time.Second // a garbled probe is only believed the second time
	for name, sim := range modules {
		for _, line := range lines {
			t.Run(name+"/"+string(line), func(t *testing.T) {
				opts := idcard.Options{}
				if line == simulator.Slow {
					opts.Baud = 9600
				}
				atDesk(t, sim, opts, func(t *testing.T, d *desk) {
					d.module.SetFault(line)
					d.after(t, 3*time.Second, "ready")
					d.module.Place(simulator.NewCardImage(sample()))
					d.after(t, 4*time.Second, "placed", "read 范示例")
					d.after(t, 2*time.Minute)
					d.module.Remove()
					d.after(t, late, "removed")
					d.after(t, time.Minute)
					d.module.Place(simulator.NewCardImage(sample()))
					d.after(t, 4*time.Second, "placed", "read 范示例")
					d.module.Remove()
					d.after(t, late, "removed")
				})
			})
		}
	}
}

func TestCardSwappedBetweenTwoPolls(t *testing.T) {
	for name, sim := range map[string]simulator.Options{"once": {}, "again": {Continual: true}} {
		t.Run(name, func(t *testing.T) {
			atDesk(t, sim, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, 2*time.Second, "placed", "read 范示例")
				d.module.Place(simulator.NewCardImage(other()))
				d.after(t, 2*time.Second, "removed", "placed", "read 样本·例")
				d.module.Place(simulator.NewCardImage(other()))
				d.after(t, 2*time.Second, "removed", "placed", "read 样本·例")
			})
		})
	}
}

// trouble is the sample card with a fault of its own.
func trouble(f simulator.Fault) simulator.CardImage {
	image := simulator.NewCardImage(sample())
	image.Trouble = f
	return image
}

func TestCardThatCannotBeRead(t *testing.T) {
	tests := map[string]struct {
		card    simulator.CardImage
		fault   string
		selects int // before the fault
	}{
		"select fails":      {trouble(simulator.Unselectable), "fault card.lift_and_replace", 2},
		"read fails":        {trouble(simulator.Unreadable), "fault card.lift_and_replace", 2},
		"not verified":      {trouble(simulator.Unverified), "fault card.verification_failed", 2},
		"another card":      {trouble(simulator.Unsupported), "fault card.unsupported", 0},
		"sections mismatch": {simulator.CardImage{Data: make([]byte, 300)}, "fault card.lift_and_replace", 1},
		"unknown layout":    {simulator.NewCardImage(flagged("Q")), "fault card.unsupported card.unknown_type", 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Place(tt.card)
				d.after(t, 1500*time.Millisecond, "placed", tt.fault)
				if got := d.module.Requests(idcard.SelectCard); got != tt.selects {
					t.Errorf("selects before the fault = %d, want %d", got, tt.selects)
				}
				d.after(t, time.Minute)
				d.module.Remove()
				d.after(t, time.Second, "removed")
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, time.Second, "placed", "read 范示例")
			})
		})
	}
}

func flagged(flag string) idcard.Card {
	c := sample()
	c.TypeFlag = flag
	return c
}

func TestOneFailureIsSilent(t *testing.T) {
	for _, fault := range []simulator.Fault{simulator.Unselectable, simulator.Unreadable, simulator.Unverified, simulator.Unsupported} {
		t.Run(string(fault), func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.SetFaultFor(fault, 1)
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, 2*time.Second, "placed", "read 范示例")
			})
		})
	}
}

// TestUnreadableCardComesRight: who wiggles the card instead of lifting it is served as well.
func TestUnreadableCardComesRight(t *testing.T) {
	atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.module.SetFault(simulator.Unreadable)
		d.module.Place(simulator.NewCardImage(sample()))
		d.after(t, 10*time.Second, "placed", "fault card.lift_and_replace")
		d.module.SetFault(simulator.Sound)
		d.after(t, 5*time.Second, "read 范示例")
	})
}

func TestCardRemovedMidRead(t *testing.T) {
	for name, at := range map[string]idcard.Command{"before select": idcard.SelectCard, "before read": idcard.ReadCard} {
		t.Run(name, func(t *testing.T) {
			hasty := func(module *simulator.IDCardReader, c idcard.Command) {
				if c == at {
					module.Remove()
				}
			}
			atDesk(t, simulator.Options{OnRequest: hasty}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, 2*time.Second, "placed", "fault card.removed_early", "removed")
				d.after(t, time.Minute)
			})
		})
	}
}

// TestCardRemovedMidFrame: the module falls silent in the middle of the card's bytes, and the card is gone.
func TestCardRemovedMidFrame(t *testing.T) {
	cutting := func(module *simulator.IDCardReader, c idcard.Command) {
		switch c {
		case idcard.ReadCard:
			module.SetFaultFor(simulator.Cut, 1)
		case idcard.ModuleStatus:
			module.Remove()
		}
	}
	atDesk(t, simulator.Options{OnRequest: cutting}, idcard.Options{}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.module.Place(simulator.NewCardImage(sample()))
		d.after(t, 5*time.Second, "placed", "fault card.removed_early", "removed")
	})
}

// TestBadCheckByte: a garbled read is asked for once more, at once, and no event tells of it.
func TestBadCheckByte(t *testing.T) {
	for _, fault := range []simulator.Fault{simulator.BadChecksum, simulator.BadLength, simulator.Cut, simulator.Silence} {
		t.Run(string(fault), func(t *testing.T) {
			once := true
			garble := func(module *simulator.IDCardReader, c idcard.Command) {
				if c == idcard.ReadCard && once {
					once = false
					module.SetFaultFor(fault, 1)
				}
			}
			atDesk(t, simulator.Options{OnRequest: garble, Continual: true}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, 9*time.Second, "placed", "read 范示例")
				if got := d.module.Requests(idcard.ReadCard); got != 2 {
					t.Errorf("reads = %d, want 2", got)
				}
			})
		})
	}
}

// TestPresenceProbeGarbled: one bad answer about a resting card is no reason to deliver it again.
func TestPresenceProbeGarbled(t *testing.T) {
	for _, fault := range []simulator.Fault{simulator.BadChecksum, simulator.Cut, simulator.Silence} {
		t.Run(string(fault), func(t *testing.T) {
			atDesk(t, simulator.Options{Continual: true}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, 2*time.Second, "placed", "read 范示例")
				d.module.SetFaultFor(fault, 1)
				d.after(t, time.Minute)
				d.module.Remove()
				d.after(t, time.Second, "removed")
			})
		})
	}
}

func TestNewAddressesAreRead(t *testing.T) {
	atDesk(t, simulator.Options{}, idcard.Options{NewAddresses: true}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		c := sample()
		c.NewAddresses = []string{"范本省范本市新路2号", "范本省范本市新路3号"}
		d.module.Place(simulator.NewCardImage(c))
		<-time.After(2 * time.Second)
		events := d.news()
		if len(events) != 2 || events[1].Card == nil || len(events[1].Card.NewAddresses) != 2 || events[1].Card.NewAddresses[1] != c.NewAddresses[1] {
			t.Errorf("events = %v, want a card with %q", brief(events), c.NewAddresses)
		}
	})
}

// TestProbeThatNeverWorks: on a module that finds a card again and again, but fails to tell of a resting one, find decides.
func TestProbeThatNeverWorks(t *testing.T) {
	for name, card := range map[string]simulator.CardImage{
		"a card": simulator.NewCardImage(sample()), "of unknown layout": simulator.NewCardImage(flagged("Z")), "nonsense": {Data: []byte("nonsense" + padding)},
	} {
		t.Run(name, func(t *testing.T) {
			atDesk(t, simulator.Options{Continual: true}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Force(idcard.ReadSerials, 0x41, 0)
				d.module.Place(card)
				<-time.After(2 * time.Second)
				if got := brief(d.news()); len(got) != 2 {
					t.Fatalf("events = %q, want placed and what it is", got)
				}
				d.after(t, time.Minute)
				d.module.Remove()
				d.after(t, time.Second, "removed")
			})
		})
	}
}

const padding = "......................................................................................................................................" +
	"......................................................................................................................................"

// TestSwapBeforeTheFirstProbe: the probe has not worked yet, but the number is another one.
func TestSwapBeforeTheFirstProbe(t *testing.T) {
	swapped := false
	swap := func(module *simulator.IDCardReader, c idcard.Command) {
		if c == idcard.ReadSerials && !swapped {
			swapped = true
			module.Place(simulator.NewCardImage(other()))
		}
	}
	atDesk(t, simulator.Options{OnRequest: swap}, idcard.Options{}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.module.Place(simulator.NewCardImage(sample()))
		d.after(t, 2*time.Second, "placed", "read 范示例", "removed", "placed", "read 样本·例")
		d.after(t, time.Minute)
	})
}
