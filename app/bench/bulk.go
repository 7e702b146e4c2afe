package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/bulk"
	"jiezhan/app/bulk/sheet"
	"jiezhan/station"
	"jiezhan/station/ledger"
)

// ImportOptions say how large a table is imported, and how long the hall is measured without it.
type ImportOptions struct {
	Rows    int
	Quiet   time.Duration
	Folder  string // for the table and its job
	Write   func(path string, content []byte) error
	Now     func() time.Time
	Station *station.Station
	// Rooms are where the rows and the hall's people live, in turn; none means the one room of Places, which is then added.
	Rooms []Room
	// Progress hears what is being done.
	Progress io.Writer
}

// ImportReport is what was measured while a table came in.
type ImportReport struct {
	Processors int     `json:"processors"`
	Rows       int     `json:"rows"`
	FileBytes  int     `json:"file_bytes"`
	Judged     Millis  `json:"judging_ms"`
	Imported   Millis  `json:"import_ms"`
	RowsPerS   float64 `json:"rows_per_second"`
	Added      int     `json:"added"`
	// Others are registrations of the hall, one after the other with a short pause: alone, and while the table came in.
	Before OtherWrites `json:"other_writes_before"`
	During OtherWrites `json:"other_writes_during"`
}

// OtherWrites is how long writes of the hall took.
type OtherWrites struct {
	Count int    `json:"count"`
	P50   Millis `json:"p50_ms"`
	P99   Millis `json:"p99_ms"`
	Most  Millis `json:"max_ms"`
}

// Room is a place of a register, and how its address is written in a table.
type Room struct{ ID, Address string }

// apart is how many rooms lie between two rows of a table.
const apart = 2654435761

// hallPause is between two registrations of the hall: some twenty a second, far more than one hall has.
const hallPause = 50 * time.Millisecond

// ImportTable brings a table of registrations into a station that works, and measures what its hall notices of it.
func ImportTable(ctx context.Context, o ImportOptions) (ImportReport, error) {
	r := ImportReport{Processors: processors(), Rows: o.Rows}
	if len(o.Rooms) == 0 {
		if err := Execute(ctx, o.Station, Places()); err != nil {
			return r, err
		}
		o.Rooms = []Room{{ID: RoomID, Address: "青松苑3号楼2单元1203室"}}
	}
	fmt.Fprintln(o.Progress, "table …")
	content, err := registrations(o.Rows, o.Rooms)
	if err != nil {
		return r, err
	}
	r.FileBytes = len(content)
	fmt.Fprintln(o.Progress, "hall alone …")
	hall := &hall{o: o, next: 2 * o.Rows}
	quiet, cancel := context.WithTimeout(ctx, o.Quiet)
	r.Before, err = hall.work(quiet)
	cancel()
	if err != nil {
		return r, err
	}
	return r, o.importTable(ctx, content, hall, &r)
}

