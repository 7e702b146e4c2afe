package setup

import (
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// policy lets the page load nothing but what this station serves.
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

const pageName = "setup.html"

// pages serves the setup page with its parts; every other address leads to it.
type pages struct{ files fs.FS }

// ServeHTTP answers one request.
func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Cache-Control", "no-store") // the same addresses mean something else when the setup is over
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	info, err := fs.Stat(p.files, name)
	switch {
	case err == nil && !info.IsDir() && (name == pageName || path.Ext(name) != ".html") && !strings.HasPrefix(path.Base(name), "."):
		http.ServeFileFS(w, r, p.files, name)
	case name != pageName:
		http.Redirect(w, r, "/"+pageName, http.StatusFound)
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(unbuilt)) // whoever asked has gone
	}
}

// unbuilt is shown by a program that was built before its pages were.
const unbuilt = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>街站</title>
<h1>本站还没有加入街道办</h1><p>这个程序编译时没有带上页面。请先停止它，再运行 <code>jiezhan office join 加入码 --config 配置文件</code>，或者用 <code>jiezhan office init</code> 新建街道办。</p>
<p lang="en">This station belongs to no street office, and the program was built without its pages. Stop it and run <code>jiezhan office join CODE --config FILE</code>, or <code>jiezhan office init</code> for a new office.</p>
</html>`
