package app

import "golang.org/x/sys/windows"

// syncFolder has nothing to do: NTFS keeps names in its own journal.
func syncFolder(string) error { return nil }

// diskSpace is what this user may still write to the disk of a folder, and the size of that disk, in bytes.
func diskSpace(folder string) (free, total int64, err error) {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, 0, err
	}
	var mine, all uint64
	if err := windows.GetDiskFreeSpaceEx(path, &mine, &all, nil); err != nil {
		return 0, 0, err
	}
	return int64(mine), int64(all), nil
}
