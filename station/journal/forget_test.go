package journal

import "testing"

func TestWhereTheLogStoodIsToldByMarks(t *testing.T) {
	d := openDesk(t)
	stood := func(marks int, want uint64) {
		t.Helper()
		if got, found, err := d.Stood(t.Context(), marks); err != nil || found != (want > 0) || got != want {
			t.Errorf("%d marks ago the log stood at %d %v %v, want %d", marks, got, found, err, want)
		}
	}
	stood(1, 0)
	for day := range uint64(5) {
		if err := d.Acknowledged(0, 10*(day+1), noon, noon); err != nil {
			t.Fatal(err)
		}
	}
	stood(1, 50)
	stood(4, 20)
	stood(6, 0)
	if err := d.Acknowledged(20, 60, noon, noon); err != nil { // those before the 20th place are of no use any more
		t.Fatal(err)
	}
	d.restart()
	stood(5, 20)
	stood(6, 0)
	if err := d.Renew("later"); err != nil {
		t.Fatal(err)
	}
	stood(1, 0)
	if life := d.Life(); life.Acked != 0 || !life.AckedAt.IsZero() {
		t.Errorf("life = %+v, want nothing forgotten in it yet", life)
	}
}
