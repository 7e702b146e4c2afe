//go:build linux

package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"jiezhan/app/demo/street"
	"jiezhan/app/ports"
	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
	"jiezhan/station/calendar"
)

// openCable is a simulated reader at a real pseudo-terminal.
func openCable(t *testing.T) (*simulator.Cable, *simulator.IDCardReader) {
	t.Helper()
	reader := simulator.NewIDCardReader(simulator.Options{Serial: 7})
	cable := simulator.NewCable(t.TempDir(), "idcard", reader)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cable.Unplug(); err != nil {
			t.Error(err)
		}
	})
	return cable, reader
}

func sampleCard() idcard.Card {
	return street.Cast(calendar.NewDate(2026, 11, 21))[0].Card
}

// lineReader is a writer whose lines a test reads one by one.
func lineReader(t *testing.T, r io.Reader) (next func(part string) string) {
	t.Helper()
	lines := make(chan string, 64)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			lines <- s.Text()
		}
	}()
	return func(part string) string {
		t.Helper()
		late := time.After(30 * time.Second)
		for {
			select {
			case line, open := <-lines:
				if !open {
					t.Fatalf("ended before %q", part)
				}
				if strings.Contains(line, part) {
					return line
				}
			case <-late:
				t.Fatalf("%q never came", part)
			}
		}
	}
}

// A card travels from the bytes on the line to the kiosk's page; pulling the cable shows there too.
func TestACardOnTheReaderReachesThePage(t *testing.T) {
	cable, reader := openCable(t)
	path, _ := configure(t, t.TempDir())
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	c.Readers = []ports.Spec{{Kind: ports.IDCard, Port: cable.Path()}}
	r, err := Start(c, Setting{Version: "test", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.Address+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	next := lineReader(t, response.Body)
	next(`"state":"ready"`)
	reader.Place(simulator.NewCardImage(sampleCard()))
	if line := next(`"state":"read"`); !strings.Contains(line, `"name":"范*例"`) || strings.Contains(line, sampleCard().IDNumber) {
		t.Errorf("card = %s", line)
	}
	reader.Remove()
	next(`"state":"removed"`)
	if err := cable.Unplug(); err != nil {
		t.Fatal(err)
	}
	next(`"state":"absent","fault":"reader.gone"`)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	next(`"state":"ready"`)
}

// `device watch` prints what it sees; card lines carry exactly the promised fields, masked unless asked otherwise.
func TestDeviceWatch(t *testing.T) {
	for _, unmasked := range []bool{false, true} {
		cable, reader := openCable(t)
		ctx, cancel := context.WithCancel(t.Context())
		out, in := io.Pipe()
		done := make(chan error, 1)
		go func() {
			s := &session{ctx: ctx, p: Program{Stdout: in}.complete()}
			done <- errors.Join(watchCommand{Kind: "idcard", Port: cable.Path(), Baud: 115200, Unmasked: unmasked}.Run(s), in.Close())
		}()
		next := lineReader(t, out)
		next(`"event":"ready"`)
		reader.Place(simulator.NewCardImage(sampleCard()))
		line := next(`"event":"read"`)
		var card map[string]any
		if err := json.Unmarshal([]byte(line), &card); err != nil {
			t.Fatal(err)
		}
		for _, field := range strings.Fields(`kind name sex_code ethnic_code ethnic_name birth address id_number id_number_check_ok issuer valid_from valid_to long_term type_flag`) {
			if _, there := card[field]; !there {
				t.Errorf("%s is missing in %s", field, line)
			}
		}
		if shown := card["id_number"] == sampleCard().IDNumber; shown != unmasked || card["id_number_check_ok"] != true {
			t.Errorf("unmasked %v: %s", unmasked, line)
		}
		reader.Remove()
		next(`"event":"removed"`)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
