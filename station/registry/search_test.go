package registry_test

import (
	"strings"
	"testing"

	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// populated is an office in which some invented people live.
func populated(tb testing.TB) *office {
	tb.Helper()
	o := openOffice(tb)
	live := func(name, seventeen, room, phone string) registry.ImportedPerson {
		return registry.ImportedPerson{
			Card: card(name, seventeen), Phone: phone, RoomID: room, Number: "R" + seventeen[14:], Since: day("2024-05-01"), RegisteredOn: day("2024-05-02"),
		}
	}
	foreigner := live("JOHN SMITH", "33999919810803001", "wy-101", "")
	foreigner.Card.Kind, foreigner.Card.IDNumber, foreigner.Card.Nationality = registry.ForeignCard2017, "GBR110178050101", "GBR"
	o.do(registry.ImportPeople{People: []registry.ImportedPerson{
		live("张三", "33999919700101001", "qs-1203", "13812346620"),
		live("张三丰", "33999919700101002", "qs-1203", "0571-88886666"),
		live("单雄信", "33999919700101003", "qs-1204", ""),
		live("阿卜杜•热合曼", "33999919700101004", "qs-1204", ""),
		live("𬭎𫖯", "33999919700101005", "wy-101", ""),
		live("王小明", "33999919490101006", "wy-101", "13912340000"),
		foreigner,
	}})
	return o
}

func TestSearch(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"name":                         {"张三", "张三 by name, 张三丰 by name"},
		"whole name":                   {"张三丰", "张三丰 by name"},
		"surname":                      {"单", "单雄信 by name"},
		"name with a space":            {"张 三丰", "张三丰 by name"},
		"part of a name":               {"小明", "王小明 by name"},
		"last character":               {"丰", "张三丰 by name"},
		"separator left out":           {"阿卜杜热合曼", "阿卜杜·热合曼 by name"},
		"another separator":            {"阿卜杜・热合曼", "阿卜杜·热合曼 by name"},
		"part behind the separator":    {"热合曼", "阿卜杜·热合曼 by name"},
		"supplementary planes":         {"𬭎𫖯", "𬭎𫖯 by name"},
		"supplementary part":           {"𫖯", "𬭎𫖯 by name"},
		"first letters":                {"zs", "张三 by pinyin, 张三丰 by pinyin"},
		"first letters, capital":       {"ZSF", "张三丰 by pinyin"},
		"first letters, full width":    {"ｚｓｆ", "张三丰 by pinyin"},
		"reading":                      {"zhangsan", "张三 by pinyin, 张三丰 by pinyin"},
		"reading with spaces":          {"zhang san feng", "张三丰 by pinyin"},
		"reading of a surname":         {"shanxiong", "单雄信 by pinyin"},
		"common reading of it":         {"danxx", ""},
		"letters of a surname":         {"sxx", "单雄信 by pinyin"},
		"letters of a minority name":   {"abdrhm", "阿卜杜·热合曼 by pinyin"},
		"a foreigner":                  {"john", "JOHN SMITH by pinyin"},
		"a foreigner's second word":    {"Smith", "JOHN SMITH by name"},
		"a foreigner's letters":        {"js", "JOHN SMITH by pinyin"},
		"whole number":                 {number("33999919700101001"), "张三 by id_number"},
		"number, full width":           {"３３９９９９１９７００１０１００１", "张三 by id_number"},
		"number with spaces":           {"339999 19700101 001", "张三 by id_number"},
		"beginning of a number":        {"3399991949", "王小明 by id_number"},
		"old number of fifteen":        {"339999490101006", "王小明 by id_number"},
		"foreign number":               {"gbr1101", "JOHN SMITH by id_number"},
		"phone":                        {"13812346620", "张三 by phone"},
		"phone with spaces":            {"138 1234 6620", "张三 by phone"},
		"phone, country code":          {"+86 13812346620", "张三 by phone"},
		"beginning of a phone":         {"1381234", "张三 by phone"},
		"landline":                     {"0571-8888", "张三丰 by phone"},
		"name and last four":           {"张 " + number("33999919700101002")[14:], "张三丰 by id_number"},
		"last four and name":           {number("33999919700101002")[14:] + "张三", "张三丰 by id_number"},
		"name and last four of phone":  {"张三6620", "张三 by phone"},
		"last four of another":         {"王6620", ""},
		"address with labels":          {"青松家园3号楼2单元1203室", "张三 by address, 张三丰 by address"},
		"address without room's label": {"青松家园3号楼2单元1203", "张三 by address, 张三丰 by address"},
		"address with the community":   {"青松社区 青松 3 2 1203", "张三 by address, 张三丰 by address"},
		"address with road and name":   {"张三 幸福路 青松 3 2 1203", "张三 by address, 张三丰 by address"},
		"address in numbers":           {"青松 3 2 1203", "张三 by address, 张三丰 by address"},
		"address with hyphens":         {"青松3-2-1203", "张三 by address, 张三丰 by address"},
		"address the other way round":  {"1203 青松 3 2", "张三 by address, 张三丰 by address"},
		"address, labels in any order": {"1204室 2单元 青松 3栋", "单雄信 by address, 阿卜杜·热合曼 by address"},
		"address without unit":         {"青松3号楼1203", "张三 by address, 张三丰 by address"},
		"address without building":     {"青松 1204", "单雄信 by address, 阿卜杜·热合曼 by address"},
		"address in Han numerals":      {"青松家园三号楼二单元1203", "张三 by address, 张三丰 by address"},
		"address by letters":           {"qs 3-2-1204", "单雄信 by address, 阿卜杜·热合曼 by address"},
		"building only":                {"青松 3", "张三 by address, 张三丰 by address, 单雄信 by address, 阿卜杜·热合曼 by address"},
		"building of a letter":         {"梧叶小区A座", "JOHN SMITH by address, 王小明 by address, 𬭎𫖯 by address"},
		"room below a building":        {"梧叶A座101", "JOHN SMITH by address, 王小明 by address, 𬭎𫖯 by address"},
		"compound":                     {"梧叶", "JOHN SMITH by address, 王小明 by address, 𬭎𫖯 by address"},
		"compound by letters":          {"wyxq", "JOHN SMITH by address, 王小明 by address, 𬭎𫖯 by address"},
		"name and compound":            {"王 梧叶", "王小明 by address"},
		"compound, room and name":      {"青松 1204 单雄信", "单雄信 by address"},
		"a person of another compound": {"王 青松", ""},
		"no such room":                 {"青松 3 2 1299", ""},
		"no such compound":             {"冬青 3 2 1203", ""},
		"too few digits":               {"1203", ""},
		"too few digits of a number":   {"33999", ""},
		"nothing":                      {"  ", ""},
		"patterns are characters":      {"张* ?", ""},
		"quotes are characters":        {"' OR 1=1 --", ""},
		"invalid text":                 {"张\xff", ""},
		"endless text":                 {strings.Repeat("张", 101), ""},
	}
	o := populated(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := o.found(c.text); got != c.want {
				t.Errorf("%q: got = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestSearchTellsThatThereIsMore(t *testing.T) {
	o := populated(t)
	cases := []struct {
		limit, want int
		more        bool
	}{{1, 1, true}, {2, 2, false}, {3, 2, false}, {0, 1, true}, {100000, 2, false}}
	for _, c := range cases {
		o.view(func(q store.Query) error {
			hits, more, err := registry.Search(q, "张", c.limit)
			if len(hits) != c.want || more != c.more {
				t.Errorf("limit %d: got = %d %v, want %d %v", c.limit, len(hits), more, c.want, c.more)
			}
			return err
		})
	}
}

// What changes is found by its new value, and by the old one no more.
func TestSearchFollowsChanges(t *testing.T) {
	o := openOffice(t)
	r := o.register(movesIn())
	steps := []struct {
		what        string
		change      func()
		finds, lost string
	}{
		{"registered", func() {}, "青松 1203", "青松 1204"},
		{"registered, phone", func() {}, "13812346620", "0571-88886666"},
		{"moved", func() {
			c := movesIn()
			c.RoomID, c.MovedFrom, c.Phone = "qs-1204", r.ID, ""
			r = o.register(c)
		}, "青松 1204", "青松 1203"},
		{"moved, same phone", func() {}, "范6620", "13912346620"},
		{"another phone", func() {
			c := movesIn()
			c.RoomID, c.MovedFrom, c.Phone = "qs-1203", r.ID, "0571-88886666"
			r = o.register(c)
		}, "057188886666", "范6620"},
		{"ended", func() {
			o.do(registry.EndResidence{ResidenceID: r.ID, On: day("2026-11-21"), Reason: registry.MovedAway})
		}, "范小例", "青松"},
	}
	for _, s := range steps {
		s.change()
		if got := o.found(s.finds); !strings.HasPrefix(got, "范小例 by ") {
			t.Errorf("%s: %s finds %q", s.what, s.finds, got)
		}
		if got := o.found(s.lost); got != "" {
			t.Errorf("%s: %s still finds %q", s.what, s.lost, got)
		}
	}
}

// Whatever is typed, a search answers, within its limit, each person once.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"张三", "zs", "3399991970", "青松 3 2 1203", "张 6620", "A座", "十号楼", "qs3-B1-02", "\xff", "九十九栋", "#", "B1-"} {
		f.Add(s)
	}
	o := populated(f)
	f.Fuzz(func(t *testing.T, text string) {
		err := o.DB.View(t.Context(), func(q store.Query) error {
			hits, _, err := registry.Search(q, text, 5)
			seen := map[string]bool{}
			for _, h := range hits {
				seen[h.PersonID] = true
			}
			if err != nil || len(hits) > 5 || len(seen) != len(hits) {
				t.Fatalf("%q: %d hits of %d people, %v", text, len(hits), len(seen), err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
