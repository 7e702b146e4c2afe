package cluster

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
)

func TestNoCommandReachesTheProgramsLog(t *testing.T) {
	var out bytes.Buffer
	l := newLogger(slog.New(slog.NewTextHandler(&out, nil)), time.Now)
	secret := []byte("范例 339999200001010018")
	entry := raft.Log{Index: 7, Data: secret}
	request := &raft.AppendEntriesRequest{Entries: []*raft.Log{&entry}}
	l.With("entry", entry).Named("raft-net").Error("got unexpected command", "command", hclog.Fmt("%#v", request), "data", secret, "log", &entry, "text", hclog.Fmt("%s", secret))
	l.Info("entering leader state", "leader", raft.ServerAddress("a:1"), "peers", hclog.Fmt("%+v", []raft.Server{{ID: "s1"}, {ID: "s2"}}),
		"peer", raft.Server{ID: "s3"}, "error", errors.New("connection refused"), "index", uint64(9), "took", time.Second)
	for _, leak := range []string{"范例", "339999", "51 57", "3339"} {
		if strings.Contains(out.String(), leak) {
			t.Errorf("the log holds %q:\n%s", leak, &out)
		}
	}
	for _, want := range []string{"got unexpected command", "leader=a:1", `peers="s1 s2"`, "peer=s3", "connection refused", "index=9", "took=1s"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, &out)
		}
	}
}

func TestTheSameComplaintIsWrittenOnceAMinute(t *testing.T) {
	var out bytes.Buffer
	now := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	var l hclog.Logger = newLogger(slog.New(slog.NewTextHandler(&out, nil)), func() time.Time { return now })
	for range 600 { // ten minutes
		l.Error("failed to heartbeat to", "peer", raft.ServerAddress("a:1"), "backoff time", 250*time.Millisecond)
		l.Warn("failed to heartbeat to", "peer", raft.ServerAddress("b:1"))
		now = now.Add(time.Second)
	}
	if n := strings.Count(out.String(), "\n"); n != 20 {
		t.Errorf("%d lines in ten minutes about two peers, want 20", n)
	}
	out.Reset()
	l.Info("pipelining replication")
	l.Info("pipelining replication")
	l.Debug("not written")
	if n := strings.Count(out.String(), "\n"); n != 2 {
		t.Errorf("%d lines, want 2: only complaints are held back", n)
	}
	if l.IsDebug() || !l.IsInfo() {
		t.Error("the program's level does not count")
	}
}
