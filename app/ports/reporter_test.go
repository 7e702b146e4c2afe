package ports

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// A receiver's troubles reach the office once they last, each once, and in the end the last one, whatever fails on the way.
func TestReporter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var told []string
		var failures int
		begin := time.Now()
		r := newReporter(func(_ context.Context, c condition) error {
			if failures > 0 {
				failures--
				return errors.New("no leader")
			}
			told = append(told, fmt.Sprint(time.Since(begin), " ", c.fault))
			return nil
		})
		done := make(chan struct{})
		go func() { r.run(ctx); close(done) }()
		r.say(condition{})
		time.Sleep(3 * time.Second) // at 1 s: well
		r.say(condition{fault: "port.gone"})
		time.Sleep(500 * time.Millisecond)
		r.say(condition{}) // it was only shaken
		time.Sleep(4 * time.Second)
		failures = 3
		r.say(condition{fault: "line.silent"}) // at 7.5 s; tried at 8.5, 9.5, 11.5 and 15.5 s
		time.Sleep(20 * time.Second)
		r.say(condition{})
		time.Sleep(2 * time.Second)
		cancel()
		<-done
		if got, want := fmt.Sprint(told), "[1s  15.5s line.silent 28.5s ]"; got != want {
			t.Errorf("told = %s, want %s", got, want)
		}
	})
}