// importTable runs the job as a station does.
func (o ImportOptions) importTable(ctx context.Context, content []byte, hall *hall, r *ImportReport) error {
	told := make(chan bulk.Job, 16) // a job has fewer states
	works, err := bulk.Open(bulk.Options{
		Folder: filepath.Join(o.Folder, "bulk"), Register: o.Station, Kinds: bulk.Kinds(), Write: o.Write, Wall: o.Now, Log: slog.New(slog.DiscardHandler),
		Tell: func(j bulk.Job) { told <- j },
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		works.Run(ctx)
	}()
	defer func() { cancel(); <-done }()
	fmt.Fprintln(o.Progress, "judging …")
	begun := o.Now()
	j, err := works.Begin(uuid.NewString(), "people", "bench.xlsx", int64(len(content)), actor())
	if err != nil {
		return err
	}
	if _, err := works.Receive(j.ID, 0, content); err != nil {
		return err
	}
	if j, err = reach(ctx, told, bulk.Checked); err != nil {
		return err
	}
	if j.Bad > 0 {
		return fmt.Errorf("%d of the invented rows were not good: %v", j.Bad, j.Codes)
	}
	r.Judged = Millis(o.Now().Sub(begun))
	fmt.Fprintln(o.Progress, "importing …")
	begun = o.Now()
	if _, err := works.Import(j.ID, actor()); err != nil {
		return err
	}
	busy, stop := context.WithCancel(ctx)
	measured := make(chan error, 1)
	go func() {
		var err error
		r.During, err = hall.work(busy)
		measured <- err
	}()
	j, err = reach(ctx, told, bulk.Done)
	took := o.Now().Sub(begun)
	stop()
	if failed := <-measured; err == nil {
		err = failed
	}
	r.Imported, r.RowsPerS, r.Added = Millis(took), float64(j.Added)/took.Seconds(), j.Added
	return err
}

func reach(ctx context.Context, told <-chan bulk.Job, state bulk.State) (bulk.Job, error) {
	for {
		select {
		case j := <-told:
			switch j.State {
			case state:
				return j, nil
			case bulk.Failed:
				return j, fmt.Errorf("the table was not taken: %s %v", j.Fault, j.Codes)
			default:
			}
		case <-ctx.Done():
			return bulk.Job{}, ctx.Err()
		}
	}
}

// hall registers one person after the other.
type hall struct {
	o    ImportOptions
	next int
}

func (h *hall) work(ctx context.Context) (OtherWrites, error) {
	var took []time.Duration
	pause := time.NewTicker(hallPause)
	defer pause.Stop()
	for {
		select {
		case <-pause.C:
		case <-ctx.Done():
			return summary(took), nil
		}
		begun := h.o.Now()
		h.next++
		command := Registration(h.next)
		command.RoomID = h.o.Rooms[h.next%len(h.o.Rooms)].ID
		if err := Execute(context.WithoutCancel(ctx), h.o.Station, command); err != nil {
			return OtherWrites{}, err
		}
		took = append(took, h.o.Now().Sub(begun))
	}
}

func summary(took []time.Duration) OtherWrites {
	if len(took) == 0 {
		return OtherWrites{}
	}
	slices.Sort(took)
	return OtherWrites{Count: len(took), P50: Millis(took[len(took)/2]), P99: Millis(took[len(took)*99/100]), Most: Millis(took[len(took)-1])}
}

// Execute has one command decided that must be applied.
func Execute(ctx context.Context, s *station.Station, c ledger.Command) error {
	outcome, err := s.Execute(ctx, actor(), uuid.NewString(), c)
	if err != nil {
		return err
	}
	return outcome.Err()
}

// registrations is a workbook of invented people, all of them registered; neighbours in the table are no neighbours in the street.
func registrations(rows int, rooms []Room) ([]byte, error) {
	page := sheet.Page{Name: "人员", Head: []string{"姓名", "证件号码", "联系电话", "户籍地址", "户号", "居住地址", "入住日期", "登记日期"}}
	for n := range rows {
		page.Rows = append(page.Rows, []string{
			card(n).Name, Number(n), fmt.Sprintf("138%08d", n), "范本省范本市示范县和平镇 1 号", fmt.Sprint(n / 3), rooms[n*apart%len(rooms)].Address,
			"2024-05-01", "2024-05-02",
		})
	}
	var b bytes.Buffer
	err := sheet.WriteXLSX(&b, "", page)
	return b.Bytes(), err
}

func ms(m Millis) float64 { return float64(m) / float64(time.Millisecond) }

// Print writes the report for people.
func (r ImportReport) Print(w io.Writer) error {
	_, err := fmt.Fprintf(w, `%d rows, %.1f MB, %d processors
judged    %8.1f s
imported  %8.1f s = %.0f rows/s (%d added)
hall      p50 ms   p99 ms   max ms   writes
 alone  %8.1f %8.1f %8.1f %8d
 during %8.1f %8.1f %8.1f %8d
`, r.Rows, float64(r.FileBytes)/1e6, r.Processors, time.Duration(r.Judged).Seconds(), time.Duration(r.Imported).Seconds(), r.RowsPerS, r.Added,
		ms(r.Before.P50), ms(r.Before.P99), ms(r.Before.Most), r.Before.Count, ms(r.During.P50), ms(r.During.P99), ms(r.During.Most), r.During.Count)
	return err
}
