package search_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"jiezhan/station/search"
	"jiezhan/station/store"
)

// BenchmarkFind asks the whole box, all groups, of a register of twenty thousand.
func BenchmarkFind(b *testing.B) {
	crowd := newcomers(20_000)
	o := &office{b, emptyRegister(b)}
	o.fill(tree(), crowd)
	for _, kind := range []struct {
		name string
		text func(p person) string
	}{
		{"name", func(p person) string { return p.name }},
		{"surname", func(p person) string { return string([]rune(p.name)[:1]) }},
		{"letter", func(person) string { return "w" }},
		{"number", func(p person) string { return p.number }},
		{"permit", func(p person) string { return p.permit }},
		{"case", func(p person) string { return p.applied }},
		{"address", func(person) string { return "青松 1203" }},
		{"compound_and_name", func(p person) string { return "青松 " + p.name }},
		{"nothing", func(p person) string { return "囍" + p.name }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				err := o.db.View(b.Context(), func(q store.Query) error {
					_, err := search.Find(q, search.Question{Text: kind.text(crowd[i%len(crowd)]), Today: today(), Limit: 20, People: true, Cases: true, Stated: true})
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// newcomers are invented people, one in fourteen called 王, who all live in one room and all hold a permit.
func newcomers(count int) []person {
	surnames, given := []rune("王李张刘陈杨赵黄周吴徐孙胡朱"), []rune("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂")
	random := rand.New(rand.NewPCG(1, 2))
	list := make([]person, count)
	for i := range list {
		list[i] = person{
			name:   string([]rune{surnames[random.IntN(len(surnames))], given[random.IntN(len(given))], given[random.IntN(len(given))]}),
			number: seventeen(fmt.Sprintf("339999%04d%02d%02d%03d", 1940+i/100_000, 1+i/8000%12, 1+i/800%10, i%800)),
			phone:  fmt.Sprintf("+86138%08d", i), room: "qs-1203",
			applied: fmt.Sprintf("339999001001-2601%02d-1%04d-0", 1+i/1000, i%1000), permit: fmt.Sprintf("JZ339999-%08d", i),
		}
	}
	return list
}
