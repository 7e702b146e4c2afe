package registry_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/area"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// BenchmarkCoverage counts a community of 7,776 rooms in which 8,000 people live, as the page of a community does, and lists its gaps.
func BenchmarkCoverage(b *testing.B) {
	o := openOffice(b)
	var rooms []string
	for n := range 3 {
		compound := fmt.Sprint("big", n)
		o.do(area.AddNodes{Nodes: []area.NewNode{{ID: compound, Kind: area.Compound, Parent: "c1", Name: fmt.Sprint("示范苑", n)}}})
		r := area.Range{Parent: compound, Buildings: area.Span{From: 1, To: 12}, Units: area.Span{From: 1, To: 3}, Floors: area.Span{From: 1, To: 18}, Rooms: 4}
		for part := range slices.Chunk(r.Nodes(uuid.NewSHA1(uuid.Nil, []byte(compound))), area.MaxNodes) {
			o.do(area.AddNodes{Nodes: part})
			for _, node := range part {
				if node.Kind == area.Room {
					rooms = append(rooms, node.ID)
				}
			}
		}
	}
	people := make([]registry.ImportedPerson, 8000)
	for i := range people {
		people[i] = registry.ImportedPerson{
			Card: card("范小例", fmt.Sprintf("339999%d0%d%02d%03d", 1950+i/1000, 1+i%9, 1+i%28, i%1000)), RoomID: rooms[i%len(rooms)],
			Number: fmt.Sprint("R", i), Since: day("2026-01-05"), RegisteredOn: day("2026-01-06"),
		}
	}
	for part := range slices.Chunk(people, registry.MaxImport) {
		o.do(registry.ImportPeople{People: part})
	}
	for name, ask := range map[string]func(q store.Query) error{
		"coverage": func(q store.Query) error { _, err := registry.CoverageOf(q, "c1", day("2026-11-21")); return err },
		"gaps": func(q store.Query) error {
			_, err := registry.GapsIn(q, "c1", registry.PhoneMissing, day("2026-11-21"), 200)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				o.view(ask)
			}
		})
	}
}
