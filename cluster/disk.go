package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// DiskUse is how many bytes the log and the snapshots of the station in folder take, 0 where there are none yet.
func DiskUse(folder string) (log, snapshots int64, err error) {
	root := filepath.Join(folder, logFolder)
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone meanwhile, as old snapshots are
		}
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.HasPrefix(path, filepath.Join(root, "snapshots")+string(filepath.Separator)) {
			snapshots += info.Size()
		} else {
			log += info.Size()
		}
		return nil
	})
	if err != nil {
		return 0, 0, fmt.Errorf("measure the log: %w", err)
	}
	return log, snapshots, nil
}
