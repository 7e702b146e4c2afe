package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/app/bench"
)

// started runs a command of the technician in the background: its lines, and how to stop it.
func started(t *testing.T, command interface{ Run(*session) error }, stdin io.Reader) (next func(part string) string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan error, 1)
	go func() {
		s := &session{ctx: ctx, p: Program{Stdin: stdin, Stdout: in, Stderr: io.Discard}.complete()}
		done <- errors.Join(command.Run(s), in.Close())
	}()
	next = lineReader(t, out)
	return next, func() {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// plugged starts a simulation at a pseudo-terminal and answers its path. The script is written line by line.
func plugged(t *testing.T, kind string) (path string, script io.Writer, next func(string) string, stop func()) {
	t.Helper()
	lines, pen := io.Pipe()
	next, stopped := started(t, simulateCommand{
		Kind: kind, Port: "pty", Send: true, Fault: "none", Resend: 300 * time.Millisecond, Heartbeat: -1,
	}, lines)
	var port struct{ Path string }
	if err := json.Unmarshal([]byte(next(`"kind":"port"`)), &port); err != nil {
		t.Fatal(err)
	}
	return port.Path, pen, next, func() {
		t.Helper()
		stopped()
		_ = pen.Close()
		if _, err := os.Stat(port.Path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the port is still there: %v", err)
		}
	}
}

// Every serial receiver that can be simulated is seen by device watch; with --ack the receiver is rid of its event.
func TestSimulatedReceiversAreWatched(t *testing.T) {
	for kind, event := range map[string]string{
		"surgard": "E130", "ademco685": "1130", "conwin": "E130", "radionics6500": "E130", "it100": "601", "alarmdecoder": "1130",
	} {
		t.Run(kind, func(t *testing.T) {
			path, script, simulated, unplug := plugged(t, kind)
			defer unplug()
			seen, stop := started(t, watchCommand{Kind: "alarm", Protocol: kind, Port: path, Ack: true}, nil)
			defer stop()
			seen(`"kind":"ready"`)
			fmt.Fprintf(script, "5555 %s 1 003\n", event)
			line := seen(`"category":"intrusion"`) // an IT-100 tells its state first
			if !strings.Contains(line, `"kind":"signal"`) || !strings.Contains(line, `"zone":"003"`) {
				t.Errorf("seen = %s", line)
			}
			simulated(`"acked":1`)
		})
	}
}

// Without --ack nothing is answered, so the receiver repeats its event and at last takes the computer for dead.
func TestWatchDoesNotAnswer(t *testing.T) {
	path, script, simulated, unplug := plugged(t, "surgard")
	defer unplug()
	seen, stop := started(t, watchCommand{Kind: "alarm", Protocol: "surgard", Port: path}, nil)
	defer stop()
	seen(`"kind":"ready"`)
	fmt.Fprintln(script, "5555 E130 01 003")
	seen(`"kind":"signal"`)
	seen(`"kind":"signal"`)
	if line := simulated(`"blocked":true`); !strings.Contains(line, `"acked":0`) {
		t.Errorf("counts = %s", line)
	}
}

// A caller's number is masked, and the bytes that hold it are left out.
func TestWatchMasksCallers(t *testing.T) {
	for _, unmasked := range []bool{false, true} {
		path, script, _, unplug := plugged(t, "conwin")
		seen, stop := started(t, watchCommand{Kind: "alarm", Protocol: "conwin", Port: path, Ack: true, Unmasked: unmasked}, nil)
		seen(`"kind":"ready"`)
		fmt.Fprintf(script, "raw %x\n", "\n12 5555 18 E101 02 C012#113912345678,\r")
		line := seen(`"kind":"signal"`)
		if shown := strings.Contains(line, "13912345678"); shown != unmasked || strings.Contains(line, `"raw_hex":""`) == unmasked || !strings.Contains(line, "5678") {
			t.Errorf("unmasked %v: %s", unmasked, line)
		}
		stop()
		unplug()
	}
}

// What nobody could read may hold a number or a name as well, and a report about a panel does.
func TestWatchMasksWhatMayBePersonal(t *testing.T) {
	for name, raw := range map[string]string{
		"a report with the owner's name": "\n#81;00005555 \xd5\xc5\xc8\xfd;1;T0s=\x0e",
		"a damaged batch":                "\n\x10eJzjMjRSMDU1VTA0VDA0sjBRMDQyNjE1M7ewtORiAgBKuQVG\r",
	} {
		path, script, _, unplug := plugged(t, "conwin")
		seen, stop := started(t, watchCommand{Kind: "alarm", Protocol: "conwin", Port: path, Ack: true}, nil)
		seen(`"kind":"ready"`)
		fmt.Fprintf(script, "raw %x\nraw %x\n", raw, raw) // what makes no sense is kept at its second time
		if line := seen(`"kind":"signal"`); !strings.Contains(line, `"raw_hex":""`) {
			t.Errorf("%s: %s", name, line)
		}
		stop()
		unplug()
	}
}

// Scripts read where the port is from the first line.
func TestSimulatedPortComesFirst(t *testing.T) {
	out, in := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		s := &session{ctx: ctx, p: Program{Stdin: strings.NewReader(""), Stdout: in, Stderr: io.Discard}.complete()}
		err := simulateCommand{Kind: "surgard", Port: "pty", Account: "5555", Event: "E130", Count: 3, Fault: "none"}.Run(s)
		done <- errors.Join(err, in.Close())
	}()
	first, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(first, `"kind":"port"`) {
		t.Errorf("first line = %q, %v", first, err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// A panel of DC-09 calls the watcher; encrypted, when both have the key.
func TestSimulatedPanelIsWatched(t *testing.T) {
	for _, key := range []string{"", "000102030405060708090A0B0C0D0E0F"} {
		address, err := bench.FreePort("127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		seen, stop := started(t, watchCommand{Kind: "alarm", Protocol: "dc09", Listen: address, Network: "tcp", Ack: true, wireFlags: wireFlags{Key: key}}, nil)
		seen(`"kind":"ready"`)
		simulated, ended := started(t, simulateCommand{
			Kind: "dc09", Address: address, Network: "tcp", Account: "5555", Event: "1130", Zone: "003", Count: 2, Every: time.Millisecond, Fault: "none",
			wireFlags: wireFlags{Key: key},
		}, nil)
		if line := seen(`"kind":"signal"`); !strings.Contains(line, `"account":"5555"`) {
			t.Errorf("seen = %s", line)
		}
		if line := simulated(`"kind":"end"`); !strings.Contains(line, `"acked":2`) { // by itself: everything was taken
			t.Errorf("end = %s", line)
		}
		ended()
		stop()
	}
}

// A simulated card reader works with device watch, and its script lays the card down and takes it away.
func TestSimulatedReaderIsWatched(t *testing.T) {
	path, script, simulated, unplug := plugged(t, "idcard")
	defer unplug()
	seen, stop := started(t, watchCommand{Kind: "idcard", Port: path}, nil)
	defer stop()
	seen(`"event":"ready"`)
	simulated(`"kind":"request"`)
	fmt.Fprintln(script, "place")
	seen(`"event":"read"`)
	fmt.Fprintln(script, "remove")
	seen(`"event":"removed"`)
}

func TestSimulatedPrinterIsWatched(t *testing.T) {
	path, script, _, unplug := plugged(t, "printer")
	defer unplug()
	seen, stop := started(t, watchCommand{Kind: "printer", Port: path}, nil)
	defer stop()
	seen(`"online":true`)
	fmt.Fprintln(script, "cover open")
	seen(`"cover":"open"`)
	fmt.Fprintln(script, "cover closed")
	seen(`"cover":"closed"`)
	fmt.Fprintln(script, "paper out")
	seen(`"paper":"out"`)
	picture := filepath.Join(t.TempDir(), "paper.png")
	fmt.Fprintln(script, "picture "+picture)
	fmt.Fprintln(script, "paper ok")
	seen(`"paper":"ok"`)
	file, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := png.Decode(file); err != nil {
		t.Error(err)
	}
}

func TestSimulateRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		args    []string
		script  string
		code    int
		problem string
	}{
		"nowhere":           {[]string{"surgard"}, "", 2, "missing flags: --port=PATH|pty or --address"},
		"another kind":      {[]string{"camera", "--port=pty"}, "", 1, `There is no "camera"`},
		"another fault":     {[]string{"surgard", "--port=pty", "--fault=fire"}, "", 1, `There is no fault "fire"`},
		"no such port":      {[]string{"surgard", "--port=/dev/none"}, "", 1, "There is no serial port"},
		"a panel at a port": {[]string{"dc09", "--port=pty"}, "", 1, "is not host:port"},
		"a rate":            {[]string{"surgard", "--port=x", "--baud=14400"}, "", 1, "14400 is not possible"},
		"an event":          {[]string{"surgard", "--port=pty", "--event=fire!"}, "", 1, `The code "fire!" cannot be sent`},
		"a script":          {[]string{"surgard", "--port=pty", "--send"}, "// comment\n\nwait 1ms\nfault noise\nnonsense\n", 1, "Line 5 of the script"},
		"a fault in it":     {[]string{"surgard", "--port=pty", "--send"}, "fault fire\n", 1, "Line 1 of the script"},
		"a wait in it":      {[]string{"surgard", "--port=pty", "--send"}, "wait long\n", 1, "Line 1 of the script"},
		"raw nothing":       {[]string{"surgard", "--port=pty", "--send"}, "raw\n", 1, "Line 1 of the script"},
		"for a reader":      {[]string{"idcard", "--port=pty", "--send"}, "lift\n", 1, "Line 1 of the script"},
		"for a printer":     {[]string{"printer", "--port=pty", "--send"}, "paper thick\n", 1, "Line 1 of the script"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, problem := asked(t, Program{Stdin: strings.NewReader(c.script)}, append([]string{"device", "simulate"}, c.args...)...)
			if code != c.code || !strings.Contains(problem, c.problem) {
				t.Errorf("code %d, problem %q", code, problem)
			}
		})
	}
}

// A real port that is lost is opened again.
func TestSimulateReopensItsPort(t *testing.T) {
	cable, _ := openCable(t)
	next, stop := started(t, simulateCommand{Kind: "surgard", Port: cable.Path(), Fault: "none", Heartbeat: 50 * time.Millisecond}, nil)
	defer stop()
	next(`"heartbeats":1`)
	if err := cable.Unplug(); err != nil {
		t.Fatal(err)
	}
	next(`"fault":`)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	next(`"path":"` + cable.Path() + `"}`)
}
