package ops

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func open(mode string) http.Handler {
	o := New(Options{
		Facts: func() Facts {
			return Facts{
				Applied: 41, LastIndex: 42, Term: 3, Leads: true, Mode: mode, Waiting: 7, Offset: -1500 * time.Millisecond, Members: 3, Reachable: 2,
				Bytes: map[string]int64{"register": 4096}, Free: 1 << 30, BackupAt: time.Unix(1700000000, 0), ChainAlarm: true,
				Devices: []Device{
					{ID: "idcard", Kind: "idcard", Ready: true, CardsRead: 12, BytesIn: 4096},
					{ID: "alarm-一楼", Kind: "alarm", Stored: 300, NotStored: 2, Heartbeats: 40, Garbage: 1, Reopened: 3, BytesOut: 17},
					{ID: "printer", Kind: "printer", Ready: true, Printed: 9},
				},
			}
		},
		Mode:   func() string { return mode },
		Routes: []string{"GET /api/v1/cases/{id}"},
		Local:  func(r *http.Request) bool { return strings.HasPrefix(r.RemoteAddr, "127.0.0.1:") },
	})
	return o.Beside(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "missing") {
			w.WriteHeader(http.StatusNotFound)
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			panic(err)
		}
	}))
}

func get(h http.Handler, path, from string) (int, string) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = from
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Body)
	return w.Code, string(body)
}

func TestFigures(t *testing.T) {
	h := open("isolated")
	get(h, "/api/v1/cases/R123456", "10.0.0.9:1")
	get(h, "/api/v1/cases/missing", "10.0.0.9:1")
	get(h, "/somewhere", "10.0.0.9:1")
	code, text := get(h, "/metrics", "127.0.0.1:5")
	if code != http.StatusOK {
		t.Fatalf("metrics = %d", code)
	}
	for _, want := range []string{
		"jiezhan_applied_index 41", "jiezhan_last_index 42", "jiezhan_term 3", "jiezhan_leader 1", `jiezhan_mode{mode="isolated"} 1`, `jiezhan_mode{mode="normal"} 0`,
		"jiezhan_waiting_entries 7", "jiezhan_clock_offset_seconds -1.5", "jiezhan_members_reachable 2", `jiezhan_disk_bytes{kind="register"} 4096`,
		"jiezhan_backup_timestamp_seconds 1.7e+09", "jiezhan_chain_alarm 1", "go_goroutines",
		`jiezhan_device_ready{device="idcard",kind="idcard"} 1`, `jiezhan_device_ready{device="alarm-一楼",kind="alarm"} 0`,
		`jiezhan_device_cards_total{device="idcard",kind="idcard"} 12`, `jiezhan_device_bytes_total{device="idcard",direction="in"} 4096`,
		`jiezhan_device_signals_total{device="alarm-一楼",stored="yes"} 300`, `jiezhan_device_signals_total{device="alarm-一楼",stored="no"} 2`,
		`jiezhan_device_heartbeats_total{device="alarm-一楼",kind="alarm"} 40`, `jiezhan_device_garbage_total{device="alarm-一楼",kind="alarm"} 1`,
		`jiezhan_device_reopened_total{device="alarm-一楼",kind="alarm"} 3`, `jiezhan_device_bytes_total{device="alarm-一楼",direction="out"} 17`,
		`jiezhan_device_tickets_total{device="printer",kind="printer"} 9`,
		`jiezhan_http_requests_total{route="GET /api/v1/cases/{id}",status="200"} 1`, `jiezhan_http_requests_total{route="GET /api/v1/cases/{id}",status="404"} 1`,
		`jiezhan_http_requests_total{route="other",status="200"} 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the figures lack %s", want)
		}
	}
	if strings.Contains(text, `jiezhan_device_cards_total{device="printer"`) || strings.Contains(text, "R123456") || strings.Contains(text, "snapshot_timestamp_seconds ") {
		t.Errorf("the figures name a case, or a snapshot there is none of:\n%s", text)
	}
}

func TestReady(t *testing.T) {
	for mode, want := range map[string]int{
		"normal": 200, "isolated": 200, "returning": 200, "no_leader": 200, "catching_up": 503, "stopped": 503, "setup": 503,
	} {
		if code, body := get(open(mode), "/readyz", "127.0.0.1:5"); code != want || strings.TrimSpace(body) != mode {
			t.Errorf("%s: %d %q, want %d", mode, code, body, want)
		}
	}
	if code, body := get(open("stopped"), "/healthz", "127.0.0.1:5"); code != 200 || body != "ok\n" {
		t.Errorf("health = %d %q", code, body)
	}
}

// Only this machine may look: figures tell how busy an office is.
func TestOnlyThisMachine(t *testing.T) {
	for _, path := range []string{"/metrics", "/healthz", "/readyz"} {
		if code, _ := get(open("normal"), path, "10.0.0.9:1"); code != http.StatusNotFound {
			t.Errorf("%s from elsewhere = %d, want 404", path, code)
		}
	}
}
