//go:build trials

// Package trials breaks a street office on purpose: real processes of the real program, real sockets, real signals, and pseudo-terminals with alarm receivers
// at their far ends. Every trial ends with the same questions: is every acknowledged command applied exactly once, do all stations hold the same rows and
// the same chain, has every entry of every journal exactly one end, is every number unique; and where alarms came, is every one that a receiver saw
// acknowledged in every register, once for each frame that got through, the repeats under the first?
package trials

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jiezhan/app/bench"
)

// patience bounds every wait; a wait ends as soon as what it waits for happens.
const patience = 60 * time.Second

// office is a whole street office of processes.
type office struct {
	t       *testing.T
	network *network
	sites   []*site
}

// site is one station of it.
type site struct {
	*bench.Site
	office *office
	index  int
}

type plan struct {
	stations int
	voters   int // 0: as many as there will be
	tags     string
	flags    []string
	folder   func(i int) string // nil: a temporary one
	devices  func(i int) string // further lines of the configuration; nil: none
}

// openOffice founds an office and joins the other stations, each with a code from the first.
func openOffice(t *testing.T, p plan) *office {
	t.Helper()
	if p.tags == "" {
		p.tags = "faults"
	}
	o := &office{t: t, network: newNetwork(t)}
	program := build(t, p.tags)
	for i := range p.stations {
		o.add(i, program, p)
	}
	first := o.sites[0]
	if err := first.Found(); err != nil {
		t.Fatal(err)
	}
	first.start()
	first.until("lead", func() bool { return first.State().Leader == first.ID })
	for _, s := range o.sites[1:] {
		if err := s.Join(first.Site); err != nil {
			t.Fatal(err)
		}
		s.start()
	}
	want := p.voters
	if want == 0 {
		want = min(p.stations-(p.stations+1)%2, 5)
	}
	for _, s := range o.sites {
		s.until("all members and voters", func() bool {
			state := s.State()
			return state.Leader != "" && state.Members == p.stations && state.Voters == want
		})
	}
	return o
}

func (o *office) add(i int, program string, p plan) *site {
	o.t.Helper()
	folder := filepath.Join(o.t.TempDir(), fmt.Sprint("station-", i+1))
	if p.folder != nil {
		folder = p.folder(i)
	}
	own := freePort(o.t, fmt.Sprintf("127.0.0.%d", i+2))
	made, err := bench.NewSite(i+1, &bench.Site{
		Program: program, Folder: folder, Flags: p.flags, HTTP: freePort(o.t, "127.0.0.1"), Peers: own, Public: o.network.relay(o.t, i, own),
	})
	if err != nil {
		o.t.Fatal(err)
	}
	if p.devices != nil {
		configure(o.t, made, p.devices(i))
	}
	s := &site{Site: made, office: o, index: i}
	o.sites = append(o.sites, s)
	o.t.Cleanup(s.finish)
	return s
}

// configure adds lines to a station's configuration.
func configure(t *testing.T, s *bench.Site, lines string) {
	t.Helper()
	f, err := os.OpenFile(s.Config(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteString(lines)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func freePort(t *testing.T, ip string) string {
	t.Helper()
	address, err := bench.FreePort(ip)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// run runs one command of the program and answers what it printed.
func (s *site) run(args ...string) string {
	s.office.t.Helper()
	out, err := s.Run(args...)
	if err != nil {
		s.office.t.Fatal(err)
	}
	return out
}

func (s *site) start(env ...string) {
	s.office.t.Helper()
	if err := s.Start(env...); err != nil {
		s.office.t.Fatal(err)
	}
}

func (s *site) finish() {
	_ = s.Wake() // a sleeping process does not die
	s.Kill()
	if s.office.t.Failed() {
		if tail, err := os.ReadFile(s.Log()); err == nil {
			s.office.t.Logf("%s says last:\n%s", s.ID, tail[max(0, len(tail)-3000):])
		}
	}
}

// read asks the station's own view of the register: one column, a row a line.
func (s *site) read(sql string) []string {
	s.office.t.Helper()
	answer, err := http.PostForm("http://"+s.HTTP+"/bench/read", url.Values{"sql": {sql}})
	if err != nil {
		s.office.t.Fatalf("%s: %v", s.ID, err)
	}
	defer answer.Body.Close()
	var lines []string
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(answer.Body)
		s.office.t.Fatalf("%s: %s: %s", s.ID, sql, text)
	}
	if err := json.NewDecoder(answer.Body).Decode(&lines); err != nil {
		s.office.t.Fatal(err)
	}
	return lines
}

// until waits for something to come true, asking again and again.
func (s *site) until(what string, holds func() bool) {
	s.office.t.Helper()
	limit := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			s.office.t.Fatalf("%s: no %s within %s: %+v", s.ID, what, patience, s.State())
		}
	}
}

// leader waits until all running stations agree on one, and answers it and the others.
func (o *office) leader() (leader *site, others []*site) {
	o.t.Helper()
	var id string
	for _, s := range o.sites {
		if !s.Running() {
			continue
		}
		s.until("a leader", func() bool {
			id = s.State().Leader
			return id != "" && o.site(id).Running()
		})
	}
	for _, s := range o.sites {
		if s.ID == id {
			leader = s
		} else {
			others = append(others, s)
		}
	}
	return leader, others
}

func (o *office) site(id string) *site {
	for _, s := range o.sites {
		if s.ID == id {
			return s
		}
	}
	o.t.Fatalf("no station %q", id)
	return nil
}

// settle waits until nothing waits in any journal and all stations stand at the same entry, and holds them to the same rows and the same chain.
func (o *office) settle() {
	o.t.Helper()
	for _, s := range o.sites {
		s.until("normal and nothing waiting", func() bool {
			state := s.State()
			return state.Mode == "normal" && state.Waiting == 0 && state.Leader != ""
		})
	}
	o.sites[0].until("the same entry everywhere, for as long as it takes to read the rows", func() bool {
		before, level := o.level()
		if !level {
			return false
		}
		rows := o.digests()
		if after, level := o.level(); !level || after != before {
			return false // an office is never quite still: sessions are opened, versions reported
		}
		for i, s := range o.sites {
			if !maps.Equal(rows[i], rows[0]) {
				o.t.Errorf("%s at %d: rows %v\nwant %v", s.ID, before, rows[i], rows[0])
			}
		}
		return true
	})
}

// level answers the entry at which all stations stand with the same chain.
func (o *office) level() (applied uint64, level bool) {
	first := o.sites[0].State()
	for _, s := range o.sites {
		if state := s.State(); state.Applied != first.Applied || state.Head != first.Head || state.Head == "" {
			return 0, false
		}
	}
	return first.Applied, true
}

func (o *office) digests() []map[string]string {
	o.t.Helper()
	all := make([]map[string]string, len(o.sites))
	for i, s := range o.sites {
		if err := s.Get("/bench/digest", &all[i]); err != nil {
			o.t.Fatal(err)
		}
	}
	return all
}
