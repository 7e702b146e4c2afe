package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// family registers three people in 1203 and answers their ids: 范小例, 吴玉兰, 范晨.
func family(o *office) (fan, wu, chen string) {
	o.tb.Helper()
	ids := make([]string, 3)
	for i, c := range []struct{ name, seventeen string }{{"范小例", "33999919900307771"}, {"吴玉兰", "33999919900501124"}, {"范晨", "33999920150601133"}} {
		m := movesIn()
		m.Card, m.Phone = card(c.name, c.seventeen), ""
		ids[i] = o.register(m).PersonID
	}
	return ids[0], ids[1], ids[2]
}

// household tells the household of a person as "name relation", in order.
func (o *office) household(personID string) string {
	o.tb.Helper()
	var lines []string
	o.view(func(q store.Query) error {
		h, _, err := registry.HouseholdOf(q, personID)
		for _, m := range h.Members {
			lines = append(lines, m.Person.NameFull+" "+m.Relation)
		}
		return err
	})
	return strings.Join(lines, ", ")
}

func TestAHouseholdFromItsBeginning(t *testing.T) {
	o := openOffice(t)
	fan, wu, chen := family(o)
	made, err := ledger.Result[registry.HouseholdChanged](o.do(registry.CreateHousehold{RoomID: "qs-1203", HeadID: fan, On: day("2026-11-01")}))
	if err != nil {
		t.Fatal(err)
	}
	o.do(registry.JoinHousehold{HouseholdID: made.HouseholdID, PersonID: chen, Relation: "2", On: day("2026-11-02")})
	o.do(registry.JoinHousehold{HouseholdID: made.HouseholdID, PersonID: wu, Relation: "1", On: day("2026-11-02")})
	if got, want := o.household(chen), "范小例 0, 吴玉兰 1, 范晨 2"; got != want {
		t.Errorf("got = %s, want %s", got, want)
	}
	for name, c := range map[string]struct {
		command ledger.Command
		want    string
	}{
		"twice":                  {registry.JoinHousehold{HouseholdID: made.HouseholdID, PersonID: wu, Relation: "1", On: day("2026-11-02")}, "person_id: household.already_in_one"},
		"a second householder":   {registry.JoinHousehold{HouseholdID: made.HouseholdID, PersonID: wu, Relation: "0", On: day("2026-11-02")}, "relation: household.relation_unknown"},
		"the head goes":          {registry.LeaveHousehold{PersonID: fan, On: day("2026-11-20")}, "person_id: household.head_leaves"},
		"gone before being come": {registry.LeaveHousehold{PersonID: chen, On: day("2026-11-01")}, "on: household.before_joining"},
		"tomorrow":               {registry.LeaveHousehold{PersonID: chen, On: day("2026-11-22")}, "on: household.day_in_future"},
		"relations left out":     {registry.ChangeHouseholder{PersonID: wu, Relations: map[string]string{fan: "1"}, On: day("2026-11-20")}, "relations: household.relation_missing"},
		"a relation too many":    {registry.ChangeHouseholder{PersonID: wu, Relations: map[string]string{fan: "1", chen: "2", "x": "8"}, On: day("2026-11-20")}, "relations: household.changed_meanwhile"},
		"no such household":      {registry.JoinHousehold{HouseholdID: "x", PersonID: "nobody", Relation: "1", On: day("2026-11-02")}, "person_id: person.unknown"},
		"no such room":           {registry.CreateHousehold{RoomID: "x", HeadID: "nobody", On: day("2026-11-02")}, "person_id: person.unknown"},
	} {
		if got := o.ask(c.command); got != c.want {
			t.Errorf("%s: got = %q, want %q", name, got, c.want)
		}
	}
	o.do(registry.ChangeHouseholder{PersonID: wu, Relations: map[string]string{fan: "1", chen: "2"}, On: day("2026-11-20")})
	o.do(registry.LeaveHousehold{PersonID: fan, On: day("2026-11-21")})
	if got, want := o.household(wu), "吴玉兰 0, 范晨 2"; got != want {
		t.Errorf("got = %s, want %s", got, want)
	}
	if got := o.ask(registry.LeaveHousehold{PersonID: fan, On: day("2026-11-21")}); got != "person_id: household.in_none" {
		t.Errorf("got = %q", got)
	}
	o.view(func(q store.Query) error {
		past, err := registry.MembershipsOf(q, fan)
		if got, want := fmt.Sprint(past), "[{"+made.HouseholdID+" "+past[0].Address+" 1 2026-11-20 2026-11-21} {"+made.HouseholdID+" "+past[0].Address+" 0 2026-11-01 2026-11-20}]"; got != want {
			t.Errorf("past = %s, want %s", got, want)
		}
		return err
	})
}

