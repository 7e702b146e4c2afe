//go:build desktop || dev || bindings

package desktop

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"sync/atomic"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"
)

func init() { //nolint:gochecknoinits // fills the seam; see open
	open = openWindow
}

// redirect is the only page the window gets from inside: it moves to the loopback address, where cookies, streams and downloads work.
const redirect = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>%s</title><body style="background:#eef2f7">` +
	`<script>location.replace("%s")</script></body></html>`

func openWindow(ctx context.Context, o Options) error {
	w := &window{}
	state := options.Fullscreen
	if o.Windowed {
		state = options.Normal
	}
	page := fmt.Sprintf(redirect, html.EscapeString(o.Title), html.EscapeString(o.URL))
	return wails.Run(&options.App{
		Title: o.Title, Width: 1080, Height: 1920, Frameless: !o.Windowed, WindowStartState: state,
		StartHidden:      true, // shown once the page stands, so that no white flash is seen
		BackgroundColour: options.NewRGB(0xee, 0xf2, 0xf7),
		AssetServer: &assetserver.Options{Handler: http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(rw, page)
		})},
		OnStartup: func(inner context.Context) {
			context.AfterFunc(ctx, func() { w.quit(inner) })
		},
		OnDomReady:    wails_runtime.WindowShow,
		OnBeforeClose: func(context.Context) bool { return !w.mayQuit.Load() },
		Linux:         &linux.Options{WebviewGpuPolicy: linux.WebviewGpuPolicyNever, ProgramName: "jiezhan"},
		Windows: &windows.Options{
			IsZoomControlEnabled: false, DisablePinchZoom: true, EnableSwipeGestures: false,
		},
	})
}

// window remembers whether closing was asked for by the program: a resident must not be able to close it.
type window struct {
	mayQuit atomic.Bool
}

func (w *window) quit(inner context.Context) {
	w.mayQuit.Store(true)
	wails_runtime.Quit(inner)
}
