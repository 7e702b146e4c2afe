package station

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// opened is a station of that office, running.
type opened struct {
	*Station
	tb     testing.TB
	folder string
	stop   func()
}

// memory is a folder without a disk where there is one: the power is cut by taking a copy, so that waiting for a disk would prove nothing more.
func memory(tb testing.TB) string {
	tb.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "station") //nolint:usetesting // TempDir is on the disk
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// open opens the station in folder, which may hold what an earlier life left, and lets it run.
func (b *bureau) open(folder string, sources Sources) *opened {
	b.tb.Helper()
	return b.run(openAs(b.tb, "s1", folder, sources), folder)
}

func openAs(tb testing.TB, id, folder string, sources Sources) *Station {
	tb.Helper()
	sources.Now = time.Now
	s, err := Open(folder, Identity{ID: id, Community: "330106099001", Machine: 1}, sources)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// run lets an open station take part.
func (b *bureau) run(s *Station, folder string) *opened {
	b.mu.Lock()
	b.station = s
	b.brought = 0
	for applied, _ := s.machine.Applied(); b.brought < len(b.log) && b.log[b.brought].Index <= applied; b.brought++ {
	}
	b.bring()
	b.mu.Unlock()
	s.Connect(b)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(ctx)
	}()
	o := &opened{Station: s, tb: b.tb, folder: folder}
	o.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
		b.mu.Lock()
		b.station = nil
		b.mu.Unlock()
		if err := s.Close(); err != nil {
			b.tb.Error(err)
		}
	})
	b.tb.Cleanup(o.stop)
	return o
}

// until waits for a standing.
func (o *opened) until(what string, ok func(Standing) bool) Standing {
	o.tb.Helper()
	changes, stop := o.WatchMode()
	defer stop()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for {
		now := o.Standing()
		if ok(now) {
			return now
		}
		select {
		case <-changes:
		case <-limit.C:
			o.tb.Fatalf("standing = %+v, want %s", now, what)
		}
	}
}

func (o *opened) untilMode(m Mode) {
	o.tb.Helper()
	o.until(string(m), func(s Standing) bool { return s.Mode == m })
}

// untilReady waits until the office has taken the session of this start.
func (o *opened) untilReady() {
	o.tb.Helper()
	o.until("a session", func(Standing) bool {
		_, greeted := o.situation.state()
		return greeted
	})
}

func clerk() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

// do executes a command and answers the code of the refusal, or "".
func (o *opened) do(request string, c ledger.Command) (ledger.Outcome, string) {
	o.tb.Helper()
	outcome, err := o.Execute(context.Background(), clerk(), request, c)
	if err != nil {
		o.tb.Fatalf("execute: %v", err)
	}
	if outcome.Refusal != nil {
		return outcome, outcome.Refusal.Code()
	}
	return outcome, ""
}

// registration is that of the nth resident of the tests.
func registration(n int) registry.RegisterResidence {
	birth := calendar.NewDate(1970, 1, 1).AddDays(n / 450)
	number := fmt.Sprintf("330106%s%03d", strings.ReplaceAll(birth.String(), "-", ""), 100+2*(n%450))
	return registry.RegisterResidence{
		Card: registry.CardData{
			Kind: registry.ResidentCard, Name: "王芳", SexCode: "2", EthnicCode: "01", Birth: birth, Address: "浙江省杭州市",
			IDNumber: number + string(check11(number)), Issuer: "杭州市公安局", ValidFrom: calendar.NewDate(1999, 1, 1), LongTerm: true, Verified: registry.VerifiedChip,
		},
		RoomID: "room", Since: calendar.NewDate(1999, 12, 1), Statement: true, Channel: "kiosk",
	}
}

// requestID is the nth request of the tests.
func requestID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// numbersOf lists the numbers of all registrations in a register.
func numbersOf(tb testing.TB, db *store.DB) (all []string) {
	tb.Helper()
	err := db.View(context.Background(), func(q store.Query) error {
		rows, err := q.Rows(`SELECT number FROM residence ORDER BY number`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var n string
			if err := rows.Scan(&n); err != nil {
				return err
			}
			all = append(all, n)
		}
		return rows.Err()
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// sameRegister fails where station and office do not hold the same rows.
func (b *bureau) sameRegister(o *opened) {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bring()
	var sums [2]string
	for i, db := range []*store.DB{b.db, o.register} {
		err := db.ViewCommitted(context.Background(), func(q store.Query) error {
			sum, err := store.Digest(q)
			sums[i] = fmt.Sprint(sum)
			return err
		})
		if err != nil {
			b.tb.Fatal(err)
		}
	}
	if sums[0] != sums[1] {
		b.tb.Errorf("register of the station =\n%s, want the office's\n%s", sums[1], sums[0])
	}
}
