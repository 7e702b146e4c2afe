package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/bench"
)

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
		address, err := bench.FreePort("127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		addresses = append(addresses, address)
	}
	return addresses
}

// office founds an office of three stations; the other two join with codes.
func office(t *testing.T, program string) []*node {
	t.Helper()
	nodes := sites(t, program, 3)
	nodes[0].run("office", "init")
	nodes[0].start()
	for _, n := range nodes[1:] {
		nodes[0].until("a code", func() bool { return n.join(nodes[0]) })
		n.start()
	}
	nodes[0].until("three voters", func() bool { return strings.Count(nodes[0].run("office", "list"), "votes") == 2 })
	return nodes
}

// sites prepares stations that belong to no office yet.
func sites(t *testing.T, program string, count int) []*node {
	t.Helper()
	ports := freePorts(t, 2*count)
	var nodes []*node
	for i := range count {
		folder := filepath.Join(t.TempDir(), fmt.Sprint("s", i+1))
		n := &node{t: t, program: program, folder: folder, address: ports[i], config: filepath.Join(folder, "station.toml")}
		text := fmt.Sprintf("data = \"data\"\n[station]\nid = \"s%d\"\nname = \"站 %d\"\ncommunity = \"33999900100%d\"\nmachine = 1\n[http]\nlisten = %q\n[raft]\nlisten = %q\n",
			i+1, i+1, i+1, ports[i], ports[count+i])
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
	}
	return nodes
}

// join brings the station into the office of another; false while that one has no code to give.
func (n *node) join(first *node) bool {
	n.t.Helper()
	out, err := first.try("office", "code")
	if err != nil {
		return false
	}
	code, _, _ := strings.Cut(out, "\n")
	n.run("office", "join", code)
	return true
}

// run runs one command of the program for this station, and answers what it printed.
func (n *node) run(args ...string) string {
	n.t.Helper()
	out, err := n.try(args...)
	if err != nil {
		n.t.Fatalf("%s: %v: %s", strings.Join(args, " "), err, out)
	}
	return out
}

func (n *node) try(args ...string) (string, error) {
	out, err := exec.CommandContext(n.t.Context(), n.program, append([]string{"--lang=en"}, append(args, "--config", n.config)...)...).CombinedOutput()
	return string(out), err
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
	n.t.Cleanup(func() { // a power cut for whatever is still there
		cmd.Process.Kill()
		<-ended
	})
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
