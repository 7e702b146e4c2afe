package idcard

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

// usualReport is the size of the reports of readers that are known to wrap frames in them.
const usualReport = 64

// ReportOptions describe how a reader wraps frames in reports.
type ReportOptions struct {
	Size int  // bytes of payload in a report; 0 is 64
	ID   byte // report id to send first
	// WithID sends the id in front of each report, as hidraw devices want it even for id 0. What comes in needs no setting: an
	// id in front of a frame is skipped.
	WithID bool
}

// Reports carries frames over a device that moves reports of a fixed size, such as a HID reader, for NewReader and Detect. A
// frame starts in a new report and its last report is padded; the padding, which on some readers is left over from an earlier
// card, is dropped by the length of the frame. It is the transport only: opening such a device is left to whoever has its driver.
type Reports struct {
	device io.ReadWriteCloser
	opts   ReportOptions

	mu   sync.Mutex
	left int // bytes of the frame still to come in further reports
	lead int // bytes in front of the payload of each report of this frame: 0, or 1 with an id

	room []byte // the report under way; used by Read alone
	rest []byte // the part of room that Read has not handed out
}

// NewReports wraps a device whose Read returns one report and whose Write takes one.
func NewReports(device io.ReadWriteCloser, opts ReportOptions) *Reports {
	if opts.Size <= 0 {
		opts.Size = usualReport
	}
	return &Reports{device: device, opts: opts, room: make([]byte, 1+opts.Size)}
}

// Read gives the bytes of frames and nothing else: a report that neither starts a frame nor goes on with one gives no bytes and
// no error, as a time-out does. Only one goroutine may read.
func (r *Reports) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		n, err := r.device.Read(r.room)
		r.rest = r.frame(r.room[:n])
		if err != nil || len(r.rest) == 0 {
			return copyOut(p, &r.rest), err
		}
	}
	return copyOut(p, &r.rest), nil
}

// copyOut moves bytes to p and zeroes where they were.
func copyOut(p []byte, rest *[]byte) int {
	n := copy(p, *rest)
	clear((*rest)[:n])
	*rest = (*rest)[n:]
	return n
}

// frame is the part of a report that belongs to a frame; the other parts are zeroed.
func (r *Reports) frame(report []byte) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	start, size := min(r.lead, len(report)), r.left
	if size == 0 {
		if start = bytes.Index(report, preamble); start < 0 || len(report) < start+headLen {
			clear(report)
			return nil
		}
		r.lead = start
		size = headLen + int(binary.BigEndian.Uint16(report[start+len(preamble):]))
	}
	end := min(len(report), start+size)
	r.left = size - (end - start)
	clear(report[:start])
	clear(report[end:])
	return report[start:end]
}

// Write sends p, which must be one whole frame, and forgets a reply that was cut short.
func (r *Reports) Write(p []byte) (int, error) {
	r.mu.Lock()
	r.left = 0
	r.mu.Unlock()
	for sent := 0; sent < len(p); sent += r.opts.Size {
		report := make([]byte, 0, 1+r.opts.Size)
		if r.opts.WithID {
			report = append(report, r.opts.ID)
		}
		report = append(report, p[sent:min(len(p), sent+r.opts.Size)]...)
		report = append(report, make([]byte, cap(report)-len(report))...)
		if !r.opts.WithID {
			report = report[:r.opts.Size]
		}
		if _, err := r.device.Write(report); err != nil {
			return sent, fmt.Errorf("send a report: %w", err)
		}
	}
	return len(p), nil
}

// Close closes the device.
func (r *Reports) Close() error { return r.device.Close() }
