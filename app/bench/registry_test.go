package bench

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// Every kind of question is answered as expected in a small register of the sample, and the worst of a kind is named.
func TestEveryKindOfQuestionIsAnswered(t *testing.T) {
	const people = 3000
	s := layStreet(1200)
	path := filepath.Join(t.TempDir(), "station.db")
	db, err := store.Open(path, store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(db, []ledger.Slice{area.Slice(), registry.Slice(), permit.Slice()}, nil); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.fill(path, people); err != nil {
		t.Fatal(err)
	}
	if db, err = store.Open(path, store.Replayable); err != nil {
		t.Fatal(err)
	}
	defer db.Close() // thrown away
	asker := asker{street: s, people: people, now: time.Now, find: inProcess(t.Context(), db, firstDay())}
	for _, kind := range questions() {
		all, err := asker.readers(2, kind, 12)
		if err != nil {
			t.Error(err)
			continue
		}
		asked := all.asked("warm")
		if asked.N != 12 || asked.Kind != kind.kind || asked.P50 > asked.P99 || asked.P99 > asked.Max || (asked.Slowest == "") == (kind.of == nil) {
			t.Errorf("asked = %+v", asked)
		}
	}
}

// The sample is the same whenever it is made, nobody has another's number, and everybody lives in a room.
func TestTheSampleIsTheSame(t *testing.T) {
	const people = 2000
	one, other := layStreet(800), layStreet(800)
	if len(one.places) != 800 {
		t.Fatalf("%d rooms", len(one.places))
	}
	numbers, phones := map[string]bool{}, map[string]bool{}
	living := map[string]int{}
	for i := range people {
		r := one.somebody(i, people)
		if r != other.somebody(i, people) {
			t.Fatalf("%d differs: %+v", i, r)
		}
		if numbers[r.number] || phones[r.phone] {
			t.Errorf("%d has another's number %s or telephone %s", i, r.number, r.phone)
		}
		numbers[r.number], phones[r.phone] = true, true
		living[r.place.RoomID]++
	}
	for _, place := range one.places {
		if n := living[place.RoomID]; n < 2 || n > 3 {
			t.Errorf("%d people in %s", n, place.Label)
		}
	}
}

func TestUnexpectedAnswersAreErrors(t *testing.T) {
	s := layStreet(100)
	for _, c := range []struct {
		finds expectation
		hits  int
		wrong bool
	}{{wantsHits, 0, true}, {wantsHits, 1, false}, {wantsNone, 1, true}, {wantsNone, 0, false}, {mayFind, 0, false}, {mayFind, 1, false}} {
		a := asker{street: s, people: 1000, now: time.Now, find: func(string) (int, error) { return c.hits, nil }}
		_, err := a.ask(question{kind: "k", worst: []string{"x"}, finds: c.finds}, 0, 1)
		if errors.Is(err, errExpected) != c.wrong {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestItemsOfAllGroupsCount(t *testing.T) {
	n, err := countItems([]byte(`{"people":{"items":[{},{}],"more":true},"places":{"items":[{}]},"permits":{"items":[]},"cases":{"items":[{}]},"took_us":9}`))
	if n != 4 || err != nil {
		t.Errorf("got = %d, %v", n, err)
	}
	if _, err := countItems([]byte(`<html>`)); err == nil {
		t.Error("a page is no answer")
	}
}

// The table marks what is over the target, but not where nothing was in memory.
func TestTheTableMarksWhatIsTooSlow(t *testing.T) {
	r := RegistryReport{Machine: "m", Kinds: []Asked{{Kind: "slow", Way: "warm", P99: 20_001}, {Kind: "fast", Way: "warm", P99: 20_000}, {Kind: "first", Way: "cold", P99: 90_000}}}
	var out bytes.Buffer
	if err := r.Print(&out, func(key string, _ ...any) string { return key }); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if marked := strings.Contains(line, "!"); marked != strings.Contains(line, "slow") {
			t.Errorf("line = %q", line)
		}
	}
}
