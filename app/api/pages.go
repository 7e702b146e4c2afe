package api

import (
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// policy lets a page load nothing but what this station serves. Inline styles are allowed because the staff widgets set sizes that way;
// inline scripts and eval are not.
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; object-src 'none'; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// pages serves the built frontend: one page for the kiosk and one for the staff, each of which knows its own addresses below.
func (a *API) pages() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		switch where := path.Clean(r.URL.Path); {
		case where == "/":
			http.Redirect(w, r, "/kiosk", http.StatusFound)
		case under(where, "/kiosk"):
			w.Header().Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=()") // papers are photographed there
			a.page(w, r, "kiosk.html")
		case under(where, "/staff"):
			a.page(w, r, "staff.html")
		default:
			a.asset(w, r, strings.TrimPrefix(where, "/"))
		}
	})
}

func under(where, surface string) bool {
	return where == surface || strings.HasPrefix(where, surface+"/")
}

// page is never cached: after an update the same address must show the new program.
func (a *API) page(w http.ResponseWriter, r *http.Request, name string) {
	w.Header().Set("Cache-Control", "no-store")
	if _, err := fs.Stat(a.Pages, name); err != nil {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(unbuilt)) // whoever asked has gone
		return
	}
	http.ServeFileFS(w, r, a.Pages, name)
}

// asset serves a file of the build. Names below assets/ carry a digest of their content and may be kept for ever.
func (a *API) asset(w http.ResponseWriter, r *http.Request, name string) {
	info, err := fs.Stat(a.Pages, name)
	if err != nil || info.IsDir() || strings.HasPrefix(path.Base(name), ".") {
		http.NotFound(w, r)
		return
	}
	keep := "no-cache"
	if strings.HasPrefix(name, "assets/") {
		keep = "public, max-age=31536000, immutable"
	}
	w.Header().Set("Cache-Control", keep)
	http.ServeFileFS(w, r, a.Pages, name)
}

// unbuilt is shown by a program that was built before its pages were.
const unbuilt = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>街站</title>
<h1>页面还没有生成</h1><p>站点程序在运行，接口可用，但编译时没有带上页面。请在 frontend 文件夹里运行 <code>npm ci &amp;&amp; npm run build</code>，再重新编译。</p>
<p lang="en">The station runs and its API works, but the program was built without its pages. Run <code>npm ci &amp;&amp; npm run build</code> in the folder frontend and build again.</p>
</html>`
