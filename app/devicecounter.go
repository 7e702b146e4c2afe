package app

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"time"

	"jiezhan/app/demo/street"
	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
	"jiezhan/station/calendar"
)

// cardReader plays a card reader: place lays an invented card on it, remove takes it away. Without a script the card lies there from the beginning.
func (c simulateCommand) cardReader(s *session) (farEnd, error) {
	requests := make(chan idcard.Command, 64)
	r := simulator.NewIDCardReader(simulator.Options{OnRequest: func(_ *simulator.IDCardReader, command idcard.Command) {
		select {
		case requests <- command:
		default: // nobody prints that fast, and the reader must not wait
		}
	}})
	run, err := c.join(s, r)
	if err != nil {
		return farEnd{}, err
	}
	do := func(words []string) bool {
		switch words[0] {
		case "place":
			r.Place(simulator.NewCardImage(street.Cast(calendar.On(time.Now()))[0].Card))
		case "remove":
			r.Remove()
		default:
			return false
		}
		return true
	}
	if !c.Send {
		do([]string{"place"})
	}
	return farEnd{
		run: run, fault: r.SetFault, do: do,
		watch: func(ctx context.Context, print func(any)) { printRequests(ctx, requests, print) },
		taken: func(context.Context) error { return nil },
		sum:   func() any { return requestSeen{Kind: "end"} },
	}, nil
}

// requestSeen is a command that a simulated reader was asked.
type requestSeen struct {
	Kind    string `json:"kind"`              // request, and in the last line end
	Command string `json:"command,omitempty"` // CMD and PARA
}

// printRequests leaves out repeats: a station asks for a card several times a second.
func printRequests(ctx context.Context, requests <-chan idcard.Command, print func(any)) {
	var last idcard.Command
	for {
		select {
		case command := <-requests:
			if command != last {
				print(requestSeen{Kind: "request", Command: fmt.Sprintf("%04X", uint16(command))})
			}
			last = command
		case <-ctx.Done():
			return
		}
	}
}

// printerSeen is what a simulated printer has got so far.
type printerSeen struct {
	Kind     string `json:"kind"` // paper, and in the last line end
	Received int    `json:"received"`
	Unknown  int    `json:"unknown"` // bytes that it did not understand
	Slips    int    `json:"slips"`   // pieces of paper, the one that still hangs in the printer included
}

// ticketPrinter plays a ticket printer. Its script knows paper ok|near_end|out, cover open|closed, offline on|off, power, and picture FILE, which writes what was
// printed as a PNG. A rate paces its line.
func (c simulateCommand) ticketPrinter(s *session) (farEnd, error) {
	p, err := simulator.NewPrinter(simulator.PrinterOptions{Baud: c.Baud})
	if err != nil {
		return farEnd{}, err
	}
	run, err := c.join(s, p)
	if err != nil {
		return farEnd{}, err
	}
	seen := func(kind string) printerSeen {
		return printerSeen{Kind: kind, Received: p.Received(), Unknown: p.Unknown(), Slips: len(p.Slips())}
	}
	return farEnd{
		run: run, fault: p.SetFault,
		watch: func(ctx context.Context, print func(any)) {
			last := seen("paper")
			for waited(ctx, printerGlance) {
				if now := seen("paper"); now != last {
					last = now
					print(now)
				}
			}
		},
		taken: func(context.Context) error { return nil },
		do:    func(words []string) bool { return len(words) > 0 && handle(p, words[0], words[1:]) },
		sum:   func() any { return seen("end") },
	}, nil
}

// printerGlance is how often is looked at what a printer has printed.
const printerGlance = 200 * time.Millisecond

// handle does with a printer what people do.
func handle(p *simulator.Printer, verb string, how []string) (understood bool) {
	switch line := fmt.Sprint(verb, how); line {
	case "paper[ok]":
		p.SetNearEnd(false)
		p.LoadPaper(-1)
	case "paper[near_end]":
		p.SetNearEnd(true)
	case "paper[out]":
		p.LoadPaper(0)
	case "cover[open]", "cover[closed]":
		p.SetCover(how[0] == "open")
	case "offline[on]", "offline[off]":
		p.SetOffline(how[0] == "on")
	case "power[]":
		p.PowerCycle()
	default:
		return verb == "picture" && len(how) == 1 && writePicture(p, how[0]) == nil
	}
	return true
}

func writePicture(p *simulator.Printer, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	err = png.Encode(file, p.Picture())
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
