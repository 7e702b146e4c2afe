package alarm

import (
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// household is a complete form.
func household() PutSubscriber {
	return PutSubscriber{
		Account: " ab12 ", Name: "张三", Who: Household, Place: "青松家园3号楼2单元1203", Phone: "138 1234 6620", Note: "钥匙在物业", TestHours: 24, Makers: "hengbo",
	}
}

// enters puts a subscriber that must be taken.
func (o *office) enters(c PutSubscriber) string {
	o.tb.Helper()
	o.must(clerk(), c)
	s := o.behind(c.Account)
	return s.ID
}

func (o *office) behind(account string) (s Subscriber) {
	o.tb.Helper()
	o.view(func(q store.Query) error {
		var err error
		s, _, err = SubscriberByAccount(q, account)
		return err
	})
	return s
}

func TestASubscriberIsEnteredChangedAndRemoved(t *testing.T) {
	o := openOffice(t)
	o.comes(fire("AB12", "001")) // before anybody knew whose it is
	id := o.enters(household())
	want := Subscriber{
		ID: id, Account: "AB12", Name: "张三", Kind: Household, Place: "青松家园3号楼2单元1203", Phone: "+8613812346620", Note: "钥匙在物业", TestHours: 24, Makers: "hengbo",
		Version: 1, ChangedAt: ledger.FormatTime(o.now),
	}
	got := o.behind("ab12")
	got.row, got.readings = 0, nil
	if got.ID == "" || !same(got, want) {
		t.Errorf("subscriber =\n%+v\nwant\n%+v", got, want)
	}
	o.view(func(q store.Query) error {
		known, err := SubscribersOf(q, []string{"AB12", "AB12", "", "9999"})
		if len(known) != 1 || known["AB12"].ID != id {
			t.Errorf("known = %+v", known)
		}
		return err
	})
	change := household()
	change.ID, change.BasedOn, change.Account, change.Disabled = id, 1, "AB13", true
	o.must(clerk(), change)
	if got := o.behind("AB13"); got.Version != 2 || !got.Disabled || o.behind("AB12").ID != "" {
		t.Errorf("changed = %+v", got)
	}
	if got := o.answer(clerk(), change); got != "based_on:subscriber.changed_meanwhile" {
		t.Errorf("a change made on what was there before = %q", got)
	}
	o.must(clerk(), RemoveSubscriber{ID: id, BasedOn: 2})
	if o.behind("AB13").ID != "" || o.found("zs") != "" {
		t.Errorf("removed, and found = %q", o.found("zs"))
	}
	if len(o.live()) != 1 {
		t.Error("the signals went with the subscriber")
	}
	again := household()
	again.Account = "AB13"
	o.enters(again)
}

// same compares without what is inside.
func same(a, b Subscriber) bool { a.readings, b.readings = nil, nil; return a.fields() == b.fields() }

func (s Subscriber) fields() [13]any {
	return [13]any{s.ID, s.Account, s.Name, s.Kind, s.Place, s.AreaID, s.Phone, s.Note, s.TestHours, s.Disabled, s.Makers, s.Version, s.ChangedAt}
}

func TestWhatIsNoSubscriber(t *testing.T) {
	o := openOffice(t)
	first := o.enters(household())
	for name, c := range map[string]struct {
		change func(*PutSubscriber)
		want   string
	}{
		"an account of another":        {func(*PutSubscriber) {}, "account:subscriber.account_taken"},
		"no account":                   {func(c *PutSubscriber) { c.Account = " " }, "account:subscriber.account_invalid"},
		"an account no panel can send": {func(c *PutSubscriber) { c.Account = "账号" }, "account:subscriber.account_invalid"},
		"nobody":                       {func(c *PutSubscriber) { c.Name = " 　" }, "name:subscriber.name_required"},
		"a kind of our own":            {func(c *PutSubscriber) { c.Who = "castle" }, "kind:subscriber.kind_unknown"},
		"a long name":                  {func(c *PutSubscriber) { c.Name = strings.Repeat("长", 61) }, "name:subscriber.text_too_long"},
		"a phone that is none":         {func(c *PutSubscriber) { c.Phone = "12" }, "phone:phone.invalid"},
		"a test once a year":           {func(c *PutSubscriber) { c.TestHours = 9000 }, "test_hours:subscriber.test_hours_invalid"},
		"a change of nothing known":    {func(c *PutSubscriber) { c.ID = first }, "based_on:subscriber.version_required"},
		"one that is not there":        {func(c *PutSubscriber) { c.ID, c.BasedOn, c.Account = "x", 1, "7" }, "id:subscriber.unknown"},
		"an area that is not there":    {func(c *PutSubscriber) { c.Account, c.AreaID = "7", "x" }, "area_id:subscriber.area_unknown"},
	} {
		form := household()
		c.change(&form)
		if got := o.answer(clerk(), form); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
	for _, role := range []staff.Role{staff.Recorder, staff.Auditor, staff.Admin} {
		if got := o.answer(ledger.Actor{Kind: ledger.Staff, Role: string(role)}, household()); got != "subscriber.not_permitted" {
			t.Errorf("by %s = %q, want subscriber.not_permitted", role, got)
		}
	}
	for name, c := range map[string]struct {
		command RemoveSubscriber
		want    string
	}{
		"nothing":               {RemoveSubscriber{}, "id:subscriber.unknown based_on:subscriber.version_required"},
		"one that is not there": {RemoveSubscriber{ID: "x", BasedOn: 1}, "id:subscriber.unknown"},
		"one changed meanwhile": {RemoveSubscriber{ID: first, BasedOn: 7}, "based_on:subscriber.changed_meanwhile"},
	} {
		if got := o.answer(clerk(), c.command); got != c.want {
			t.Errorf("removing %s = %q, want %q", name, got, c.want)
		}
	}
	if got := o.answer(ledger.Actor{Kind: ledger.Resident}, RemoveSubscriber{ID: first, BasedOn: 1}); got != "subscriber.not_permitted" {
		t.Errorf("removed by a resident = %q", got)
	}
}

// found tells whom a text finds, as accounts in order.
func (o *office) found(text string) string {
	o.tb.Helper()
	var accounts []string
	o.view(func(q store.Query) error {
		list, err := Subscribers(q, text, 10, "")
		for _, s := range list {
			accounts = append(accounts, s.Account)
		}
		return err
	})
	return strings.Join(accounts, " ")
}

func TestSubscribersAreFound(t *testing.T) {
	o := openOffice(t)
	o.must(program(), area.AddNodes{Nodes: []area.NewNode{{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "339999001001"}}})
	o.enters(household())
	shop := household()
	shop.Account, shop.Name, shop.Who, shop.Place, shop.Phone, shop.AreaID = "1001", "幸福烟酒店", Shop, "幸福街12号", "", "c1"
	o.enters(shop)
	for text, want := range map[string]string{
		"": "1001 AB12", "ab": "AB12", "AB12": "AB12", "三": "AB12", "张": "AB12", "zs": "AB12", "ZhangSan": "AB12", "1381234": "AB12", "青松家园 3号楼": "AB12",
		"烟酒": "1001", "12号": "1001", "幸福": "1001", "xfyjd": "1001", "王": "", "100": "1001", "%": "1001 AB12",
	} {
		if got := o.found(text); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	o.view(func(q store.Query) error {
		page, err := Subscribers(q, "", 1, "1001")
		if len(page) != 1 || page[0].Account != "AB12" {
			t.Errorf("the page behind 1001 = %+v", page)
		}
		return err
	})
}
