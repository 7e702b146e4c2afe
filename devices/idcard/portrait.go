package idcard

import (
	"bytes"
	"context"
	"time"
)

// A Portrait turns the compressed portrait of a chip into a picture. There is no open decoder for that format (WLT), so a station
// works without one unless its owner has a licensed program: see PortraitCommand.
type Portrait interface {
	// Decode returns a PNG of 102 × 126 pixels. It ends soon after ctx does, and keeps neither wlt nor the picture.
	Decode(ctx context.Context, wlt []byte) (png []byte, err error)
}

// portraitWait bounds a decoder that does not bound itself.
const portraitWait = 10 * time.Second

// A portraitJob is one portrait on its way. The reader does not wait for it: the card is told at once and watched meanwhile.
type portraitJob struct {
	png    chan []byte // gets one picture, nil when there is none
	cancel context.CancelFunc
}

// decodePortrait takes wlt over and zeroes it in the end.
func decodePortrait(ctx context.Context, p Portrait, wlt []byte) *portraitJob {
	ctx, cancel := context.WithTimeout(ctx, portraitWait)
	job := &portraitJob{png: make(chan []byte, 1), cancel: cancel}
	go func() {
		defer clear(wlt)
		png, err := p.Decode(ctx, wlt)
		if err != nil {
			png = nil // the card is good without
		}
		job.png <- png
	}()
	return job
}

// portraitOf copies the compressed portrait out of a read reply where there is somebody to decode it.
func (s *session) portraitOf(data []byte) []byte {
	if s.reader.opts.Portrait == nil {
		return nil
	}
	parts, err := cutSections(data)
	if err != nil {
		return nil // no card either
	}
	return bytes.Clone(parts.photo)
}

// startPortrait has the portrait of the card at rest decoded, when it has one.
func (s *session) startPortrait(ctx context.Context, wlt []byte) {
	if len(wlt) > 0 {
		s.portrait = decodePortrait(ctx, s.reader.opts.Portrait, wlt)
	}
}

// tellPortrait tells the picture when it has come.
func (s *session) tellPortrait() {
	if s.portrait == nil {
		return
	}
	select {
	case png := <-s.portrait.png:
		s.portrait.cancel()
		s.portrait = nil
		if png != nil {
			s.reader.tell(Event{Kind: EventPortrait, Portrait: png})
		}
	default:
	}
}

// dropPortrait is for a card that is gone: its picture must not be told, and not stay either.
func (s *session) dropPortrait() {
	job := s.portrait
	if job == nil {
		return
	}
	s.portrait = nil
	job.cancel()
	go func() { clear(<-job.png) }()
}
