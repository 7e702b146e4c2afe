package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// A host asks a simulated reader over an in-memory line.
type host struct {
	line   net.Conn
	frames *idcard.FrameReader
}

func askAt(t *testing.T, r *simulator.IDCardReader) *host {
	t.Helper()
	near, far := net.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = r.Serve(context.Background(), far) // ends when the line is closed
	}()
	t.Cleanup(func() {
		_ = near.Close()
		<-ended
	})
	return &host{line: near, frames: idcard.NewReplyReader()}
}

// ask sends a frame and returns the status and data of the reply.
func (h *host) ask(t *testing.T, frame []byte) (sw byte, data []byte) {
	t.Helper()
	if _, err := h.line.Write(frame); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	for {
		n, err := h.line.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		for body := range h.frames.Frames(buf[:n]) {
			r := idcard.ParseReply(bytes.Clone(body))
			return r.SW, r.Data
		}
	}
}

func TestModuleAnswers(t *testing.T) {
	type ask struct {
		command idcard.Command
		data    []byte
		sw      byte
		size    int
	}
	place := func(r *simulator.IDCardReader) { r.Place(simulator.NewCardImage(sample())) }
	find, choose := ask{idcard.FindCard, nil, 0x9F, 4}, ask{idcard.SelectCard, nil, 0x90, 8}
	tests := map[string]struct {
		opts simulator.Options
		do   func(*simulator.IDCardReader)
		asks []ask
	}{
		"without a card": {simulator.Options{}, nil, []ask{
			{idcard.ModuleStatus, nil, 0x90, 0},
			{idcard.ModuleID, nil, 0x90, 16},
			{idcard.FindCard, nil, 0x80, 0},
			{idcard.SelectCard, nil, 0x81, 0},
			{idcard.ReadCard, nil, 0x41, 0},
			{idcard.ReadSerials, nil, 0x41, 0},
			{idcard.ReadNewAddress, nil, 0x41, 0},
			{idcard.Reset, nil, 0x90, 0},
		}},
		"a card is found until it was read": {simulator.Options{}, place, []ask{
			find, find, choose,
			{idcard.ReadCard, nil, 0x90, 1284},
			{idcard.FindCard, nil, 0x80, 0},
			{idcard.ReadSerials, nil, 0x90, 28},
			{idcard.ReadNewAddress, nil, 0x91, 0},
			{idcard.ReadCard, nil, 0x90, 1284},
		}},
		"or again and again": {simulator.Options{Continual: true}, place, []ask{find, choose, {idcard.ReadFingerprint, nil, 0x90, 1286}, find}},
		"and again after a reset": {simulator.Options{}, place, []ask{
			find, choose, {idcard.ReadCard, nil, 0x90, 1284}, {idcard.Reset, nil, 0x90, 0}, {idcard.ReadSerials, nil, 0x41, 0}, find,
		}},
		"select before read": {simulator.Options{}, place, []ask{{idcard.SelectCard, nil, 0x81, 0}, find, {idcard.ReadCard, nil, 0x41, 0}}},
		"probes refused": {simulator.Options{RefuseSerials: true, RefuseAddress: true}, place, []ask{
			find, choose, {idcard.ReadSerials, nil, 0x21, 0}, {idcard.ReadNewAddress, nil, 0x21, 0},
		}},
		"address list": {simulator.Options{}, func(r *simulator.IDCardReader) {
			r.Place(simulator.CardImage{Addresses: []string{"范本市新路1号"}})
		}, []ask{find, choose, {idcard.ReadNewAddress, nil, 0x90, 280}}},
		"switches": {simulator.Options{}, nil, []ask{
			{idcard.SetBaud | 4, nil, 0x90, 0},
			{idcard.SetBaud | 5, nil, 0x21, 0},
			{idcard.SetRFBlock, []byte{80}, 0x90, 0},
			{idcard.SetRFBlock, nil, 0x21, 0},
			{0x4242, nil, 0x21, 0},
		}},
		"no licence": {simulator.Options{}, func(r *simulator.IDCardReader) { r.SetFaultFor(simulator.NotAuthorised, 1) }, []ask{
			{idcard.ModuleStatus, nil, 0x66, 0}, {idcard.ModuleStatus, nil, 0x90, 0},
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := simulator.NewIDCardReader(tt.opts)
			h := askAt(t, r)
			if tt.do != nil {
				tt.do(r)
			}
			for i, a := range tt.asks {
				if sw, data := h.ask(t, idcard.EncodeRequest(a.command, a.data...)); sw != a.sw || len(data) != a.size {
					t.Errorf("step %d, %04X: %02X and %d bytes, want %02X and %d", i+1, uint16(a.command), sw, len(data), a.sw, a.size)
				}
			}
		})
	}
}

func TestDamagedRequest(t *testing.T) {
	h := askAt(t, simulator.NewIDCardReader(simulator.Options{}))
	frame := idcard.EncodeRequest(idcard.FindCard)
	frame[len(frame)-1] ^= 1
	if sw, _ := h.ask(t, frame); sw != 0x10 {
		t.Errorf("status = %02X, want 10", sw)
	}
	if sw, _ := h.ask(t, idcard.EncodeRequest(idcard.FindCard)); sw != 0x80 {
		t.Errorf("status of the next request = %02X, want 80", sw)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- simulator.NewIDCardReader(simulator.Options{}).Serve(ctx, far) }()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Serve = %v, want %v", err, context.Canceled)
	}
}

func TestServeEndsWithTheLine(t *testing.T) {
	near, far := net.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- simulator.NewIDCardReader(simulator.Options{}).Serve(t.Context(), far) }()
	_ = near.Close()
	if err := <-ended; err == nil {
		t.Errorf("Serve = nil, want %v", io.EOF)
	}
}
