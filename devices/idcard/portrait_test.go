package idcard_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// A fakeDecoder takes its time and keeps an eye on the bytes it was given.
type fakeDecoder struct {
	takes time.Duration
	err   error

	mu    sync.Mutex
	given [][]byte
	first [][]byte
}

func (f *fakeDecoder) Decode(ctx context.Context, wlt []byte) ([]byte, error) {
	f.mu.Lock()
	f.given, f.first = append(f.given, wlt), append(f.first, bytes.Clone(wlt[:4]))
	f.mu.Unlock()
	select {
	case <-time.After(f.takes):
		return []byte("picture"), f.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// cleared checks that the decoder got sound portraits, and that nothing of them is left.
func (f *fakeDecoder) cleared(t *testing.T, want int) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.given) != want {
		t.Fatalf("decoder was asked %d times, want %d", len(f.given), want)
	}
	for i, wlt := range f.given {
		if !bytes.Equal(f.first[i], []byte{'W', 'L', 0x66, 0}) {
			t.Errorf("decoder got % X…, want the portrait of the chip", f.first[i])
		}
		if !bytes.Equal(wlt, make([]byte, 1024)) {
			t.Error("the compressed portrait was not zeroed")
		}
	}
}

// TestPortraitFollowsTheCard: the card is told without waiting for its picture, and a picture that comes too late is not told.
func TestPortraitFollowsTheCard(t *testing.T) {
	decoder := &fakeDecoder{takes: 2 * time.Second}
	atDesk(t, simulator.Options{}, idcard.Options{Portrait: decoder}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.module.Place(simulator.NewCardImage(sample()))
		d.after(t, time.Second, "placed", "read 范示例")
		<-time.After(2 * time.Second)
		synctest.Wait()
		events := d.news()
		if len(events) != 1 || events[0].Kind != idcard.EventPortrait || string(events[0].Portrait) != "picture" {
			t.Fatalf("events = %q, want the portrait", brief(events))
		}
		d.after(t, time.Minute)
		d.module.Place(simulator.NewCardImage(other()))
		d.after(t, time.Second, "removed", "placed", "read 样本·例")
		d.module.Remove()
		d.after(t, time.Minute, "removed")
	})
	decoder.cleared(t, 2)
}

func TestPortraitThatDoesNotCome(t *testing.T) {
	for name, decoder := range map[string]*fakeDecoder{"fails": {err: errors.New("crash")}, "hangs": {takes: time.Hour}} {
		t.Run(name, func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{Portrait: decoder}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, time.Minute, "placed", "read 范示例")
				d.module.Remove()
				d.after(t, time.Second, "removed")
			})
			decoder.cleared(t, 1)
		})
	}
}

// TestNoPortraitOnTheCard: a card with text only, and one of a layout nobody knows, have none to decode.
func TestNoPortraitOnTheCard(t *testing.T) {
	decoder := &fakeDecoder{}
	atDesk(t, simulator.Options{}, idcard.Options{Portrait: decoder}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.module.Place(simulator.CardImage{Data: simulator.EncodeCard(sample(), nil)})
		d.after(t, 2*time.Second, "placed", "read 范示例")
		d.module.Place(simulator.NewCardImage(flagged("Q")))
		d.after(t, 2*time.Second, "removed", "placed", "fault card.unsupported card.unknown_type")
	})
	decoder.cleared(t, 0)
}

// portraitPNG is a picture of the size of portraits.
func portraitPNG(tb testing.TB, width int) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewNRGBA(image.Rect(0, 0, width, 126))); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}
