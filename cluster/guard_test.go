package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/raft"
)

// TestStartGuard stops a station, does something to its files, and starts it again.
func TestStartGuard(t *testing.T) {
	for name, c := range map[string]struct {
		snapshot bool
		harm     func(*testing.T, *desk)
		want     error
		restores int64
	}{
		"nothing happened":              {snapshot: true, harm: func(*testing.T, *desk) {}},
		"register missing":              {snapshot: true, harm: remove, restores: 1},
		"register behind":               {snapshot: true, harm: rewind, restores: 1},
		"register damaged":              {snapshot: true, harm: damage, restores: 1},
		"register missing, whole log":   {harm: remove},
		"register behind, whole log":    {harm: rewind},
		"register damaged, no snapshot": {harm: damage, want: ErrDamaged},
		"log gone":                      {harm: forget, want: ErrForgotten},
		"log gone, a snapshot there":    {snapshot: true, harm: forget, want: ErrForgotten},
		"only a snapshot there": {snapshot: true, harm: func(t *testing.T, d *desk) {
			forget(t, d)
			remove(t, d)
		}, want: ErrForgotten},
		"log cut, no snapshot": {harm: shorten, want: ErrLogGap},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, 3, short, func(t *testing.T, o *office) {
				away := o.followers()[0]
				o.leader().write("first", deposit{Account: "rent", Amount: 1})
				o.wantEqual()
				away.keepCopy()
				last := o.leader().write("second", deposit{Account: "rent", Amount: 1})
				away.reached(last.Index)
				if c.snapshot {
					away.snapshot()
				}
				away.stop()
				c.harm(t, away)
				err := away.open()
				if !errors.Is(err, c.want) {
					t.Fatalf("start: %v, want %v", err, c.want)
				}
				if err != nil {
					away.node = nil
					return
				}
				if got := away.node.fsm.restores.Load(); got != c.restores {
					t.Errorf("%d snapshots restored, want %d", got, c.restores)
				}
				away.reached(last.Index)
				away.write("third", deposit{Account: "rent", Amount: 1})
				o.wantEqual()
			})
		})
	}
}

func (d *desk) path() string { return filepath.Join(d.folder, "station.db") }

// keepCopy keeps the register as it is now, for rewind.
func (d *desk) keepCopy() {
	d.office.tb.Helper()
	if err := removeIfThere(d.path() + ".old"); err != nil {
		d.office.tb.Fatal(err)
	}
	if err := d.register.CopyTo(d.office.tb.Context(), d.path()+".old"); err != nil {
		d.office.tb.Fatal(err)
	}
}

func remove(t *testing.T, d *desk) {
	t.Helper()
	if err := os.Remove(d.path()); err != nil {
		t.Fatal(err)
	}
}

func rewind(t *testing.T, d *desk) {
	t.Helper()
	if err := os.Rename(d.path()+".old", d.path()); err != nil {
		t.Fatal(err)
	}
}

// damage overwrites a page of the tree below the ledger's own table, which is read at start.
func damage(t *testing.T, d *desk) {
	t.Helper()
	damageFile(t, d.path())
}

func damageFile(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(make([]byte, 4096), info.Size()-4096)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func forget(_ *testing.T, d *desk) { d.logs = &disk{InmemStore: raft.NewInmemStore()} }

func shorten(t *testing.T, d *desk) {
	t.Helper()
	if err := d.logs.DeleteRange(1, 2); err != nil {
		t.Fatal(err)
	}
}
