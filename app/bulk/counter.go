package bulk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/ledger"
)

// Begin makes a job whose file is to come. The id is chosen by the page, so that beginning twice makes one job.
func (w *Works) Begin(id, kind, name string, size int64, by ledger.Actor) (Job, error) {
	if _, known := w.Kind(kind); !known {
		return Job{}, ErrKind
	}
	if size <= 0 || size > sheet.MaxFile {
		return Job{}, ErrSize
	}
	if j, err := w.Job(id); err == nil {
		return j, nil
	}
	j := Job{ID: id, Kind: kind, Name: filepath.Base(name), By: by, State: Uploading, Size: size, CreatedAt: w.Register.Now().UTC()}
	if err := os.MkdirAll(w.folder(id), 0o700); err != nil {
		return Job{}, fmt.Errorf("begin job: %w", err)
	}
	return j, w.put(j)
}

// Receive adds a part of the file. A part that has arrived before is left out; with the last one the rows are judged.
func (w *Works) Receive(id string, offset int64, part []byte) (Job, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	j, known := w.jobs[id]
	switch {
	case !known:
		return Job{}, ErrUnknown
	case j.State != Uploading || offset+int64(len(part)) <= j.Received:
		return j, nil
	case offset != j.Received:
		return j, ErrPart
	case offset+int64(len(part)) > j.Size:
		return j, ErrSize
	}
	if err := appendTo(filepath.Join(w.folder(id), upload), part); err != nil {
		return j, err
	}
	if j.Received += int64(len(part)); j.Received == j.Size {
		j.State = Checking
	}
	if j.State == Checking {
		return j, w.keepLocked(j)
	}
	w.jobs[id] = j
	return j, nil
}

func appendTo(file string, part []byte) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keep part: %w", err)
	}
	_, err = f.Write(part)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keep part: %w", err)
	}
	return nil
}

// Import has the good rows of a checked job imported, on behalf of who says so. Saying it twice is saying it once.
func (w *Works) Import(id string, actor ledger.Actor) (Job, error) {
	return w.move(id, func(j *Job) error {
		switch {
		case j.State == Importing || j.State == Done:
		case j.State != Checked || j.Good == 0:
			return ErrState
		default:
			j.State, j.Actor, j.StartedAt = Importing, actor, w.Register.Now().UTC()
		}
		return nil
	})
}

// Cancel stops a job. Its file goes; rows that were imported stay.
func (w *Works) Cancel(id string) (Job, error) {
	return w.move(id, func(j *Job) error {
		if !j.State.over() {
			j.State, j.Waits, j.EndedAt = Cancelled, "", w.Register.Now().UTC()
		}
		return nil
	})
}

// move changes a job for a person.
func (w *Works) move(id string, change func(*Job) error) (Job, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	j, known := w.jobs[id]
	if !known {
		return Job{}, ErrUnknown
	}
	if err := change(&j); err != nil {
		return j, err
	}
	return j, w.keepLocked(j)
}
