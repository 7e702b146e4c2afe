package search_test

import (
	"slices"
	"strings"
	"testing"

	"jiezhan/station/identity"
	"jiezhan/station/pinyin"
	"jiezhan/station/search"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

func TestOneBoxAnswersGroups(t *testing.T) {
	const (
		zhang    = "people 张三 by name, 张三丰 by name; "
		zhangs   = "permits JZ339999-00001234 of 张三 by name; cases 339999001001-261102-1011-8 of 张三丰 submitted, 339999001001-261101-1004-3 of 张三 delivered"
		theRoom  = "people 张三 by address, 张三丰 by address; places 青松家园3号楼2单元1203室; permits JZ339999-00001234 of 张三 by address; cases "
		ofTheTwo = "339999001001-261102-1011-8 of 张三丰 submitted, 339999001001-261101-1004-3 of 张三 delivered"
		wang     = "people 王小明 by "
		wangs    = "; permits JZ339999-00005678 of 王小明 by "
	)
	cases := map[string]struct{ text, want string }{
		"name, open cases first":       {"张三", zhang + zhangs},
		"rare characters":              {"𬭎𫖯", "people 𬭎𫖯 by name"},
		"a minority name":              {"阿卜杜热合曼", "people 阿卜杜·热合曼 by name"},
		"a foreigner":                  {"smith", "people JOHN SMITH by name"},
		"a surname of two characters":  {"ouyang", "people 欧阳修文 by pinyin"},
		"first letters":                {"oyxw", "people 欧阳修文 by pinyin"},
		"number with spaces":           {"339999 19850505 007" + seventeen("33999919850505007")[17:], "people 欧阳修文 by id_number"},
		"a compound":                   {"梧叶", "people JOHN SMITH by address, 欧阳修文 by address, 王小明 by address, 𬭎𫖯 by address; places 梧叶小区" + wangs + "address; cases  of 王小明 delivered"},
		"the start of a compound":      {"qsjy", "people 张三 by address, 张三丰 by address, 单雄信 by address, 阿卜杜·热合曼 by address; places 青松家园; permits JZ339999-00001234 of 张三 by address; cases " + ofTheTwo},
		"address in any order":         {"青松 3 2 1203", theRoom + ofTheTwo},
		"address by labels":            {"1203室 2单元 青松家园 3栋", theRoom + ofTheTwo},
		"a building":                   {"青松3号楼", "people 张三 by address, 张三丰 by address, 单雄信 by address, 阿卜杜·热合曼 by address; places 青松家园3号楼; permits JZ339999-00001234 of 张三 by address; cases " + ofTheTwo},
		"a unit":                       {"青松 2单元", "people 张三 by address, 张三丰 by address, 单雄信 by address, 阿卜杜·热合曼 by address; places 青松家园3号楼2单元; permits JZ339999-00001234 of 张三 by address; cases " + ofTheTwo},
		"a person in a compound":       {"john 梧叶", "people JOHN SMITH by address"},
		"a person in a room":           {"JOHN 梧叶A座101", "people JOHN SMITH by address; places 梧叶小区A座101室"},
		"permit number":                {"JZ339999-00005678", wangs[2:] + "number"},
		"permit number, another hand":  {"ｊｚ339999 00005678", wangs[2:] + "number"},
		"beginning of a permit number": {"JZ3399", "permits JZ339999-00001234 of 张三 by number, JZ339999-00005678 of 王小明 by number"},
		"case number":                  {"339999001001-261102-1011-8", "cases 339999001001-261102-1011-8 of 张三丰 submitted"},
		"case number as read out":      {"261102-1011", "cases 339999001001-261102-1011-8 of 张三丰 submitted"},
		"phone":                        {"139 1234 0000", wang + "phone" + wangs + "phone; cases  of 王小明 delivered"},
		"nothing":                      {" ", ""},
		"nobody":                       {"囍", ""},
		"broken text":                  {"张\xff", ""},
	}
	o := openOffice(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := told(o.find(c.text)); got != c.want {
				t.Errorf("%q:\n got %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}

// Everybody is found by each of their keys.
func TestEverybodyIsFoundByEachKey(t *testing.T) {
	o := openOffice(t)
	for _, p := range people() {
		characters := []rune(p.name)
		texts := []string{
			p.name, strings.ToLower(p.name), " " + p.name + " ", string(characters[1:]), p.number, strings.ToLower(p.number),
			p.number[:6] + " " + p.number[6:], p.name + p.number[len(p.number)-4:], p.number[len(p.number)-4:] + " " + p.name,
		}
		if phone := identity.NationalPhone(p.phone); phone != "" {
			texts = append(texts, phone, p.phone, phone[:3]+" "+phone[3:7]+" "+phone[7:], p.name+" "+phone[len(phone)-4:])
		}
		for _, r := range pinyin.Name(p.name) {
			if r.Full != "" {
				texts = append(texts, r.Full, r.Initials, strings.ToUpper(r.Full))
			}
		}
		for _, text := range texts {
			if strings.ContainsRune(p.name, ' ') && text == string(characters[1:]) {
				continue // a name in letters has its parts where a word begins
			}
			found := o.find(text).People.Items
			if !slices.ContainsFunc(found, func(f search.Person) bool { return f.ID == p.id() }) {
				t.Errorf("%s is not found by %q", p.name, text)
			}
		}
	}
}

// Domain 7.4: a name with the last four of a number finds somebody only where there is a case or a purpose. An address that looks alike needs none.
func TestTheLastFourNeedAPurpose(t *testing.T) {
	unstated := func(q *search.Question) { q.Stated = false }
	o := openOffice(t)
	ending := people()[5].number[14:]
	cases := map[string]struct {
		text, want string
		change     []func(*search.Question)
	}{
		"stated":           {"欧阳修文 " + ending, "people 欧阳修文 by id_number", nil},
		"not stated":       {"欧阳修文 " + ending, "needs a purpose", []func(*search.Question){unstated}},
		"of the phone":     {"0003欧阳修文", "needs a purpose", []func(*search.Question){unstated}},
		"nobody, stated":   {"欧阳修文 0000", "", nil},
		"nobody":           {"欧阳修文 0000", "needs a purpose", []func(*search.Question){unstated}},
		"an address":       {"梧叶 A座101", "people JOHN SMITH by address, 欧阳修文 by address, 王小明 by address, 𬭎𫖯 by address; places 梧叶小区A座101室; permits JZ339999-00005678 of 王小明 by address; cases  of 王小明 delivered", []func(*search.Question){unstated}},
		"an address alike": {"青松 1204", "people 单雄信 by address, 阿卜杜·热合曼 by address; places 青松家园3号楼2单元1204室", []func(*search.Question){unstated}},
		"a name alone":     {"欧阳修文", "people 欧阳修文 by name", []func(*search.Question){unstated}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := told(o.find(c.text, c.change...)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestGroupsKeepToWhatIsAllowedAndToTheLimit(t *testing.T) {
	o := openOffice(t)
	cases := map[string]struct {
		change func(*search.Question)
		want   string
	}{
		"no people":    {func(q *search.Question) { q.People = false }, "places 青松家园3号楼2单元1203室"},
		"no cases":     {func(q *search.Question) { q.Cases = false }, "people 张三 by address, 张三丰 by address; places 青松家园3号楼2单元1203室"},
		"neither":      {func(q *search.Question) { q.People, q.Cases = false, false }, "places 青松家园3号楼2单元1203室"},
		"limit of one": {func(q *search.Question) { q.Limit = 1; q.Text = "青松 3 2 12" }, "people 张三 by address+; places 青松家园3号楼2单元1203室+; permits JZ339999-00001234 of 张三 by address; cases 339999001001-261101-1004-3 of 张三 delivered"},
		"no limit":     {func(q *search.Question) { q.Limit = 0; q.Cases = false }, "people 张三 by address+; places 青松家园3号楼2单元1203室"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := told(o.find("青松 3 2 1203", c.change)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Every statement of every kind of question walks along an index and sorts at most what it found.
func TestEveryStatementUsesAnIndex(t *testing.T) {
	o := openOffice(t)
	sorted := []string{ // of few rows: the compounds of a word, the cases and documents of one person
		"USE TEMP B-TREE FOR DISTINCT", "USE TEMP B-TREE FOR ORDER BY", "USE TEMP B-TREE FOR LAST TERM OF ORDER BY", "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY",
	}
	for _, text := range []string{
		"张三", "三", "zs", "zhangsan", "3399991970", "339999490101006", "138123", "张三6620", "青松家园3号楼2单元1203", "青松 1203", "青松 3 1203", "青松 2单元",
		"青松", "王 梧叶", "王 梧叶 A座", "幸福街青松家园 3", "JZ339999-0000", "339999001001-26", "261102-1011",
	} {
		err := o.db.View(t.Context(), func(q store.Query) error {
			plans := storetest.Plans(t, q, func(q store.Query) error {
				_, err := search.Find(q, search.Question{Text: text, Today: today(), Limit: 20, People: true, Cases: true, Stated: true})
				return err
			})
			for _, plan := range plans {
				few := plan == "SCAN k" || strings.HasPrefix(plan, "SCAN wanted") || strings.HasPrefix(plan, "SCAN json_each") || strings.HasPrefix(plan, "CO-ROUTINE") || strings.HasPrefix(plan, "CORRELATED") || strings.HasPrefix(plan, "LIST")
				if !strings.HasPrefix(plan, "SEARCH") && !few && !slices.Contains(sorted, plan) {
					t.Errorf("%s: plan = %q", text, plan)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever is typed, each group keeps to its limit and shows each record once, and without a purpose no ending of a number finds anybody.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"张三", "zs", "3399991970", "青松 3 2 1203", "张 6620", "JZ339999-0000", "261102-1011-8", "A座", "\xff", "九十九栋", "a b c d e 1"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	o := openOffice(f)
	f.Fuzz(func(t *testing.T, text string, stated bool) {
		a := (&office{t, o.db}).find(text, func(q *search.Question) { q.Stated, q.Limit = stated, 3 })
		seen := map[string]bool{}
		once := func(group, id string) {
			if seen[group+id] {
				t.Errorf("%q: %s %s stands there twice", text, group, id)
			}
			seen[group+id] = true
		}
		for _, p := range a.People.Items {
			once("person", p.ID)
		}
		for _, p := range a.Places.Items {
			once("place", p.ID)
		}
		for _, p := range a.Permits.Items {
			once("permit", p.ID)
		}
		for _, c := range a.Cases.Items {
			once("case", c.ID)
		}
		if most := max(len(a.People.Items), len(a.Places.Items), len(a.Permits.Items), len(a.Cases.Items)); most > 3 {
			t.Errorf("%q: a group of %d", text, most)
		}
		if a.NeedsPurpose && (stated || len(a.People.Items) > 0) {
			t.Errorf("%q asks for a purpose in vain", text)
		}
	})
}
