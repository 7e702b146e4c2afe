package idcard_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// A hidDevice moves reports: what comes in is a list of them, what goes out is kept.
type hidDevice struct {
	in  [][]byte
	out [][]byte
}

func (d *hidDevice) Read(p []byte) (int, error) {
	if len(d.in) == 0 {
		return 0, io.EOF
	}
	n := copy(p, d.in[0])
	d.in = d.in[1:]
	return n, nil
}

func (d *hidDevice) Write(p []byte) (int, error) {
	d.out = append(d.out, bytes.Clone(p))
	return len(p), nil
}

func (d *hidDevice) Close() error { return nil }

// wrap puts a frame into reports of size bytes behind lead, with a tail that looks like an old reply.
func wrap(frame []byte, size int, lead []byte) (reports [][]byte) {
	old := idcard.EncodeReply(0x80)
	for _, part := range cut(frame, size) {
		tail := bytes.Repeat(old, size)[:size-len(part)]
		reports = append(reports, slices.Concat(lead, part, tail))
	}
	return reports
}

func TestReportsCarryFrames(t *testing.T) {
	card := idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), simulator.DummyPhoto())...)
	none := idcard.EncodeReply(0x81)
	whole := idcard.EncodeReply(0x90, make([]byte, 64-11)...) // fills its report to the end
	for name, tt := range map[string]struct {
		lead []byte
		size int
	}{"64 bytes": {nil, 64}, "with an id": {[]byte{1}, 64}, "with id 0": {[]byte{0}, 64}, "8 bytes": {nil, 8}} {
		t.Run(name, func(t *testing.T) {
			device := &hidDevice{in: slices.Concat(
				wrap(none, tt.size, tt.lead), [][]byte{make([]byte, tt.size)}, wrap(card, tt.size, tt.lead), wrap(whole, tt.size, tt.lead), wrap(none, tt.size, tt.lead))}
			got, err := io.ReadAll(stubborn{idcard.NewReports(device, idcard.ReportOptions{Size: tt.size})})
			if want := slices.Concat(none, card, whole, none); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes, %v, want the %d of the frames and no padding", len(got), err, len(want))
			}
		})
	}
}

// stubborn reads in small pieces.
type stubborn struct{ io.Reader }

func (s stubborn) Read(p []byte) (int, error) { return s.Reader.Read(p[:min(len(p), 7)]) }

func TestReportsSend(t *testing.T) {
	find := idcard.EncodeRequest(idcard.FindCard)
	for name, tt := range map[string]struct {
		opts idcard.ReportOptions
		want [][]byte
	}{
		"padded":     {idcard.ReportOptions{Size: 16}, [][]byte{slices.Concat(find, make([]byte, 6))}},
		"with an id": {idcard.ReportOptions{Size: 16, ID: 1, WithID: true}, [][]byte{slices.Concat([]byte{1}, find, make([]byte, 6))}},
		"in two":     {idcard.ReportOptions{Size: 8, WithID: true}, [][]byte{slices.Concat([]byte{0}, find[:8]), slices.Concat([]byte{0}, find[8:], make([]byte, 6))}},
		"of 64":      {idcard.ReportOptions{}, [][]byte{slices.Concat(find, make([]byte, 54))}},
	} {
		t.Run(name, func(t *testing.T) {
			device := &hidDevice{}
			n, err := idcard.NewReports(device, tt.opts).Write(find)
			if n != len(find) || err != nil || !slices.EqualFunc(device.out, tt.want, bytes.Equal) {
				t.Errorf("wrote %d, %v: reports % X, want % X", n, err, device.out, tt.want)
			}
		})
	}
}

// TestReportsForgetAReplyCutShort: after a new request the next report starts a frame again.
func TestReportsForgetAReplyCutShort(t *testing.T) {
	card := idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), nil)...)
	none := idcard.EncodeReply(0x80)
	device := &hidDevice{in: [][]byte{wrap(card, 64, nil)[0], wrap(none, 64, nil)[0]}}
	r := idcard.NewReports(device, idcard.ReportOptions{})
	buf := make([]byte, 512)
	if n, err := r.Read(buf); n != 64 || err != nil {
		t.Fatalf("first report: %d, %v, want 64 bytes", n, err)
	}
	if _, err := r.Write(idcard.EncodeRequest(idcard.FindCard)); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Read(buf); err != nil || !bytes.Equal(buf[:n], none) {
		t.Errorf("next report gives % X, %v, want % X", buf[:n], err, none)
	}
	if _, err := r.Read(buf); !errors.Is(err, io.EOF) {
		t.Errorf("end: %v, want EOF", err)
	}
}

// A hidReader is a simulated reader that speaks in reports of 64 bytes.
type hidReader struct {
	net.Conn
	frames  *idcard.FrameReader
	reports [][]byte
}

func (h *hidReader) Read(p []byte) (int, error) {
	buf := make([]byte, 4096)
	for len(h.reports) == 0 {
		n, err := h.Conn.Read(buf)
		for body := range h.frames.Frames(buf[:n]) {
			h.reports = append(h.reports, wrap(idcard.EncodeReply(body[2], body[3:]...), 64, []byte{0})...)
		}
		if err != nil {
			return 0, err
		}
	}
	n := copy(p, h.reports[0])
	h.reports = h.reports[1:]
	return n, nil
}

// TestReaderOverReports: the reader does not know that its bytes come in reports.
func TestReaderOverReports(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		module := simulator.NewIDCardReader(simulator.Options{})
		module.Place(simulator.NewCardImage(sample()))
		open := func() (io.ReadWriteCloser, error) {
			near, far := net.Pipe()
			go func() { _ = module.Serve(context.Background(), far) }() // ends with its line
			return idcard.NewReports(&hidReader{Conn: near, frames: idcard.NewReplyReader()}, idcard.ReportOptions{WithID: true}), nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		d := &desk{}
		_ = idcard.NewReader(open, idcard.Options{NewAddresses: true}).Run(ctx, d.note) // ends with its context
		if got, want := brief(d.news()), []string{"ready", "placed", "read 范示例"}; !slices.Equal(got, want) {
			t.Errorf("events = %q, want %q", got, want)
		}
	})
}

// FuzzReports: frames come out as they went in, whatever the size of the reports and whatever stands in their tails.
func FuzzReports(f *testing.F) {
	f.Add([]byte("data"), uint8(64), []byte{1})
	f.Add(bytes.Repeat([]byte("\xAA\xAA\xAA\x96\x69\x00\x04"), 40), uint8(9), []byte{})
	f.Fuzz(func(t *testing.T, data []byte, size uint8, lead []byte) {
		if size < 7 || len(lead) > 1 || len(data) > 4000 {
			t.Skip("no such reports")
		}
		frame := idcard.EncodeReply(0x90, data...)
		device := &hidDevice{in: append(wrap(frame, int(size), lead), wrap(frame, int(size), lead)...)}
		got, err := io.ReadAll(idcard.NewReports(device, idcard.ReportOptions{Size: int(size)}))
		if want := slices.Concat(frame, frame); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v, % X\nwant % X", err, got, want)
		}
	})
}
