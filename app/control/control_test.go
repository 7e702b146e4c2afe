package control

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type order struct {
	Word string `json:"word"`
}

func open(t *testing.T, folder string) {
	t.Helper()
	listener, err := Listen(folder)
	if err != nil {
		t.Fatal(err)
	}
	m := NewMux(func(err error) *Problem { return &Problem{Code: "internal", Detail: err.Error()} })
	Handle(m, "echo", func(_ context.Context, in order) (order, error) {
		switch in.Word {
		case "refuse":
			return order{}, &Problem{Code: "word.refused", Params: map[string]string{"word": in.Word}}
		case "fail":
			return order{}, errors.New("broken")
		}
		return in, nil
	})
	server := &http.Server{Handler: m}
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(listener)
	}()
	t.Cleanup(func() {
		server.Close()
		<-done
		if err := Forget(folder); err != nil {
			t.Error(err)
		}
	})
}

func TestACommandReachesTheStation(t *testing.T) {
	for name, folder := range map[string]string{
		"short path": t.TempDir(),
		"long path":  filepath.Join(t.TempDir(), strings.Repeat("深", 40)),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.MkdirAll(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			if _, err := Ask[order](t.Context(), folder, "echo", order{}); !errors.Is(err, ErrNotRunning) {
				t.Errorf("before the station runs = %v, want ErrNotRunning", err)
			}
			open(t, folder)
			if got, err := Ask[order](t.Context(), folder, "echo", order{"回声"}); err != nil || got.Word != "回声" {
				t.Errorf("echo = %v, %v", got, err)
			}
			var problem *Problem
			if _, err := Ask[order](t.Context(), folder, "echo", order{"refuse"}); !errors.As(err, &problem) || problem.Code != "word.refused" || problem.Params["word"] != "refuse" {
				t.Errorf("a refusal = %v", err)
			}
			if _, err := Ask[order](t.Context(), folder, "echo", order{"fail"}); !errors.As(err, &problem) || problem.Error() != "internal: broken" {
				t.Errorf("an error = %v", err)
			}
			if _, err := Ask[order](t.Context(), folder, "echo", map[string]string{"verb": "x"}); !errors.As(err, &problem) || problem.Code != "control.malformed" {
				t.Errorf("another field = %v", err)
			}
			if _, err := Ask[order](t.Context(), folder, "nothing", order{}); err == nil || !strings.Contains(err.Error(), "404") {
				t.Errorf("an unknown command = %v", err)
			}
			path, err := find(folder)
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the socket's mode = %v, %v", info.Mode(), err)
			}
		})
	}
}

// A station that was killed leaves its socket behind; the next one takes its place.
func TestADeadSocketIsReplaced(t *testing.T) {
	folder := t.TempDir()
	first, err := Listen(folder)
	if err != nil {
		t.Fatal(err)
	}
	unlinkNothing(first)
	first.Close()
	if _, err := Ask[order](t.Context(), folder, "echo", order{}); !errors.Is(err, ErrNotRunning) {
		t.Errorf("a dead socket = %v, want ErrNotRunning", err)
	}
	open(t, folder)
	if _, err := Ask[order](t.Context(), folder, "echo", order{"x"}); err != nil {
		t.Error(err)
	}
}

func unlinkNothing(l net.Listener) { l.(*net.UnixListener).SetUnlinkOnClose(false) }
