package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"jiezhan/app/text"
)

// folderLock keeps a second program out of a data folder. The lock belongs to the process: it ends with it, however it ends.
type folderLock struct{ file *os.File }

// lockName is the file in the data folder that holds the lock and the number of the process that has it.
const lockName = "jiezhan.lock"

// errLocked says that another process holds the lock.
var errLocked = errors.New("the folder is locked by another process")

func lockFolder(folder string) (*folderLock, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, text.Failure(err, "folder.unusable", folder, rootCause(err))
	}
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, text.Failure(err, "folder.unusable", folder, rootCause(err))
	}
	if err := acquire(f); err != nil {
		defer f.Close()
		if errors.Is(err, errLocked) {
			return nil, text.Failure(err, "folder.busy", folder, holder(f))
		}
		return nil, text.Failure(err, "folder.unusable", folder, err)
	}
	if err := sign(f); err != nil {
		return nil, errors.Join(text.Failure(err, "folder.unusable", folder, rootCause(err)), f.Close())
	}
	return &folderLock{f}, nil
}

// sign writes who holds the lock, for the message that the next one gets.
func sign(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

func holder(f *os.File) string {
	b, err := io.ReadAll(io.LimitReader(f, 20))
	pid := strings.TrimSpace(string(b))
	if err != nil || pid == "" {
		return "?"
	}
	return pid
}

func (l *folderLock) release() error {
	if err := l.file.Close(); err != nil { // closing gives the lock back; the file stays, so that nobody locks a file just removed
		return fmt.Errorf("unlock the data folder: %w", err)
	}
	return nil
}
