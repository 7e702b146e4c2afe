//go:build bindings

package desktop

import (
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
)

// The Wails command line builds and runs the program once with this tag, to ask which Go methods are bound to the page. There are none, and
// answering must not start a station.
func init() { //nolint:gochecknoinits // before anything else happens
	if wails.Run(&options.App{}) != nil {
		os.Exit(1)
	}
	os.Exit(0)
}
