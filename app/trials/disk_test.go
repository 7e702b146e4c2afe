//go:build trials

package trials

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"jiezhan/app/bench"
)

// smallDisk mounts a file system of its own size at folder.
func smallDisk(t *testing.T, folder, size string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", folder).CombinedOutput(); err != nil {
		t.Skipf("a small disk needs root: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", folder).CombinedOutput(); err != nil {
			t.Errorf("umount %s: %v %s", folder, err, out)
		}
	})
}

// fill writes until nothing more fits.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for piece := bytes.Repeat([]byte{0xff}, 1<<20); len(piece) > 0; piece = piece[:len(piece)/2] {
		for err == nil {
			_, err = f.Write(piece)
		}
		if errors.Is(err, os.ErrClosed) {
			t.Fatal(err)
		}
		err = nil
	}
}

// The disk of one station fills up, first a follower's, then the leader's: it stops writing and says so, the others go on, and when there is
// room again it catches up by itself.
func TestAFullDisk(t *testing.T) {
	base := t.TempDir()
	disk := filepath.Join(base, "small")
	smallDisk(t, disk, "192m")
	o := openOffice(t, plan{stations: 3, folder: func(i int) string {
		if i == 0 { // founded first, so it leads in the beginning
			return filepath.Join(disk, "station")
		}
		return filepath.Join(base, "station", string(rune('1'+i)))
	}})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	full, load := o.sites[0], o.gather(4, 0)
	for _, role := range []string{"whoever leads", "a follower"} {
		filler := filepath.Join(disk, "filler")
		fill(t, filler)
		full.until("stop of the station with the full disk ("+role+")", func() bool { return full.State().Fault != "" })
		load.elsewhere(full, 50)
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		full.until("recovery", func() bool {
			state := full.State()
			return state.Fault == "" && state.Mode == "normal" && state.Leader != ""
		})
		load.until(20)
	}
	all := load.disperse()
	o.settle()
	o.account(all)
	t.Logf("2 times no room on the disk; %d registrations acknowledged, %d of them while cut off", len(all), waited(all))
}
