package app

import (
	"bufio"
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"jiezhan/app/text"
	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// simulateCommand plays the far end of a wire. It goes on until it is stopped, or until everything it was told to send has been taken.
type simulateCommand struct {
	Kind    string `arg:"" help:"${help_simulate_kind}" placeholder:"KIND"`
	Port    string `help:"${help_simulate_port}" required:"" xor:"where" placeholder:"PATH|pty"`
	Address string `help:"${help_simulate_address}" required:"" xor:"where" placeholder:"HOST:PORT"`
	Network string `help:"${help_watch_network}" default:"tcp" enum:"tcp,udp"`
	Baud    int    `help:"${help_watch_baud}" placeholder:"BAUD"`
	lineFlags
	wireFlags

	Send      bool          `help:"${help_simulate_send}"`
	Account   string        `help:"${help_simulate_account}" default:"5555"`
	Event     string        `help:"${help_simulate_event}" placeholder:"CODE"`
	Partition string        `help:"${help_simulate_partition}" placeholder:"NN"`
	Zone      string        `help:"${help_simulate_zone}" placeholder:"NNN"`
	Count     int           `help:"${help_simulate_count}" default:"1"`
	Every     time.Duration `help:"${help_simulate_every}" default:"1s"`
	Resend    time.Duration `help:"${help_simulate_resend}" placeholder:"TIME"`
	Heartbeat time.Duration `help:"${help_simulate_heartbeat}" placeholder:"TIME"`
	Fault     string        `help:"${help_simulate_fault}" default:"none" placeholder:"NAME"`
}

// A farEnd is a simulated device as the command works it.
type farEnd struct {
	run   func(ctx context.Context, joined func())   // plays until ctx ends; joined is called when it was told where
	watch func(ctx context.Context, print func(any)) // prints what it sees, until ctx ends
	taken func(ctx context.Context) error            // waits until nothing of what it was to send is left
	fault func(simulator.Fault)
	do    func(words []string) (understood bool) // a line of a script
	sum   func() any                             // what it has seen in all
}

// lineFaults are the names of what can go wrong on a line.
func lineFaults() map[string]simulator.Fault {
	return map[string]simulator.Fault{
		"none": simulator.Sound, "noise": simulator.Noise, "split": simulator.Split, "slow": simulator.Slow, "checksum": simulator.BadChecksum,
		"cut": simulator.Cut, "silence": simulator.Silence, "lost": simulator.RepliesLost,
	}
}

// Run builds the device, connects it and works it.
func (c simulateCommand) Run(s *session) error {
	fault, known := lineFaults()[c.Fault]
	if !known {
		return text.Failure(nil, "simulate.fault", c.Fault, strings.Join(slices.Sorted(maps.Keys(lineFaults())), ", "))
	}
	far, err := c.build(s)
	if err != nil {
		return err
	}
	far.fault(fault)
	return c.work(s, far)
}

func (c simulateCommand) build(s *session) (farEnd, error) {
	switch c.Kind {
	case idcardKind:
		return c.cardReader(s)
	case printerKind:
		return c.ticketPrinter(s)
	case string(alarm.DC09):
		return c.panel()
	}
	p, err := protocolOf(c.Kind, idcardKind, printerKind)
	if err != nil {
		return farEnd{}, err
	}
	return c.receiver(s, p)
}

// work plays the device and gives it what it is to send; the last line says what it has seen in all.
func (c simulateCommand) work(s *session, far farEnd) error {
	ctx, stop := context.WithCancel(s.ctx)
	defer stop()
	print := s.lines()
	var playing sync.WaitGroup
	joined := make(chan struct{})
	playing.Go(func() { far.run(ctx, sync.OnceFunc(func() { close(joined) })) })
	playing.Go(func() {
		select {
		case <-joined: // where the device is comes first
			far.watch(ctx, print)
		case <-ctx.Done():
		}
	})
	err := c.perform(ctx, s.p.Stdin, far)
	if err == nil && (c.Send || c.Event != "") {
		err = far.taken(ctx)
	} else if err == nil {
		<-ctx.Done()
	}
	stop()
	playing.Wait()
	print(far.sum())
	if s.ctx.Err() != nil { // somebody stopped it
		return nil
	}
	return err
}

// perform does what flags and script say.
func (c simulateCommand) perform(ctx context.Context, script io.Reader, far farEnd) error {
	if c.Event != "" {
		for n := range c.Count {
			if n > 0 && !waited(ctx, c.Every) {
				return ctx.Err()
			}
			if !far.do([]string{c.Account, c.Event, c.Partition, c.Zone}) {
				return text.Failure(nil, "simulate.event", c.Event)
			}
		}
	}
	if !c.Send {
		return nil
	}
	number := 0
	for line := range scriptLines(ctx, script) {
		number++
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "//") {
			continue
		}
		if !perform(ctx, words, far) {
			return text.Failure(nil, "simulate.line", number, line)
		}
	}
	return ctx.Err()
}

// perform does one line: wait DURATION, fault NAME, or what the device knows.
func perform(ctx context.Context, words []string, far farEnd) (understood bool) {
	switch {
	case len(words) == 2 && words[0] == "wait":
		d, err := time.ParseDuration(words[1])
		waited(ctx, d)
		return err == nil
	case len(words) == 2 && words[0] == "fault":
		fault, known := lineFaults()[words[1]]
		if known {
			far.fault(fault)
		}
		return known
	}
	return far.do(words)
}

// scriptLines are the lines of the script as they come. They end with it, or with ctx, although a terminal may keep its reader waiting.
func scriptLines(ctx context.Context, script io.Reader) func(yield func(string) bool) {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(script); scan.Scan(); {
			select {
			case lines <- scan.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return func(yield func(string) bool) {
		for {
			select {
			case line, open := <-lines:
				if !open || !yield(line) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// waited lets d go by; false means that ctx ended first.
func waited(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
