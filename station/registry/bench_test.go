package registry

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// questions of every kind, each made from somebody of the sample.
var questions = []struct {
	kind string
	make func(r resident) string
}{
	{"id_number", func(r resident) string { return r.number }},
	{"id_number_prefix", func(r resident) string { return r.number[:6] }},
	{"phone", func(r resident) string { return r.phone }},
	{"name", func(r resident) string { return r.name }},
	{"surname", func(r resident) string { return string([]rune(r.name)[:1]) }},
	{"given_name", func(r resident) string { return string([]rune(r.name)[1:]) }},
	{"name_and_last_four", func(r resident) string { return r.name + r.number[14:] }},
	{"initials", func(r resident) string { return pinyin.Initials(r.name) }},
	{"pinyin", func(r resident) string { return pinyin.Full(r.name) }},
	{"address", func(r resident) string {
		c, building, unit, room := roomPath(r.place)
		return fmt.Sprintf("%s%d号楼%d单元%s", compoundName(c), building, unit, room)
	}},
	{"address_in_numbers", func(r resident) string {
		c, building, unit, room := roomPath(r.place)
		return fmt.Sprintf("%s %d %d %s", string([]rune(compoundName(c))[:2]), building, unit, room)
	}},
	{"address_without_building", func(r resident) string {
		c, _, _, room := roomPath(r.place)
		return fmt.Sprintf("%s %s", compoundName(c), room)
	}},
	{"compound_and_name", func(r resident) string {
		c, _, _, _ := roomPath(r.place)
		return compoundName(c) + " " + r.name
	}},
	{"nothing_found", func(r resident) string { return "囍" + r.name }},
}

// BenchmarkSearch asks for random people and reports the median and the 99th percentile beside the mean. jiezhan bench registry does so at a million.
func BenchmarkSearch(b *testing.B) {
	const people = 46_345
	db := openSample(b, people)
	s := newSample()
	residents := make([]resident, people)
	for i := range residents {
		residents[i] = s.next(i)
	}
	for _, question := range questions {
		b.Run(question.kind, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				text := question.make(residents[s.random.IntN(people)])
				start := time.Now()
				hits := 0
				err := db.View(b.Context(), func(q store.Query) error {
					found, _, err := Search(q, text, 20)
					hits = len(found)
					return err
				})
				took = append(took, time.Since(start))
				if err != nil || (hits == 0) != (question.kind == "nothing_found") {
					b.Fatalf("%s: %d hits, %v", text, hits, err)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
		})
	}
}

// BenchmarkRegister takes down a registration of somebody new, with one commit each.
func BenchmarkRegister(b *testing.B) {
	machine, _ := emptyStreet(b)
	s := newSample()
	b.ReportAllocs()
	index := uint64(1)
	for b.Loop() {
		index++
		r := s.next(0)
		outcome := apply(b, machine, index, RegisterResidence{
			Card: sampleCard(r), RoomID: "room", Since: calendar.NewDate(2026, 11, 1), Phone: r.phone, Statement: true, Channel: "kiosk",
		})
		if outcome.Refusal != nil && outcome.Refusal.Code() != "residence.already_registered" {
			b.Fatal(outcome.Refusal)
		}
	}
}

// BenchmarkImport takes over people by commands of five hundred.
func BenchmarkImport(b *testing.B) {
	machine, _ := emptyStreet(b)
	s := newSample()
	b.ReportAllocs()
	index, people := uint64(1), 0
	for b.Loop() {
		index++
		c := ImportPeople{People: make([]ImportedPerson, MaxImport)}
		for i := range c.People {
			r := s.next(0)
			people++
			c.People[i] = ImportedPerson{
				Card: sampleCard(r), Phone: r.phone, RoomID: "room", Number: fmt.Sprint(people), Since: calendar.NewDate(2026, 11, 1),
				RegisteredOn: calendar.NewDate(2026, 11, 1),
			}
		}
		if outcome := apply(b, machine, index, c); outcome.Refusal != nil {
			b.Fatal(outcome.Refusal)
		}
	}
	b.ReportMetric(float64(people)/b.Elapsed().Seconds(), "people/s")
}
