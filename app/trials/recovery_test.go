//go:build trials

package trials

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/app/bench"
)

// Two of three stations burn. The third is cut off, goes on taking people in, and is made the whole office by a person who confirms twice what that
// means. What it took in comes true; the old peers can never come back; new ones join.
func TestTheMajorityIsGone(t *testing.T) {
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	o.sites[0].resident(1)
	o.settle()
	last, burnt := o.sites[2], o.sites[:2]
	for _, s := range burnt {
		s.Kill()
	}
	last.cutOff()
	_, _, receipt := last.resident(2)
	last.Stop()
	shown, err := last.Run("office", "recover", "--confirm-office", "和平街道", "--confirm-entries", "1", "--config", last.Config())
	if err == nil {
		t.Fatal("the office was recovered although the wrong number of entries was confirmed")
	}
	entries := regexp.MustCompile(`holds (\d+) entries`).FindStringSubmatch(shown)
	if entries == nil {
		t.Fatalf("recover says %q, want how many entries there are", shown)
	}
	last.run("office", "recover", "--confirm-office", "和平街道", "--confirm-entries", entries[1], "--config", last.Config())
	last.start()
	last.until("an office of one with an empty journal", func() bool {
		state := last.State()
		return state.Leader == last.ID && state.Members == 1 && state.Waiting == 0 && state.Mode == "normal"
	})
	if got := last.read(`SELECT number FROM residence WHERE number = '` + receipt + `'`); len(got) != 1 {
		t.Errorf("receipt %s of before is not in the register", receipt)
	}
	for _, s := range burnt {
		s.start()
		s.until("its exclusion", func() bool { return s.State().Fault != "" })
		s.Stop()
	}
	o.sites = []*site{last}
	fresh := o.add(3, last.Program, plan{})
	if err := fresh.Join(last.Site); err != nil {
		t.Fatal(err)
	}
	fresh.start()
	o.settle()
	fresh.resident(3)
	o.settle()
}

// keys makes a pair of keys for backups.
func (s *site) keys(folder string) (recipient, file string) {
	s.office.t.Helper()
	out := s.run("backup", "keygen")
	recipient, secret := "", ""
	for _, word := range strings.Fields(out) {
		switch {
		case strings.HasPrefix(word, "age1"):
			recipient = word
		case strings.HasPrefix(word, "AGE-SECRET-KEY-"):
			secret = word
		}
	}
	file = filepath.Join(folder, "key.txt")
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		s.office.t.Fatal(err)
	}
	return recipient, file
}

// configure adds lines to the end of a station's configuration.
func (s *site) configure(lines string) {
	s.office.t.Helper()
	text, err := os.ReadFile(s.Config())
	if err == nil {
		err = os.WriteFile(s.Config(), append(text, lines...), 0o600)
	}
	if err != nil {
		s.office.t.Fatal(err)
	}
}

// A backup is made while residents register, the whole office is lost, and one station is restored on another machine: everything that was acknowledged before the
// backup is there, row for row.
func TestRestoreDrill(t *testing.T) {
	o := openOffice(t, plan{stations: 2, voters: 1})
	one, safe := o.sites[0], t.TempDir()
	recipient, key := one.keys(safe)
	one.Stop()
	one.configure("[backup]\nfolder = '" + safe + "'\nrecipients = ['" + recipient + "']\n")
	one.start()
	one.until("normal", func() bool { return one.State().Mode == "normal" && one.State().Leader != "" })
	one.must("01990000-0000-7000-8000-00000000a001", bench.Places())
	load := o.gather(3, 0)
	load.until(50)
	before := load.count()
	made := one.run("backup", "--config", one.Config())
	load.until(20)
	acknowledged := load.disperse()[:before]
	for _, s := range o.sites {
		s.Kill()
	}
	file := regexp.MustCompile(`\S+\.age`).FindString(made)
	damaged := filepath.Join(safe, "damaged.age")
	spoil(t, file, damaged)
	again := o.add(0, one.Program, plan{})
	if out, err := again.Run("restore", damaged, "--identity", key, "--config", again.Config()); err == nil {
		t.Errorf("a damaged backup was restored: %s", out)
	}
	again.run("restore", file, "--identity", key, "--config", again.Config())
	again.run("verify", "--config", again.Config())
	o.sites = []*site{again}
	again.start()
	again.until("an office of one", func() bool { return again.State().Leader == again.ID && again.State().Mode == "normal" })
	o.account(acknowledged)
	again.resident(70_000)
	t.Logf("%d registrations acknowledged before the backup, all restored", len(acknowledged))
}

// spoil copies a file with one byte changed in the middle.
func spoil(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		text[len(text)/2] ^= 1
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if out, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		t.Fatalf("copy %s: %v %s", from, err, out)
	}
}

