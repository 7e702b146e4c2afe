package idcard_test

import (
	"context"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// A bridge is an adapter between host and module: it may echo requests, and it hands each one on after a while.
type bridge struct {
	echo  bool
	delay func(idcard.Command) time.Duration
}

// join moves requests from host to module and replies back until the host's end closes.
func (b bridge) join(host, module net.Conn) {
	defer module.Close()
	var back sync.WaitGroup
	back.Go(func() { _, _ = io.Copy(host, module) }) // ends with either end
	defer back.Wait()
	defer host.Close()
	frames, buf := idcard.NewRequestReader(), make([]byte, 64)
	for {
		n, err := host.Read(buf)
		if err != nil {
			_ = module.Close() // ends the way back
			return
		}
		for body := range frames.Frames(buf[:n]) {
			q := idcard.ParseRequest(body)
			frame := idcard.EncodeRequest(q.Command, q.Data...)
			if b.echo {
				_, _ = host.Write(frame) // a lost host shows at the next read
			}
			<-time.After(b.delay(q.Command))
			_, _ = module.Write(frame) // as above
		}
	}
}

// overBridge tells what a reader says of the sample card within half a minute.
func overBridge(t *testing.T, b bridge, place bool) (events []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		module := simulator.NewIDCardReader(simulator.Options{})
		if place {
			module.Place(simulator.NewCardImage(sample()))
		}
		var serving sync.WaitGroup
		open := func() (io.ReadWriteCloser, error) {
			near, host := net.Pipe()
			inner, far := net.Pipe()
			serving.Go(func() { b.join(host, inner) })
			serving.Go(func() { _ = module.Serve(context.Background(), far) }) // ends with its line
			return near, nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		d := &desk{}
		_ = idcard.NewReader(open, idcard.Options{}).Run(ctx, d.note) // ends with its context
		serving.Wait()
		events = brief(d.news())
	})
	return events
}

// TestEchoBeforeASlowAnswer: an adapter echoes the request at once, and the module takes longer than any pause inside a frame.
func TestEchoBeforeASlowAnswer(t *testing.T) {
	slow := bridge{echo: true, delay: func(c idcard.Command) time.Duration {
		if c == idcard.ReadCard {
			return 3 * time.Second
		}
		return 10 * time.Millisecond
	}}
	if got, want := overBridge(t, slow, true), []string{"ready", "placed", "read 范示例"}; !slices.Equal(got, want) {
		t.Errorf("events = %q, want %q", got, want)
	}
}

// TestAnswerThatComesTooLate: "no card" arrives when the reader has given up and asks whether the module lives. It is not the
// answer to that.
func TestAnswerThatComesTooLate(t *testing.T) {
	asked := 0
	late := bridge{delay: func(c idcard.Command) time.Duration {
		if c == idcard.FindCard {
			if asked++; asked%3 == 0 {
				return 1105 * time.Millisecond // a second of patience, 100 ms of silence, and the question is on its way
			}
		}
		return 0
	}}
	if got, want := overBridge(t, late, false), []string{"ready"}; !slices.Equal(got, want) {
		t.Errorf("events = %q, want %q", got, want)
	}
}
