// Package desktop knows the kiosk window. Without the desktop build tags it has none and says so; a station without a window is
// the same station. It does not know what the window shows: that is the page at an address.
package desktop

import (
	"context"
	"errors"
	"os"
	"runtime"
)

// Options say what the window shows.
type Options struct {
	// URL is the loopback address that the window moves to.
	URL string
	// Title is the window's name for the window manager.
	Title string
	// Windowed keeps the window in a frame, for developers; otherwise it fills the screen.
	Windowed bool
}

var (
	// ErrNoWindow says that this program was built without a window.
	ErrNoWindow = errors.New("this build has no window")
	// ErrNoDisplay says that there is no screen to open a window on.
	ErrNoDisplay = errors.New("there is no display")
)

// open is filled in by window.go, which only desktop builds contain.
var open func(ctx context.Context, o Options) error //nolint:gochecknoglobals // the one seam between the two builds

// Available tells whether this build has a window.
func Available() bool { return open != nil }

// Run shows the window until ctx ends. It must be called from the main goroutine, because the toolkits insist on the first thread.
func Run(ctx context.Context, o Options) error {
	if open == nil {
		return ErrNoWindow
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return ErrNoDisplay // the toolkit itself would end the process without a word a technician understands
	}
	return open(ctx, o)
}
