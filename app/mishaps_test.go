package app_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// configure changes the station's configuration.
func (n *node) configure(old, fresh string) {
	n.t.Helper()
	text, err := os.ReadFile(n.config)
	if err != nil {
		n.t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(old)) {
		n.t.Fatalf("the configuration lacks %s", old)
	}
	if err := os.WriteFile(n.config, bytes.Replace(text, []byte(old), []byte(fresh), 1), 0o600); err != nil {
		n.t.Fatal(err)
	}
}

// stop ends the station in the orderly way.
func (n *node) stop() {
	n.cmd.Process.Signal(os.Interrupt)
	<-n.ended
}

func (n *node) untilMode(mode, stopCode string) {
	n.t.Helper()
	n.until(mode+" "+stopCode, func() bool {
		station := n.get("/api/v1/station")
		got, _ := station["stop_code"].(string)
		return station["mode"] == mode && got == stopCode
	})
}

func (n *node) data(name string) string { return filepath.Join(n.folder, "data", name) }

// The mishaps of an office, one after the other, each with its way out: a damaged register, a lost log, a station removed, most stations lost, all lost but a backup.
func TestAnOfficeOutlivesItsMishaps(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	nodes := office(t, buildProgram(t))
	s1, s2, s3 := nodes[0], nodes[1], nodes[2]
	made, err := exec.CommandContext(t.Context(), s1.program, "backup", "keygen").Output()
	if err != nil {
		t.Fatal(err)
	}
	keys := string(made)
	public, private := regexp.MustCompile(`age1\w+`).FindString(keys), regexp.MustCompile(`AGE-SECRET-KEY-\w+`).FindString(keys)
	s2.stop()
	s2.configure("[http]", "[backup]\nfolder = \"saved\"\nrecipients = [\""+public+"\"]\n[http]")

	// Damaged: the register is built again, and the damaged file is kept.
	if err := os.WriteFile(s2.data("station.db"), bytes.Repeat([]byte("jiezhan"), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	s2.start()
	s2.untilMode("normal", "")
	if kept, _ := filepath.Glob(s2.data("station.db.damaged-*")); len(kept) == 0 {
		t.Error("the damaged register is gone")
	}
	backups := func() []string {
		files, _ := filepath.Glob(filepath.Join(s2.folder, "saved", "*@*"))
		return files
	}
	s2.until("first daily backup", func() bool { return len(backups()) > 0 })
	if out := s2.run("backup"); !strings.Contains(out, "The backup is made") {
		t.Errorf("backup = %s", out)
	}
	if out := s2.run("verify"); !strings.Contains(out, "is sound") {
		t.Errorf("verify = %s", out)
	}

	// Lost: a register without its log goes no further; the station comes back under a new id.
	s3.stop()
	if err := os.RemoveAll(s3.data("raft")); err != nil {
		t.Fatal(err)
	}
	if out, err := s3.try("serve"); err == nil || !strings.Contains(out, "The log of this station is gone") {
		t.Errorf("start without the log = %v %s", err, out)
	}
	if out, err := s3.try("office", "join", "ABCD"); err == nil || !strings.Contains(out, "belongs to the office") {
		t.Errorf("join under the old id = %v %s", err, out)
	}
	s1.run("office", "remove", "s3", "--reason", "disk lost")
	s3.configure(`id = "s3"`, `id = "s3b"`)
	s3.configure("machine = 1", "machine = 2")
	if !s3.join(s1) {
		t.Fatalf("no code")
	}
	s3.start()
	s3.untilMode("normal", "")
	s3.until("its place", func() bool { return strings.Contains(s3.run("office", "list"), "s3b") })

	// Most are lost: one begins again, and the others are told.
	s1.kill()
	s3.kill()
	s2.stop()
	entries := regexp.MustCompile(`(\d+) entries`).FindStringSubmatch(s2.run("verify"))[1]
	if out, err := s2.try("office", "recover", "--confirm-office", "和平街道", "--confirm-entries", entries+"0"); err == nil || !strings.Contains(out, "Nothing was changed") {
		t.Errorf("recover with another number = %v %s", err, out)
	}
	s2.run("office", "recover", "--confirm-office", "和平街道", "--confirm-entries", entries)
	s2.start()
	s2.untilMode("normal", "")
	s2.until("the others removed", func() bool { return strings.Count(s2.run("office", "list"), "removed") == 3 })
	s1.start()
	s1.untilMode("stopped", "office.other")

	// All are lost: a backup is taken back into an empty folder.
	s2.stop()
	saved := backups()
	key := filepath.Join(s2.folder, "key")
	if err := os.WriteFile(key, []byte("# private\n"+private+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := s2.try("restore", saved[0], "--identity", key); err == nil || !strings.Contains(out, "is not empty") {
		t.Errorf("restore over an office = %v %s", err, out)
	}
	if err := os.RemoveAll(filepath.Join(s2.folder, "data")); err != nil {
		t.Fatal(err)
	}
	s2.run("restore", saved[0], "--identity", key)
	s2.start()
	s2.untilMode("normal", "")
	s2.until("alone", func() bool { return strings.Count(s2.run("office", "list"), "removed") == 2 })
}

// A station without an office is set up on its page and goes on to work.
func TestSettingUpOnThePage(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	nodes := sites(t, buildProgram(t), 2)
	for _, n := range nodes {
		n.start()
		n.until("setup", func() bool { return n.get("/api/v1/setup")["state"] == "needed" })
	}
	first, second := nodes[0], nodes[1]
	if status, got := first.post("/api/v1/setup/found", nil); status != 200 {
		t.Fatalf("found = %d %v", status, got)
	}
	first.untilMode("normal", "")
	if state := first.get("/api/v1/setup")["state"]; state != "done" {
		t.Errorf("setup afterwards = %v, want done", state)
	}
	if status, got := second.post("/api/v1/setup/join", map[string]any{"code": "ABCD-EFGH"}); status/100 != 4 || got["code"] != "join.code_invalid" {
		t.Errorf("a mistyped code = %d %v", status, got)
	}
	code, _, _ := strings.Cut(first.run("office", "code"), "\n")
	began := time.Now()
	if status, got := second.post("/api/v1/setup/join", map[string]any{"code": strings.ToLower(code)}); status != 200 {
		t.Fatalf("join = %d %v", status, got)
	}
	second.until("both stations", func() bool { return second.get("/api/v1/station")["members"] == 2.0 })
	t.Logf("code typed to member: %s", time.Since(began).Round(time.Millisecond))
}
