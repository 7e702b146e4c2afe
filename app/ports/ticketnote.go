package ports

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
)

// A ticketNote is a small file with the job whose ticket may hang in a printer. It outlives the program, and stands as long as that is so.
type ticketNote struct {
	path  string
	write func(path string, content []byte) error
	log   *slog.Logger
}

func (s *Service) ticketNote(device string) ticketNote {
	return ticketNote{filepath.Join(s.options.Folder, "ticket-"+device), s.options.Write, s.options.Log}
}

// read is the job under way when the note was kept; empty for none.
func (n ticketNote) read() string {
	raw, err := os.ReadFile(n.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		n.log.Warn("what may hang in the printer cannot be read", "error", err)
	}
	return string(raw)
}

// keep notes a job, or takes the note away. Where that fails the ticket is printed all the same: whoever took the number waits for it.
func (n ticketNote) keep(job string) {
	var err error
	if job != "" {
		err = n.write(n.path, []byte(job))
	} else if err = os.Remove(n.path); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		n.log.Warn("what hangs in the printer cannot be noted", "error", err)
	}
}