// Two records of one person in one household become one member; taken back, both are in it again.
func TestAMergeTakesTheHouseholdAlong(t *testing.T) {
	o, survivor, loser := twinned(t)
	o.do(registry.CreateHousehold{RoomID: "wy-101", HeadID: loser.PersonID, On: day("2026-11-01")})
	before := o.rows()
	done, err := ledger.Result[registry.Merged](o.do(registry.MergePeople{SurvivorID: survivor.PersonID, LoserID: loser.PersonID, Reason: "同一人"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := o.household(survivor.PersonID); got != "范小例 0" {
		t.Errorf("got = %q", got)
	}
	o.do(registry.UndoMerge{ID: done.ID, Reason: "看错"})
	for table, digest := range o.rows() {
		if digest != before[table] {
			t.Errorf("%s is not as it was", table)
		}
	}
}

func TestLivingElsewhere(t *testing.T) {
	o := openOffice(t)
	fan, _, _ := family(o)
	for _, c := range []struct {
		registry.ConfirmLiving
		want string
	}{
		{registry.ConfirmLiving{Living: "both", ConfirmedOn: day("2026-11-20")}, "living: living.unknown"},
		{registry.ConfirmLiving{Living: registry.AsRegistered, Place: "范本市", ConfirmedOn: day("2026-11-20")}, "place: living.place_not_needed"},
		{registry.ConfirmLiving{Living: registry.LivesElsewhere, ConfirmedOn: day("2026-11-22")}, "confirmed_on: living.confirmed_in_future"},
		{registry.ConfirmLiving{Living: registry.RegisteredElsewhere, Place: "范本省乙县", ConfirmedOn: day("2026-11-19")}, ""},
		{registry.ConfirmLiving{Living: registry.LivesElsewhere, Place: "范本省丙市", ConfirmedOn: day("2026-11-20")}, ""},
	} {
		c.PersonID = fan
		if got := o.ask(c.ConfirmLiving); got != c.want {
			t.Errorf("%+v: got = %q, want %q", c.ConfirmLiving, got, c.want)
		}
	}
	o.view(func(q store.Query) error {
		l, found, err := registry.LivingOf(q, fan)
		if !found || l.Kind != registry.LivesElsewhere || l.Place != "范本省丙市" || l.ConfirmedOn != day("2026-11-20") {
			t.Errorf("got = %+v, %v", l, found)
		}
		return err
	})
}

func TestADataRequestIsAnsweredInFifteenDays(t *testing.T) {
	o := openOffice(t)
	fan, wu, _ := family(o)
	desk := o.actor
	o.actor = ledger.Actor{Kind: ledger.Resident, ID: fan}
	made, err := ledger.Result[registry.MadeDataRequest](o.do(registry.MakeDataRequest{PersonID: fan, Request: "correction", Detail: "电话换了", Channel: "kiosk"}))
	if err != nil || made.DueOn != day("2026-12-06") || made.Number == "" {
		t.Fatalf("made = %+v, %v", made, err)
	}
	for _, c := range []struct {
		registry.MakeDataRequest
		want string
	}{
		{registry.MakeDataRequest{PersonID: wu, Request: "copy", Channel: "kiosk"}, "person_id: data_request.not_own"},
		{registry.MakeDataRequest{PersonID: fan, Request: "everything", Channel: "kiosk"}, "kind: data_request.kind_unknown"},
		{registry.MakeDataRequest{PersonID: fan, Request: "correction", Channel: "counter"}, "detail: data_request.detail_required"},
		{registry.MakeDataRequest{PersonID: fan, Request: "correction", Channel: "kiosk"}, ""},
		{registry.MakeDataRequest{PersonID: fan, Request: "copy", Channel: "post"}, "channel: residence.channel_unknown"},
	} {
		if got := o.ask(c.MakeDataRequest); got != c.want {
			t.Errorf("%+v: got = %q, want %q", c.MakeDataRequest, got, c.want)
		}
	}
	answer := registry.AnswerDataRequest{ID: made.ID, Answer: "已更正"}
	if got := o.ask(answer); got != ": registry.not_permitted" {
		t.Errorf("by the resident: got = %q", got)
	}
	o.actor = desk
	if got := o.ask(registry.AnswerDataRequest{ID: made.ID}); got != "answer: data_request.answer_required" {
		t.Errorf("without a word: got = %q", got)
	}
	answer.Granted = true
	o.do(answer)
	if got := o.ask(answer); got != "id: data_request.answered_already" {
		t.Errorf("again: got = %q", got)
	}
	o.view(func(q store.Query) error {
		open, err := registry.OpenDataRequests(q, 10)
		past, err2 := registry.AnsweredDataRequests(q, 10)
		own, err3 := registry.DataRequestsOf(q, fan)
		if len(open) != 1 || len(past) != 1 || len(own) != 2 || past[0].State != registry.RequestGranted || past[0].AnsweredBy != desk.ID {
			t.Errorf("open = %+v, past = %+v, own = %+v", open, past, own)
		}
		for _, e := range []error{err, err2} {
			if e != nil {
				return e
			}
		}
		return err3
	})
}
