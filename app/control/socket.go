package control

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
)

const (
	socketName = "control.sock"
	// noteName is the file in the data folder that says where the socket is, where it could not lie in the folder itself.
	noteName = "control.path"
	// longestPath is what every system takes as the path of a socket; Linux takes 107 bytes, others 103.
	longestPath = 100
)

// Listen opens the socket of the station in folder. The caller holds the folder's lock, so whatever socket lies there is a dead one.
func Listen(folder string) (net.Listener, error) {
	path, err := place(folder)
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "unix", path)
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil { // the folders it lies in are closed to others already
		return nil, errors.Join(fmt.Errorf("control socket: %w", err), listener.Close())
	}
	return listener, nil
}

// place chooses the socket's path. A data folder deep down is too long for a socket: then it lies in a folder of its own among the temporary ones,
// whose name nobody can guess, and a note in the data folder says so.
func place(folder string) (string, error) {
	note := filepath.Join(folder, noteName)
	if err := os.Remove(note); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	near, err := filepath.Abs(filepath.Join(folder, socketName))
	if err != nil || len(near) <= longestPath {
		return near, err
	}
	private, err := os.MkdirTemp("", "jiezhan-")
	if err != nil {
		return "", err
	}
	far := filepath.Join(private, socketName)
	return far, os.WriteFile(note, []byte(far+"\n"), 0o600)
}

// find is where the socket of the station in folder lies.
func find(folder string) (string, error) {
	note, err := os.ReadFile(filepath.Join(folder, noteName))
	switch {
	case err == nil:
		return strings.TrimSpace(string(note)), nil
	case errors.Is(err, os.ErrNotExist):
		return filepath.Abs(filepath.Join(folder, socketName))
	default:
		return "", err
	}
}

// Forget removes what Listen left outside the data folder, once the listener is closed.
func Forget(folder string) error {
	note := filepath.Join(folder, noteName)
	path, err := os.ReadFile(note)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(filepath.Dir(strings.TrimSpace(string(path)))), os.Remove(note))
}
