package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
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

// patience bounds every wait; a wait ends as soon as what it waits for happens.
const patience = 60 * time.Second

func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "jiezhan")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "jiezhan")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// node is one station process.
type node struct {
	t       *testing.T
	program string
	folder  string
	config  string
	address string
	cmd     *exec.Cmd
	ended   chan struct{}
	client  *http.Client
	log     bytes.Buffer
}

func freePorts(t *testing.T, n int) []string {
	t.Helper()
	var addresses []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		addresses = append(addresses, l.Addr().String())
	}
	return addresses
}

func office(t *testing.T, program string) []*node {
	t.Helper()
	ports := freePorts(t, 6)
	var peers strings.Builder
	for i := range 3 {
		fmt.Fprintf(&peers, "[[peers]]\nid = \"s%d\"\naddress = %q\n", i+1, ports[3+i])
	}
	var nodes []*node
	for i := range 3 {
		folder := filepath.Join(t.TempDir(), fmt.Sprint("s", i+1))
		n := &node{t: t, program: program, folder: folder, address: ports[i], config: filepath.Join(folder, "station.toml")}
		text := fmt.Sprintf("data = \"data\"\n[station]\nid = \"s%d\"\nname = \"站 %d\"\ncommunity = \"33999900100%d\"\nmachine = 1\n[http]\nlisten = %q\n[raft]\nlisten = %q\n%s",
			i+1, i+1, i+1, ports[i], ports[3+i], peers.String())
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(n.config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		n.client = &http.Client{Jar: jar, Timeout: 15 * time.Second}
		nodes = append(nodes, n)
		n.start()
		t.Cleanup(n.kill)
	}
	for _, n := range nodes {
		n.until("a leader", func() bool { return n.get("/api/v1/station")["mode"] == "normal" })
	}
	return nodes
}

func (n *node) start() {
	n.t.Helper()
	n.cmd = exec.Command(n.program, "serve", "--config", n.config)
	n.cmd.Stderr = &n.log
	if err := n.cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	cmd, ended := n.cmd, make(chan struct{})
	n.ended = ended
	go func() {
		cmd.Wait()
		close(ended)
	}()
}

// kill is a power cut: SIGKILL, and wait until the process is gone.
func (n *node) kill() {
	n.cmd.Process.Kill()
	<-n.ended
}

// until waits for something to come true, asking again and again.
func (n *node) until(what string, holds func() bool) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			n.t.Fatalf("%s: no %s within %s; its log:\n%s", n.config, what, patience, n.log.String())
		}
	}
}

// get answers a JSON object, or nil while the station does not answer.
func (n *node) get(path string) map[string]any {
	answer, err := n.client.Get("http://" + n.address + path)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	var body map[string]any
	if json.NewDecoder(answer.Body).Decode(&body) != nil {
		return nil
	}
	return body
}

func (n *node) post(path string, body map[string]any) (int, map[string]any) {
	n.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		n.t.Fatal(err)
	}
	answer, err := n.client.Post("http://"+n.address+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		return 0, nil
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	var decoded map[string]any
	json.Unmarshal(text, &decoded)
	return answer.StatusCode, decoded
}

func (n *node) login(login, password string) {
	n.t.Helper()
	if status, body := n.post("/api/v1/session", map[string]any{"login": login, "password": password}); status != http.StatusOK {
		n.t.Fatalf("log on: %d %v", status, body)
	}
}

func (n *node) createAccount(login string) (int, map[string]any) {
	return n.post("/api/v1/accounts", map[string]any{
		"request_id": uuid.NewString(), "login": login, "name": "测试", "role": "clerk", "password": "a-long-enough-one",
	})
}

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
	leader.login("admin", "another-long-one") // sessions do not survive their station
	want := others[0].get("/api/v1/cluster")
	leader.until("same end of the chain", func() bool {
		got := leader.get("/api/v1/cluster")
		return got != nil && got["chain_head"] == want["chain_head"] && got["applied"] == want["applied"]
	})
	if got := accounts(leader); got != 1+3+1+20 {
		t.Errorf("accounts on the station that came back = %d, want 25", got)
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
	nodes := office(t, buildProgram(t))
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
