package registry_test

import (
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// wishes is a data request at the window and its answer.
func (o *office) wishes(person, kind string) registry.MadeDataRequest {
	o.tb.Helper()
	made, err := ledger.Result[registry.MadeDataRequest](o.do(registry.MakeDataRequest{PersonID: person, Request: kind, Channel: "counter"}))
	if err != nil {
		o.tb.Fatal(err)
	}
	return made
}

func (o *office) restricted(person string) bool {
	o.tb.Helper()
	var restricted bool
	o.view(func(q store.Query) (err error) {
		restricted, err = registry.Restricted(q, person)
		return err
	})
	return restricted
}

// A restricted record takes no change but what its holder asks, until it is lifted.
func TestARestrictedRecordIsOnlyStored(t *testing.T) {
	o := openOffice(t)
	r := o.register(movesIn())
	made := o.wishes(r.PersonID, "restriction")
	o.do(registry.AnswerDataRequest{ID: made.ID, Granted: true, Answer: "已限制使用"})
	if !o.restricted(r.PersonID) {
		t.Fatal("granted, and not restricted")
	}
	elsewhere := movesIn()
	elsewhere.RoomID = "wy-101"
	for name, c := range map[string]ledger.Command{
		"a correction":   registry.CorrectRecord{PersonID: r.PersonID, Field: "phone", Reason: "x"},
		"a document":     registry.ShowDocument{PersonID: r.PersonID, Card: shows(passport)},
		"a household":    registry.CreateHousehold{RoomID: "qs-1203", HeadID: r.PersonID, On: day("2026-11-20")},
		"a registration": elsewhere,
	} {
		if got := o.ask(c); !strings.HasSuffix(got, ": person.restricted") {
			t.Errorf("%s: got = %q", name, got)
		}
	}
	again := o.wishes(r.PersonID, "restriction")
	o.do(registry.AnswerDataRequest{ID: again.ID, Granted: true, Answer: "早已限制"})
	lift := registry.LiftRestriction{RequestID: made.ID, Reason: "本人要办登记"}
	o.do(lift)
	if o.restricted(r.PersonID) {
		t.Error("lifted, and still restricted")
	}
	if got := o.ask(lift); got != "id: data_request.not_restricted" {
		t.Errorf("again: got = %q", got)
	}
	o.register(elsewhere)
}

// What the law says to keep is kept and closed; what it does not is gone, from the search too.
func TestAnErasureKeepsWhatTheLawSaysToKeep(t *testing.T) {
	o := openOffice(t)
	r := o.register(movesIn())
	o.do(registry.ConfirmLiving{PersonID: r.PersonID, Living: registry.RegisteredElsewhere, Place: "范本省乙县", ConfirmedOn: day("2026-11-20")})
	o.do(registry.CorrectRecord{PersonID: r.PersonID, Field: "phone", Value: "13700000000", Reason: "换号"})
	made := o.wishes(r.PersonID, "erasure")
	answer := registry.AnswerDataRequest{ID: made.ID, Granted: true, Answer: "电话已删除，登记依法保存五年，限制使用"}
	if got := o.ask(answer); got != "granted: data_request.still_registered" {
		t.Errorf("while registered: got = %q", got)
	}
	o.do(registry.EndResidence{ResidenceID: r.ID, On: day("2026-11-20"), Reason: registry.MovedAway})
	o.do(answer)
	p := o.person(r.PersonID)
	if p.Phone != "" || p.NameFull != "范小例" || !o.restricted(p.ID) {
		t.Errorf("person = %+v", p)
	}
	if got := o.corrections(p.ID); strings.Contains(got, "13") {
		t.Errorf("corrections = %s", got)
	}
	for _, phone := range []string{"13812346620", "13700000000"} {
		if got := o.found(phone); got != "" {
			t.Errorf("found by %s: %s", phone, got)
		}
	}
	o.view(func(q store.Query) error {
		_, stated, err := registry.LivingOf(q, p.ID)
		own, err2 := registry.DataRequestsOf(q, p.ID)
		if stated || len(own) != 1 || !own[0].Restricts || own[0].State != registry.RequestGranted {
			t.Errorf("stated %v, own = %+v", stated, own)
		}
		if err == nil {
			err = err2
		}
		return err
	})
}

// A refusal changes nothing but the request.
func TestAnErasureThatIsRefusedLeavesTheRecord(t *testing.T) {
	o := openOffice(t)
	r := o.register(movesIn())
	made := o.wishes(r.PersonID, "erasure")
	o.do(registry.AnswerDataRequest{ID: made.ID, Answer: "登记有效期间依法保存"})
	if o.restricted(r.PersonID) || o.person(r.PersonID).Phone == "" {
		t.Error("the record was changed")
	}
}
