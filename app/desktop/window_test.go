package desktop_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"jiezhan/app/bench"
	"jiezhan/app/demo/street"
	"jiezhan/devices/simulator"
	"jiezhan/station/calendar"
)

// patience bounds every wait on the window; each ends as soon as what it waits for is seen.
const patience = 60 * time.Second

// TestWindowShowsTheConfirmedHolder runs the desktop build on a virtual screen with a card reader on a pseudo-terminal.
func TestWindowShowsTheConfirmedHolder(t *testing.T) {
	program := os.Getenv("JIEZHAN_DESKTOP")
	if program == "" {
		t.Skip("JIEZHAN_DESKTOP names no desktop build; run make test-window")
	}
	for _, tool := range []string{"Xvfb", "openbox", "xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is missing; run make test-window", tool)
		}
	}
	s := newScreen(t)
	reader := simulator.NewIDCardReader(simulator.Options{})
	cable := simulator.NewCable(t.TempDir(), "idcard", reader)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cable.Unplug() })
	kiosk := startKiosk(t, s, program, cable.Path())

	home := s.until("the home page", "window-home.png", func(i image.Image) bool { return deepBlue(i) > 0.05 })
	reader.Place(simulator.NewCardImage(street.Cast(calendar.NewDate(2026, 11, 21))[0].Card))
	kiosk.until("the card in the station", func() bool { return kiosk.get("/api/v1/kiosk/card")["state"] == "read" })
	asked := s.until("the question", "window-confirm.png", func(i image.Image) bool { return deepBlue(i) < deepBlue(home)/4 })
	button, width := mainButton(asked)
	if width < 300 {
		t.Fatalf("the question's main button is %d pixels wide, want a large one", width)
	}
	s.click(button) // yes, it is me
	s.until("the holder and the services", "window-confirmed.png", func(i image.Image) bool {
		_, width := mainButton(i) // this page has tiles instead
		return width < 300 && different(i, asked) > 0.02
	})

	kiosk.cmd.Process.Signal(os.Interrupt)
	select {
	case <-kiosk.ended:
	case <-time.After(patience):
		t.Error("the window did not close when it was told to")
	}
}

// screen is a virtual display with a window manager.
type screen struct {
	t       *testing.T
	display string
}

func newScreen(t *testing.T) *screen {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	xvfb := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1080x1920x24", "-nolisten", "tcp")
	xvfb.ExtraFiles = []*os.File{write}
	run(t, xvfb)
	write.Close()
	var number string
	if _, err := fmt.Fscan(read, &number); err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, display: ":" + number}
	run(t, s.command("openbox"))
	return s
}

// run starts a helper and ends it with the test.
func run(t *testing.T, cmd *exec.Cmd) chan struct{} {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-ended
	})
	return ended
}

func (s *screen) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display, "WAYLAND_DISPLAY=")
	return cmd
}

func (s *screen) click(at image.Point) {
	s.t.Helper()
	args := []string{"mousemove", "--sync", fmt.Sprint(at.X), fmt.Sprint(at.Y), "click", "1"}
	if out, err := s.command("xdotool", args...).CombinedOutput(); err != nil {
		s.t.Fatalf("click: %v %s", err, out)
	}
}

// mainButton finds the longest stretch of the page's blue in one row of the screen: the button that leads on.
func mainButton(i image.Image) (middle image.Point, longest int) {
	var best image.Point
	for y := i.Bounds().Min.Y; y < i.Bounds().Max.Y; y++ {
		run := 0
		for x := i.Bounds().Min.X; x < i.Bounds().Max.X; x++ {
			r, g, b, _ := i.At(x, y).RGBA()
			if r>>8 != 0x0e || g>>8 != 0x4f || b>>8 != 0xa3 {
				run = 0
				continue
			}
			if run++; run > longest {
				longest, best = run, image.Pt(x-run/2, y)
			}
		}
	}
	return best.Add(image.Pt(0, 8)), longest // from its edge into it
}

// until looks at the screen until shows holds, and keeps the last look as a file.
func (s *screen) until(what, file string, shows func(image.Image) bool) image.Image {
	s.t.Helper()
	var last []byte
	defer func() { keep(s.t, file, last) }()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		shot, err := s.command("import", "-window", "root", "png:-").Output()
		if err != nil {
			s.t.Fatalf("look at the screen: %v", err)
		}
		last = shot
		if i, err := png.Decode(bytes.NewReader(shot)); err == nil && shows(i) {
			return i
		}
	}
	s.t.Fatalf("%s was not seen within %s", what, patience)
	return nil
}

// keep writes a screenshot where CI and people find it.
func keep(t *testing.T, file string, shot []byte) {
	t.Helper()
	folder := filepath.Join("..", "..", "frontend", "e2e", "artefacts")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, file), shot, 0o644); err != nil {
		t.Fatal(err)
	}
}

// deepBlue is the share of the screen in the dark blue of the card area on the home page.
func deepBlue(i image.Image) float64 {
	return share(i, func(x, y int) bool {
		r, g, b, _ := i.At(x, y).RGBA()
		return r>>8 < 0x40 && g>>8 < 0x90 && b>>8 > 0x50
	})
}

// different is the share of the screen that is not as it was.
func different(i, was image.Image) float64 {
	return share(i, func(x, y int) bool { return i.At(x, y) != was.At(x, y) })
}

func share(i image.Image, counts func(x, y int) bool) float64 {
	var n, all int
	for y := i.Bounds().Min.Y; y < i.Bounds().Max.Y; y += 4 {
		for x := i.Bounds().Min.X; x < i.Bounds().Max.X; x += 4 {
			all++
			if counts(x, y) {
				n++
			}
		}
	}
	return float64(n) / float64(all)
}

// kiosk is the desktop build at work.
type kiosk struct {
	t       *testing.T
	cmd     *exec.Cmd
	ended   chan struct{}
	address string
	data    string
	log     *bytes.Buffer
}

func startKiosk(t *testing.T, s *screen, program, port string) *kiosk {
	t.Helper()
	folder := t.TempDir()
	web, raft := freePort(t), freePort(t)
	k := &kiosk{t: t, address: web, data: filepath.Join(folder, "data"), log: &bytes.Buffer{}}
	config := filepath.Join(folder, "station.toml")
	text := fmt.Sprintf("data = %q\n[http]\nlisten = %q\n[raft]\nlisten = %q\n[[readers]]\nkind = \"idcard\"\nport = %q\n", k.data, web, raft, port)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "office", "init", "--config", config).CombinedOutput(); err != nil {
		t.Fatalf("office init: %v: %s", err, out)
	}
	k.cmd = s.command(program, "kiosk", "--config", config)
	k.cmd.Env = append(k.cmd.Env, "HOME="+folder, "XDG_RUNTIME_DIR="+folder)
	k.cmd.Stderr = k.log
	k.ended = run(t, k.cmd)
	return k
}

func freePort(t *testing.T) string {
	t.Helper()
	address, err := bench.FreePort("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func (k *kiosk) until(what string, holds func() bool) {
	k.t.Helper()
	ctx, cancel := context.WithTimeout(k.t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			k.t.Fatalf("no %s within %s; the log:\n%s", what, patience, k.log)
		}
	}
}

func (k *kiosk) get(path string) map[string]any {
	answer, err := http.Get("http://" + k.address + path)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	var body map[string]any
	json.NewDecoder(answer.Body).Decode(&body)
	return body
}