// rejoin takes a station off the list, as its runbook says, and lets it join anew under another id, with another digit for its numbers.
func (o *office) rejoin(one *site, machine int) {
	o.t.Helper()
	first := o.sites[0]
	one.Stop()
	first.run("office", "remove", one.ID, "--reason", "its disk cannot be trusted", "--config", first.Config())
	if err := one.Rename(one.index+1, fmt.Sprintf("s%d-%d", one.index+1, machine), machine); err != nil {
		o.t.Fatal(err)
	}
	if err := one.Join(first.Site); err != nil {
		o.t.Fatal(err)
	}
	one.start()
}

// A station's disk is put back to last week, and a station's disk is copied and started twice. Neither is let in; the first joins again and its work goes on.
func TestAnOlderDiskAndACopy(t *testing.T) {
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	one := o.sites[2]
	data, old := filepath.Join(one.Folder, "data"), filepath.Join(one.Folder, "old")
	one.Stop()
	copyFolder(t, data, old)
	one.start()
	one.until("normal", func() bool { return one.State().Mode == "normal" && one.State().Leader != "" })
	for n := range 20 {
		one.must(uuid.NewString(), bench.Registration(n))
	}
	one.Stop()
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	copyFolder(t, old, data)
	one.start()
	one.until("its exclusion", func() bool {
		fault := one.State().Fault // it shows another life under a number of starts that the others know
		return fault == "station.cloned" || fault == "station.stale"
	})
	o.rejoin(one, 2)
	o.settle()
	one.must(uuid.NewString(), bench.Registration(21))
	o.settle()
	if got := one.read(`SELECT count(*) || ' ' || count(DISTINCT number) FROM residence`); got[0] != "21 21" {
		t.Errorf("registrations and their numbers = %s, want 21 21", got[0])
	}

	one.Stop()
	twin := o.add(2, one.Program, plan{})
	if err := twin.Rename(3, one.ID, 2); err != nil {
		t.Fatal(err)
	}
	copyFolder(t, data, filepath.Join(twin.Folder, "data"))
	one.start()
	one.until("normal", func() bool { return one.State().Mode == "normal" && one.State().Leader != "" })
	twin.start()
	one.until("one of the two excluded", func() bool { return one.State().Fault != "" || twin.State().Fault != "" })
	if a, b := one.State(), twin.State(); a.Fault != "" && b.Fault != "" {
		t.Errorf("both are excluded: %q %q, want one of them", a.Fault, b.Fault)
	}
}

// Files are lost or damaged while a station is off: what can be rebuilt is rebuilt without a person; a lost log is said in plain words and mended by joining again.
func TestLostAndDamagedFiles(t *testing.T) {
	o := openOffice(t, plan{stations: 3, flags: []string{"--snapshot-every", "20"}})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	one := o.sites[2]
	next, machine := 0, 1
	for name, damage := range map[string]func(data string) error{
		"register gone":        func(data string) error { return os.Remove(filepath.Join(data, "station.db")) },
		"register overwritten": func(data string) error { return scribble(filepath.Join(data, "station.db"), 0) },
		"register damaged":     func(data string) error { return scribble(filepath.Join(data, "station.db"), 40_000) },
		"snapshots gone too": func(data string) error {
			if err := os.RemoveAll(filepath.Join(data, "raft", "snapshots")); err != nil {
				return err
			}
			return os.Remove(filepath.Join(data, "station.db"))
		},
		"log gone": func(data string) error { return os.RemoveAll(filepath.Join(data, "raft")) },
	} {
		for range 40 {
			next++
			one.must(uuid.NewString(), bench.Registration(next))
		}
		o.settle()
		one.Stop()
		if err := damage(filepath.Join(one.Folder, "data")); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		one.start()
		one.until("start or end ("+name+")", func() bool { return !one.Running() || one.State().Mode == "normal" && one.State().Leader != "" })
		if !one.Running() { // it says what to do: join again
			log, err := os.ReadFile(one.Log())
			if err != nil || !strings.Contains(string(log), "join") {
				t.Fatalf("%s: the station ended and does not say to join again: %s", name, log[max(0, len(log)-600):])
			}
			machine++
			o.rejoin(one, machine)
		}
		o.settle()
		t.Log(name + ": rebuilt")
	}
}

// scribble overwrites a piece of a file.
func scribble(path string, at int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteAt([]byte(strings.Repeat("scribble", 1000)), at)
	return err
}

// Somebody changes a line of one station's audit log by hand. Every station notices and names the line.
func TestAnAlteredAuditLog(t *testing.T) {
	o := openOffice(t, plan{stations: 3})
	o.sites[0].must("01990000-0000-7000-8000-00000000a001", bench.Places())
	for n := range 10 {
		o.sites[0].must(uuid.NewString(), bench.Registration(n))
	}
	o.settle()
	one := o.sites[2]
	one.Stop()
	alter(t, filepath.Join(one.Folder, "data", "station.db"))
	if out, err := one.Run("verify", "--config", one.Config()); err == nil {
		t.Errorf("verify finds an altered register sound: %s", out)
	}
	one.start()
	for _, s := range o.sites {
		s.until("the alarm", func() bool { return s.State().Differs == alteredSeq })
	}
}
