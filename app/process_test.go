package app_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/store"
)

// These tests run the real program as separate processes with real sockets and real signals.

// firstAdmin logs on with the first password and chooses another.
func firstAdmin(t *testing.T, nodes []*node) {
	t.Helper()
	var password string
	first := nodes[0]
	first.until("first password", func() bool {
		for _, n := range nodes { // the station that leads makes the account
			text, err := os.ReadFile(filepath.Join(n.folder, "data", "first-password.txt"))
			if err == nil && strings.HasSuffix(string(text), "\n") {
				password = strings.TrimSpace(string(text))
				return true
			}
		}
		return false
	})
	first.until("account", func() bool {
		status, _ := first.post("/api/v1/session", map[string]any{"login": "admin", "password": password})
		return status == http.StatusOK
	})
	status, body := first.post("/api/v1/session/password", map[string]any{"request_id": uuid.NewString(), "old": password, "new": "another-long-one"})
	if status/100 != 2 {
		t.Fatalf("change the password: %d %v", status, body)
	}
	applied := first.get("/api/v1/station")["applied"].(float64)
	for _, n := range nodes {
		n.until("new password", func() bool {
			got, _ := n.get("/api/v1/station")["applied"].(float64)
			return got >= applied
		})
		n.login("admin", "another-long-one")
	}
}

func TestALeaderIsKilledAndNothingIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three processes")
	}
	nodes := office(t, buildProgram(t))
	firstAdmin(t, nodes)
	for i, n := range nodes {
		if status, body := n.createAccount(fmt.Sprintf("before%d", i)); status/100 != 2 {
			t.Fatalf("write at station %d: %d %v", i+1, status, body)
		}
	}
	leader, others := parted(t, nodes)
	leader.kill()
	cut := time.Now()
	if status, body := others[0].createAccount("meanwhile"); status/100 != 2 {
		t.Fatalf("write after the cut: %d %v", status, body)
	}
	t.Logf("leader killed to next acknowledged write: %s", time.Since(cut).Round(time.Millisecond))
	for i := range 20 {
		if status, body := others[i%2].createAccount(fmt.Sprintf("after%d", i)); status/100 != 2 {
			t.Fatalf("write %d: %d %v", i, status, body)
		}
	}
	leader.start()
	leader.until("answer", func() bool { return leader.get("/api/v1/station") != nil })
	leader.login("admin", "another-long-one")        // sessions do not survive their station
	leader.until("a write of its own", func() bool { // it introduces itself to the office before that
		status, _ := leader.createAccount("again")
		return status/100 == 2
	})
	want := leader.get("/api/v1/system")
	for _, n := range others {
		n.until("same end of the chain", func() bool {
			got := n.get("/api/v1/system")
			return got != nil && reflect.DeepEqual(got["chain"], want["chain"]) && got["applied"] == want["applied"]
		})
	}
	if got := accounts(leader); got != 1+3+1+20+1 {
		t.Errorf("accounts on the station that came back = %d, want 26", got)
	}
	compareFiles(t, nodes)
}

func parted(t *testing.T, nodes []*node) (leader *node, others []*node) {
	t.Helper()
	name := nodes[0].get("/api/v1/station")["leader"]
	for i, n := range nodes {
		if name == fmt.Sprint("s", i+1) {
			leader = n
		} else {
			others = append(others, n)
		}
	}
	if leader == nil {
		t.Fatalf("leader = %v, want one of the three", name)
	}
	return leader, others
}

func accounts(n *node) int {
	items, _ := n.get("/api/v1/accounts")["items"].([]any)
	return len(items)
}

// compareFiles ends the stations and compares their registers row for row.
func compareFiles(t *testing.T, nodes []*node) {
	t.Helper()
	var first map[string]string
	for i, n := range nodes {
		n.cmd.Process.Signal(os.Interrupt)
		<-n.ended
		db, err := store.Open(filepath.Join(n.folder, "data", "station.db"), store.Replayable)
		if err != nil {
			t.Fatal(err)
		}
		var sum map[string]string
		err = db.View(t.Context(), func(q store.Query) (err error) { sum, err = store.Digest(q); return err })
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = sum
		} else if !reflect.DeepEqual(sum, first) {
			t.Errorf("register of station %d:\n%v\nwant\n%v", i+1, sum, first)
		}
	}
}

func TestASecondProcessIsKeptOut(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	nodes := sites(t, buildProgram(t), 1)
	nodes[0].run("office", "init")
	nodes[0].start()
	nodes[0].until("answer", func() bool { return nodes[0].get("/api/v1/station") != nil })
	for name, c := range map[string]struct{ change, to, want string }{
		"same folder": {"", "", "data"},
		"taken port":  {`data = "data"`, `data = "other"`, nodes[0].address},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(nodes[0].config)
			if err != nil {
				t.Fatal(err)
			}
			second := filepath.Join(nodes[0].folder, "second.toml")
			if err := os.WriteFile(second, []byte(strings.Replace(string(text), c.change, c.to, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), nodes[0].program, "--lang=en", "serve", "--config", second).CombinedOutput()
			if err == nil || !strings.Contains(string(out), c.want) {
				t.Errorf("second process = %v %s, want a failure that names %s", err, out, c.want)
			}
			if strings.Contains(string(out), "goroutine") {
				t.Errorf("it panicked: %s", out)
			}
		})
	}
}
