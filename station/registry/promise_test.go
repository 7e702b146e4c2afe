package registry_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// codesIn lists the codes in the source of a package.
func codesIn(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == "codes.go" || filepath.Base(file) == "node.go" {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"([a-z_]+\.[a-z_0-9]+)"`).FindAllStringSubmatch(string(source), -1) {
			codes[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(codes))
}

func TestCodesAreComplete(t *testing.T) {
	of := append(codesIn(t, "."), codesIn(t, "../identity")...)
	slices.Sort(of)
	if got, want := registry.Codes(), slices.Compact(of); !slices.Equal(got, want) {
		t.Errorf("registry: got = %q, want %q", got, want)
	}
	if got, want := area.Codes(), codesIn(t, "../area"); !slices.Equal(got, want) {
		t.Errorf("area: got = %q, want %q", got, want)
	}
}

// The ethnic group is read with one person's record and nowhere else: no index, no key, no condition, no list.
func TestEthnicGroupIsInNoListAndNoFilter(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var uses []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(source), "\n") {
			if strings.Contains(line, "ethnic_code") && !strings.HasSuffix(file, "_test.go") && !strings.Contains(line, "json:") {
				uses = append(uses, file+": "+strings.TrimSpace(line))
			}
		}
	}
	if len(uses) != 5 { // checked on the card, written with a new person and by a newer card, also of a measurement, read with one record
		t.Errorf("uses = %q", uses)
	}
	populated(t).view(func(q store.Query) error {
		var indexes int
		err := q.Row(`SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%ethnic%'`).Scan(&indexes)
		if indexes != 0 {
			t.Errorf("indexes = %d", indexes)
		}
		return err
	})
}

// The same commands leave the same rows on every station.
func TestTwoStationsAgree(t *testing.T) {
	digests := make([]map[string]string, 2)
	for i := range digests {
		o := populated(t)
		r := o.register(movesIn())
		c := movesIn()
		c.RoomID, c.MovedFrom, c.Card.Name = "qs-1204", r.ID, "范大例"
		o.register(c)
		o.view(func(q store.Query) (err error) {
			digests[i], err = store.Digest(q)
			return err
		})
	}
	if !maps.Equal(digests[0], digests[1]) || len(digests[0]) < 7 {
		t.Errorf("got = %v, want %v", digests[1], digests[0])
	}
}

// Screens hear which records to read again, and nothing else.
func TestScreensHearOfChanges(t *testing.T) {
	o := openOffice(t)
	o.Changes = nil
	r := o.register(movesIn())
	var got []string
	for _, c := range o.Changes {
		got = append(got, c.Topic+" "+c.ID)
	}
	if want := []string{"residence " + r.ID, "person " + r.PersonID}; !slices.Equal(got, want) {
		t.Errorf("got = %q, want %q", got, want)
	}
}
